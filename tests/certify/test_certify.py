"""Studies are kept, counted with their like alone, and told as rates with intervals."""

from __future__ import annotations

import os
import re
import signal
import time
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from pathlib import Path

import pytest

from certify.__main__ import main, seconds
from certify.cases import BAD, CASES, CLEAN, Case, chosen, families
from certify.certificate import summary, write_certificate
from certify.fleet import Fleet, FleetError
from certify.identity import Identity
from certify.rates import Rate, alarms, detection, smallest_found
from certify.store import FILE, Store, StoreError, counts, of
from certify.study import Stated, Study, machine
from gauge.memory.layers import LAYERS
from harness.controls import bad_game
from harness.controls.bad_game import PAGES
from harness.controls.known_leaks import LEAKS
from reporting.certificate import PLACE, certificate

HERE = Identity("abc", "Chromium 1", "two cores", "none")
SLOWED = families()["Slowed Worker"]
QUICK = (Case("one", ("VALID-03a",), 0.1), Case("two", ("VALID-03a",), 0.1))


def study(case: Case, outcome: str, sentence: str = "", identity: Identity = HERE) -> Study:
    requirement = case.requirement or case.scenarios[0]
    return Study(case.name, identity, 10.0, (Stated(requirement, outcome, sentence or case.layer),))


def toy(case: Case, _options: Mapping[str, str]) -> Study:
    """A study that takes no time."""
    return study(case, "passed", "as quick as ever")


def killed_once(case: Case, options: Mapping[str, str]) -> Study:
    """Kills its own worker the first time; options hold the file that tells."""
    mark = Path(options["mark"])
    if case.name == "two" and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return toy(case, options)


def test_every_bad_game_is_one_that_there_is() -> None:
    assert all(bad_game(case.bad) for case in BAD if case.bad)
    together = {name for name in LEAKS if "one of each" in name}
    named = {*LEAKS, *PAGES}
    assert named - together == named & {case.bad for case in BAD}
    titles = {title[:1].upper() + title[1:] for title in (layer.title for layer in LAYERS.values())}
    assert {
        case.layer for case in BAD if case.requirement.startswith("VALID-04") and case.layer[0] != "*"
    } <= titles
    with pytest.raises(ValueError, match=r"no study is called nonsense; there are: clean: a step"):
        chosen(["nonsense"])


def test_studies_of_another_identity_do_not_count(tmp_path: Path) -> None:
    store = Store(tmp_path)
    mine = study(SLOWED[0], "failed")
    theirs = study(SLOWED[0], "passed", identity=replace(HERE, commit="def"))
    store.add(mine)
    store.add(theirs)
    assert store.load() == [mine, theirs]
    assert of(HERE, store.load()) == [mine]
    assert counts([mine, replace(mine, stated=(), trouble="died")]) == Counter({SLOWED[0].name: 1})


def test_a_line_that_was_cut_off_is_no_study_and_a_damaged_one_is_named(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add(study(SLOWED[0], "failed"))
    whole = (tmp_path / FILE).read_text()
    (tmp_path / FILE).write_text(whole + '{"case": "cut o')
    assert len(store.load()) == 1
    store.add(study(SLOWED[1], "failed"))
    assert [each.case for each in store.load()] == [case.name for case in SLOWED[:2]]
    (tmp_path / FILE).write_text(whole + "nonsense\n" + whole.splitlines()[1] + "\n")
    with pytest.raises(StoreError, match="line 3 is damaged"):
        store.load()
    (tmp_path / FILE).write_text('{"version": 9}\n')
    with pytest.raises(StoreError, match="is of version 9, and this is version 1"):
        store.load()
    (tmp_path / FILE).write_text("case,outcome\n")
    with pytest.raises(StoreError, match="is no file of studies"):
        store.load()


def test_what_cannot_be_written_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=r"cannot be written: .*What was measured before stays"):
        Store(tmp_path / "file").add(study(SLOWED[0], "failed"))


def test_rates_have_exact_intervals() -> None:
    low, high = Rate(0, 20).interval
    assert low == 0
    assert high == pytest.approx(16.84, abs=0.01)
    assert Rate(19, 20).text() == "95 % (19 of 20; 75 to 100 %)"
    assert Rate(0, 0).text() == "not played"


def test_false_alarms_are_counted_by_requirement_and_the_worst_verdict_counts() -> None:
    clean = CLEAN[1]
    both = Study(
        clean.name, HERE, 1.0, (Stated("VALID-03c", "passed", ""), Stated("VALID-03c", "failed", ""))
    )
    (found,) = alarms([both, replace(both, stated=both.stated[:1]), study(SLOWED[0], "failed")])
    assert (found.requirement, found.false_alarms) == ("VALID-03c", Rate(1, 2))


def test_a_bad_game_is_found_with_its_layer_first_or_not() -> None:
    case = SLOWED[2]
    said = [
        study(case, "failed", f"{case.layer}: 3 ms"),
        study(case, "failed", "95th"),
        study(case, "inconclusive"),
    ]
    found = detection(case, said)
    assert (found.found, found.layer_first, found.inconclusive) == (Rate(2, 3), Rate(1, 2), Rate(1, 3))


def test_the_original_rules_count_where_a_study_asks_them_and_nowhere_else() -> None:
    case = SLOWED[2]
    asked = study(case, "failed")
    missed = replace(asked, stated=(*asked.stated, Stated("VALID-03a", "passed", "")))
    assert detection(case, [asked]).by_original == Rate(0, 0)
    assert detection(case, [asked, missed]).by_original == Rate(0, 1)
    found = replace(asked, stated=(*asked.stated, Stated("VALID-03a", "failed", "")))
    assert detection(case, [missed, found]).by_original == Rate(1, 2)


def test_the_smallest_found_is_that_from_which_on_all_are() -> None:
    outcomes = {1: "passed", 2: "passed", 3: "failed", 3.5: "failed", 5: "failed"}
    detections = [detection(case, [study(case, outcomes[case.size])]) for case in SLOWED]
    assert smallest_found(detections) == 3
    assert smallest_found(detections[:2]) is None


def test_the_page_has_every_case_its_rate_and_the_curves(tmp_path: Path) -> None:
    studies = [study(case, "failed" if case.bad else "passed") for case in CASES]
    studies.append(replace(studies[0], stated=(), trouble="The browser died."))
    path = tmp_path / PLACE
    assert certificate(tmp_path, tmp_path / "reports") is None
    write_certificate(path, path.with_suffix(""), HERE, studies)
    bad = sum(case.must_fail for case in BAD)
    text = path.read_text()
    clean = len(CLEAN)
    assert f"0 false alarms in {clean} verdicts on clean games ({Rate(0, clean).span})" in text
    assert f"{bad} of {bad} games made bad on purpose detected ({Rate(bad, bad).span})" in text
    quoted = certificate(tmp_path, tmp_path / "reports")
    assert quoted is not None
    assert quoted.line == summary(HERE, studies)
    assert quoted.address == "../docs/certificate.md"
    assert all((f"| {case.name} | " in text) == case.must_fail for case in BAD)
    assert "- clean: a step sampled: The browser died." in text
    for chart in re.findall(r"\]\((certificate/[^)]*png)\)", text):
        assert (path.parent / chart).exists()


@pytest.mark.parametrize(("text", "length"), [("90s", 90), ("1.5min", 90), ("2h", 7200)])
def test_budgets_are_lengths_of_time(text: str, length: float) -> None:
    assert seconds(text) == length


@pytest.mark.parametrize("words", [["--budget", "soon"], ["--budget", "0h"], ["-D", "games"]])
def test_bad_options_are_refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        main(words)
    assert refused.value.code == 2
    assert repr(words[1]) in capsys.readouterr().err


def played(fleet: Fleet, budget_s: float, options: Mapping[str, str], done: Counter[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    fleet.run(QUICK, done, budget_s, options, lambda study, _left: found.update([study.case]))
    return found


@pytest.mark.process
def test_the_case_with_the_fewest_studies_comes_next_until_the_time_is_up() -> None:
    began = time.monotonic()
    found = played(Fleet(play=toy), 3.0, {}, Counter({"one": 10**6}))
    assert found["two"] > 0
    assert found["one"] == 0
    assert time.monotonic() - began < 30


@pytest.mark.process
def test_a_study_whose_worker_is_killed_is_played_by_another_and_counted_once(tmp_path: Path) -> None:
    mark = tmp_path / "killed"
    found = played(Fleet(processes=3, play=killed_once), 6.0, {"mark": str(mark)}, Counter())
    assert mark.exists()
    assert found["one"] > 1
    assert abs(found["one"] - found["two"]) <= 3


def test_what_is_timed_plays_alone_on_its_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def enter(alone: bool) -> None:
        with machine(alone=alone):
            pass

    with ThreadPoolExecutor() as others:
        with machine(alone=False):
            others.submit(enter, False).result(10)
            timed = others.submit(enter, True)
            assert wait([timed], 1).not_done
        timed.result(10)
        with machine(alone=True):
            untimed = others.submit(enter, False)
            assert wait([untimed], 1).not_done
        untimed.result(10)


@pytest.mark.process
@pytest.mark.parametrize(
    ("fleet", "budget_s", "sentence"),
    [
        (Fleet(), 0.01, "too short for any study; give 0 s or more"),
        (Fleet(scheduler="tcp://127.0.0.1:9"), 5.0, "No scheduler answers at tcp://127.0.0.1:9"),
        (Fleet(scheduler="nonsense"), 5.0, "No scheduler answers at nonsense"),
    ],
)
def test_nobody_to_play_is_said_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, fleet: Fleet, budget_s: float, sentence: str
) -> None:
    monkeypatch.setattr("certify.fleet.CONNECT_WITHIN_S", 2)
    with pytest.raises(FleetError, match=re.escape(sentence)):
        played(fleet, budget_s, {}, Counter())

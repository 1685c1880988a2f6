"""A file of raw steps gives back every digit and the run's own verdicts, or is refused with a reason."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest

from gauge.latency.step_file import (
    COLUMNS,
    FORMAT,
    MIN_IDLE_PERCENT,
    VERSION,
    InvalidSampleFile,
    StudyRules,
    complete_matches,
    judge_steps,
    read_steps,
    recompute,
    seal,
    write_steps,
)
from gauge.latency.step_record import StepRecord
from gauge.latency.study import SequentialPlan
from gauge.verdict import Outcome
from tests.gauge.latency.step_samples import play, study

MARGINS_MS = {0.5: 2.0, 0.95: 5.0}
ASKED = StudyRules(margins_ms=MARGINS_MS, on_time_percent=98.0, shown_percent=98.0)
RULES = StudyRules(
    fps=59.94,
    frames=200,
    margins_ms={0.5: 0.1 + 0.2, 0.95: 5.0},
    on_time_percent=97.5,
    shown_percent=96.5,
    clock_tick_ms=0.1,
    idle_percent=12.5,
    plan=SequentialPlan((5,), 0.05, 0.05),
    environment={"browser": "Chromium, “156”", "machine": "two\ncores"},
)


@functools.cache
def steps() -> tuple[StepRecord, ...]:
    return tuple(study(1, frames=200))


@functools.cache
def sealed() -> str:
    return write_steps(steps(), RULES)


def resealed(rows: Sequence[Sequence[object]], columns: Sequence[str] = COLUMNS, rules: str = "") -> str:
    """A file whose checksum is right although its content is not."""
    return seal(FORMAT, VERSION, rules or RULES.to_json(), columns, rows)


def test_every_digit_comes_back() -> None:
    awkward = StepRecord(1, "worker", 0, 7, 0.1 + 0.2, 1e16 / 3)
    records, rules = read_steps(write_steps([awkward, *steps()], RULES))
    assert records == (awkward, *steps())
    assert rules == RULES


@pytest.mark.parametrize("extra_ms", [0.0, 3.0, 40.0])
def test_the_verdicts_are_those_of_the_run_to_the_last_digit(extra_ms: float) -> None:
    records = study(2, worker_extra_ms=lambda frame: extra_ms if frame % 20 == 0 else 0.0)
    rules = replace(ASKED, frames=240)
    ran, again = judge_steps(records, rules), recompute(write_steps(records, rules))
    for mine, theirs in zip((*ran.judged, *ran.baseline), (*again.judged, *again.baseline), strict=True):
        assert mine.to_json() == theirs.to_json()
        assert mine.to_text() == theirs.to_text()
    assert again.more_pairs == ran.more_pairs


def test_unchanged_arms_pass_and_a_twentieth_slowed_fails_both_rules() -> None:
    assert all(v.passed for v in judge_steps(study(4), ASKED).judged)
    slowed = judge_steps(study(4, worker_extra_ms=lambda f: 40.0 * (f % 20 == 0)), ASKED)
    assert [v.outcome for v in slowed.judged[:2]] == [Outcome.FAILED, Outcome.FAILED]
    assert slowed.baseline[0].passed


def test_a_late_worker_is_told_beside_python_on_the_page() -> None:
    slowed = judge_steps(study(4, worker_extra_ms=lambda f: 40.0 * (f % 20 == 0)), ASKED)
    assert slowed.baseline[0].sentence in slowed.worker_deadlines.sentence
    assert "Beside it" not in judge_steps(study(4), ASKED).worker_deadlines.sentence


def only_the_second_player(add_ms: float, every: int) -> list[StepRecord]:
    """Every so many steps of one player's Worker are slow, of too few steps of both to show."""
    return [
        r
        if (r.arm, r.player) != ("worker", 1) or r.frame % every
        else replace(r, return_ms=r.return_ms + add_ms, drawn_ms=(r.drawn_ms or 0) + add_ms)
        for r in study(4)
    ]


def test_one_player_whose_steps_are_slow_is_not_hidden_by_the_other() -> None:
    verdicts = judge_steps(only_the_second_player(12.0, 12), ASKED)
    assert verdicts.degradation.outcome is Outcome.FAILED
    assert re.search(
        r"95th percentile of steps: Worker \+12\.\d+ ms for player 2", verdicts.degradation.sentence
    )
    assert verdicts.worker_deadlines.passed


def test_one_player_whose_frames_are_late_is_not_hidden_by_the_other() -> None:
    verdicts = judge_steps(only_the_second_player(60.0, 20), ASKED)
    for verdict in (verdicts.worker_deadlines, verdicts.worker_pictures):
        assert verdict.outcome is Outcome.FAILED
        assert verdict.sentence.startswith(
            "Python in the Worker for player 2 (no worse for the other): 95.00 %"
        )
        assert "700 frames of 5 matches" in verdict.sentence
    assert verdicts.baseline[0].passed


def test_an_unfinished_pair_is_left_out() -> None:
    unfinished = [r for r in study(5, pairs=6) if r.pair < 6 or r.arm == "direct"]
    whole = [r for r in unfinished if r.pair < 6]
    assert (
        judge_steps(unfinished, RULES).degradation.to_json()
        == judge_steps(whole, RULES).degradation.to_json()
    )
    assert len(complete_matches(unfinished, 100)) == 10


def test_matches_hold_the_steps_after_warm_up_of_every_player() -> None:
    match = complete_matches([r for r in steps() if r.player == 0 or r.frame < 150], 100)[0]
    assert [len(times) for times in match.player_step_ms] == [100, 50]
    assert match.player_step_ms[0][0] == next(
        r.step_ms for r in steps() if (r.pair, r.arm, r.player, r.frame) == (1, match.arm, 0, 100)
    )


def lines_changed(change: Callable[[list[str]], object]) -> str:
    lines = sealed().splitlines(keepends=True)
    change(lines)
    return "".join(lines)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (lambda: "", "no file of raw samples"),
        (lambda: "frame,step_ms\n1,2\n", "no file of raw samples"),
        (lambda: sealed().replace(FORMAT, "kitchen-gauge/memory", 1), "in another format"),
        (lambda: sealed().replace("# version: 7\n", "# version: 9\n", 1), "is of version 9"),
        (lambda: lines_changed(lambda lines: lines.pop(3)), "its preamble has no rows"),
        (lambda: "".join(sealed().splitlines(keepends=True)[:4]), "its preamble has no rules"),
        (lambda: "".join(sealed().splitlines(keepends=True)[:5]).rstrip("\n"), "ends within its preamble"),
        (
            lambda: sealed().replace("return_ms", "end_ms", 1),
            "its columns are pair, .*, end_ms, drawn_ms instead",
        ),
        (lambda: sealed()[: len(sealed()) // 2], "rows instead of the 4000 written"),
        (lambda: sealed() + "6,worker,0,0,1.0,2.0,3.0\n", "4001 rows instead of the 4000"),
        (lambda: lines_changed(lambda lines: lines.pop(1000)), "3999 rows instead of the 4000"),
        (lambda: sealed().rstrip("\n").rpartition(",")[0], "row 4000 has 6 cells instead of 7"),
        (lambda: sealed().replace("1,worker,0,0,", "1,worker,0,0,1", 1), "its checksum differs"),
        (lambda: sealed().replace('"0.95": 5.0', '"0.95": 9.0', 1), "its checksum differs"),
        (lambda: sealed().replace("\n", "\r\n"), "its checksum differs"),
        (
            lambda: resealed([(1, "worker", 0, 0, "nan", 2.0, 3.0)]),
            r"row 1 cannot be used \(.*not a finite number",
        ),
        (
            lambda: resealed([(1, "worker", 0, 0, 1.0, 2.0, ""), (1, "worker", 0, 1, 9.0, 2.0, "")]),
            "row 2 .*before",
        ),
        (lambda: resealed([(1, "fast", 0, 0, 1.0, 2.0, "")]), "arm 'fast'"),
        (lambda: resealed([(1, "worker", 0, "x", 1.0, 2.0, "")]), "row 1 cannot be used"),
        (lambda: resealed([], rules="{}"), "its rules cannot be read"),
        (lambda: write_steps([], RULES), "too small: it holds 0 complete pairs"),
        (lambda: write_steps([r for r in steps() if r.pair < 4], RULES), "too small: it holds 3 complete"),
        (lambda: write_steps([*steps(), steps()[0]], RULES), "contradict each other .*twice"),
    ],
)
def test_a_file_that_is_not_as_written_is_refused_with_the_reason(
    text: Callable[[], str], reason: str
) -> None:
    with pytest.raises(InvalidSampleFile, match=reason) as refused:
        recompute(text())
    assert "\n" not in str(refused.value)


def test_every_changed_character_of_a_small_file_is_noticed() -> None:
    small = write_steps(steps()[:3], RULES)
    body_at = small.index("# rows")
    for at in range(body_at, len(small)):
        with pytest.raises(InvalidSampleFile):
            read_steps(small[:at] + chr(ord(small[at]) ^ 1) + small[at + 1 :])


def test_what_is_not_asked_is_not_judged() -> None:
    only_margins = judge_steps(study(4), StudyRules(margins_ms=MARGINS_MS))
    assert [verdict.requirement for verdict in only_margins.judged] == ["VALID-03b"]
    with pytest.raises(ValueError, match="deadlines were not judged"):
        _ = only_margins.worker_deadlines
    only_share = judge_steps(study(4), StudyRules(on_time_percent=98.0))
    assert [verdict.requirement for verdict in only_share.judged] == ["VALID-03c"]
    with pytest.raises(ValueError, match="the two arms were not compared"):
        _ = only_share.degradation


@pytest.mark.parametrize("idle", [0.4, 60.0])
def test_where_neither_arm_is_on_time_a_busy_machine_cannot_tell_and_a_free_one_shows_it(idle: float) -> None:
    def late(frame: int) -> float:
        return 60.0 * (frame % 5 == 0)

    asked = StudyRules(on_time_percent=98.0, shown_percent=98.0, idle_percent=idle)
    both = judge_steps(study(5, worker_extra_ms=late, direct_extra_ms=late), asked)
    for verdict in (both.worker_deadlines, both.worker_pictures):
        if idle < MIN_IDLE_PERCENT:
            assert verdict.outcome is Outcome.INCONCLUSIVE
            assert verdict.sentence.startswith(
                "This machine is too busy to tell (0 % idle in its busiest match)."
            )
        else:
            assert verdict.outcome is Outcome.FAILED
            assert verdict.sentence.endswith("The machine was free (60 % idle in its busiest match).")
    alone = judge_steps(study(5, worker_extra_ms=late), asked)
    assert alone.worker_deadlines.outcome is Outcome.FAILED
    assert alone.worker_deadlines.sentence.endswith("frames of 5 matches).")


@pytest.mark.parametrize(("extra_ms", "outcome"), [(40.0, Outcome.INCONCLUSIVE), (3.0, Outcome.FAILED)])
def test_a_busy_machine_cannot_tell_about_the_tail_but_about_the_median(
    extra_ms: float, outcome: Outcome
) -> None:
    every = 20 if extra_ms > 5 else 1
    records = study(4, worker_extra_ms=lambda frame: extra_ms * (frame % every == 0))
    busy = judge_steps(records, StudyRules(margins_ms=MARGINS_MS, idle_percent=1.0))
    assert busy.degradation.outcome is outcome
    assert busy.more_pairs == (3 if outcome is Outcome.INCONCLUSIVE else 0)


def test_a_worker_that_is_late_beside_a_page_that_may_be_cannot_be_told_from_a_busy_machine() -> None:
    rng = np.random.default_rng(3)
    uneven = [60.0, 0.0, 0.0, 60.0, 0.0]
    records = [
        r for r in study(5, worker_extra_ms=lambda frame: 40.0 * (frame % 5 == 0)) if r.arm == "worker"
    ]
    records += [
        record
        for pair, late in enumerate(uneven, start=1)
        for player in (0, 1)
        for record in play(rng, pair, "direct", player, extra_ms=lambda f, ms=late: ms * (f % 10 == 0))
    ]
    verdicts = judge_steps(records, StudyRules(on_time_percent=98.0, idle_percent=1.0))
    assert [v.outcome for v in (*verdicts.judged, *verdicts.baseline)] == [Outcome.INCONCLUSIVE] * 2


def test_deadlines_alone_that_cannot_tell_ask_for_more_pairs_up_to_the_last_look() -> None:
    def late(frame: int) -> float:
        return 40.0 * (frame % 5 == 0)

    share = StudyRules(on_time_percent=98.0, idle_percent=0.0)
    wanted = [
        judge_steps(study(5, pairs=n, worker_extra_ms=late, direct_extra_ms=late), share).more_pairs
        for n in (5, 8, 12)
    ]
    assert wanted == [3, 4, 0]

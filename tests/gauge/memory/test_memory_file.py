"""A memory file gives back the run's own verdicts to the last digit, or is refused with a reason."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gauge.memory.causes import Explanation
from gauge.memory.growth import ClassReading
from gauge.memory.layers import LayerReading, LedgerRules
from gauge.memory.memory_file import (
    COLUMNS,
    FORMAT,
    VERSION,
    MemoryRun,
    judge_memory,
    read_memory,
    recompute,
    write_memory,
)
from gauge.sealed_file import InvalidSampleFile, seal
from gauge.verdict import Outcome
from tests.gauge.memory.memory_samples import BUDGETS, KIB, MIB, run

CLASSES = tuple(
    ClassReading("page of player 1", "Session", game, 1 + game, 40 * (1 + game)) for game in range(11)
)
LEAKING = MemoryRun(
    run(leaks={"page_heap": 200 * KIB + 0.1, "canvases": 1}, missing=("gpu_process",)),
    LedgerRules(budgets={**BUDGETS, "renderer_process": 3 * MIB}, layers=("workers",)),
    {"gpu_process": "no “GPU”,\nno process"},
    CLASSES,
    Explanation(
        {"canvases": ("page_heap",)}, {"canvases": ("HTMLCanvasElement",)}, ("window.kept", "[3] Session")
    ),
    {"browser": "Chromium"},
)
STOPPED = MemoryRun(run(games=2), stopped="The server has ended.")


def sealed() -> str:
    return write_memory(LEAKING)


@pytest.mark.parametrize(
    "ran",
    [
        LEAKING,
        MemoryRun(run(), LedgerRules(budgets=BUDGETS)),
        MemoryRun(run(leaks={"renderer_process": 2 * MIB}), LedgerRules(budgets=BUDGETS)),
        MemoryRun(run(leaks={"server_games": 1})),
        STOPPED,
        MemoryRun(run(games=2), LedgerRules(2, layers=("canvases",))),
        MemoryRun(run(games=2, leaks={"canvases": 1}), LedgerRules(2, layers=("canvases",))),
        MemoryRun(tuple(LayerReading("canvases", "player 1", game, 1 + game // 3) for game in range(11))),
    ],
)
def test_the_verdicts_are_those_of_the_run_to_the_last_digit(ran: MemoryRun) -> None:
    mine, theirs = judge_memory(ran), recompute(write_memory(ran))
    assert [v.to_json() for v in mine.judged] == [v.to_json() for v in theirs.judged]
    assert [v.to_text() for v in mine.judged] == [v.to_text() for v in theirs.judged]
    assert mine.more_games == theirs.more_games


def test_the_layers_that_were_asked_for_come_first_as_the_run_has_said_them() -> None:
    asked = ("page_heap", "renderer_process", "server_memory")
    ran = MemoryRun(run(leaks={"canvases": 1}), LedgerRules(budgets=BUDGETS, layers=asked))
    named, of_server, *whole = recompute(write_memory(ran)).judged
    assert named.to_json() == judge_memory(ran).verdict("VALID-04b", asked[:2]).to_json()
    assert of_server.to_json() == judge_memory(ran).verdict("VALID-04c", asked[2:]).to_json()
    assert named.passed
    assert [v.outcome for v in whole] == [Outcome.FAILED, Outcome.PASSED]


def test_all_that_was_written_comes_back() -> None:
    again = read_memory(sealed())
    assert again.readings == LEAKING.ledger.readings
    assert (again.rules, again.reasons, again.classes) == (LEAKING.rules, LEAKING.reasons, CLASSES)
    assert (again.explanation, again.environment) == (LEAKING.explanation, LEAKING.environment)
    assert write_memory(again) == sealed()
    assert read_memory(write_memory(STOPPED)).stopped == STOPPED.stopped


def test_a_failure_is_attributed_and_no_class_of_a_page_explains_the_server() -> None:
    _, browser, server = judge_memory(LEAKING).judged
    assert "What grew: Session by 1 per game (page of player 1)." in browser.sentence
    assert "window.kept" in browser.evidence
    assert server.passed
    failed = judge_memory(MemoryRun(run(leaks={"server_games": 1}), classes=CLASSES)).verdict("VALID-04c")
    assert failed.outcome is Outcome.FAILED
    assert "What grew" not in failed.sentence


def resealed(*rows: tuple[object, ...]) -> str:
    rules = read_rules(sealed())
    return seal(FORMAT, VERSION, rules, COLUMNS, rows)


def read_rules(text: str) -> str:
    return next(line for line in text.splitlines() if line.startswith("# rules: ")).removeprefix("# rules: ")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (lambda: sealed().replace("/memory", "/steps", 1), "in another format"),
        (lambda: sealed().replace("# version: 7\n", "# version: 2\n", 1), "is of version 2"),
        (lambda: sealed().replace("canvases,player 1,,3,4.0", "canvases,player 1,,3,1.0", 1), "checksum"),
        (lambda: sealed()[:-200], "rows instead of"),
        (lambda: write_memory(MemoryRun(run(games=3))), "too small: it holds 3 games"),
        (lambda: write_memory(MemoryRun((), stopped="The page has crashed.")), "too small"),
        (resealed, "too small"),
        (lambda: resealed(("attic", "player 1", "", 0, 1.0, "")), "row 1 cannot be used"),
        (lambda: resealed(("canvases", "player 1", "", 0, "many", "")), "row 1 cannot be used"),
        (lambda: resealed(*[("canvases", "player 1", "", g, 1.0, "") for g in (0, 4, 4)]), "contradict"),
        (lambda: seal(FORMAT, VERSION, "{}", COLUMNS, []), "rules cannot be read"),
        (lambda: seal(FORMAT, VERSION, "[]", COLUMNS, []), "rules cannot be read"),
    ],
)
def test_a_file_that_is_not_as_it_was_written_is_refused(text: Callable[[], str], reason: str) -> None:
    with pytest.raises(InvalidSampleFile, match=reason):
        recompute(text())

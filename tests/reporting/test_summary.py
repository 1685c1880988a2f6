"""The headline is never greener than the run."""

from __future__ import annotations

from pathlib import Path

import pytest

from reporting.results import AllureResult
from reporting.summary import headline


def result(status: str, message: str = "", name: str = "S") -> AllureResult:
    return AllureResult(Path("x"), {"name": name, "status": status, "statusDetails": {"message": message}})


PASSED, FAILED, SKIPPED = result("passed"), result("failed", "AssertionError: Too slow."), result("skipped")
UNCLEAR = result("broken", "gauge.verdict.Inconclusive: Only 4 of 10 samples.")
BROKEN = result("broken", "OSError: The port is taken.")
NOT_RUN = result("unknown", "Not run: the run ended before this scenario was finished.")


@pytest.mark.parametrize(
    ("results", "start"),
    [
        ([PASSED, PASSED], "All proved: 2 of 2"),
        ([PASSED, SKIPPED], "All proved that was asked: 1 of 1 scenarios proved; 1 not asked"),
        ([PASSED, UNCLEAR], "Inconclusive: 1 of 2"),
        ([PASSED, UNCLEAR, FAILED], "NOT proved: 1 of 3"),
        ([PASSED, BROKEN], "NOT proved: 1 of 2"),
        ([PASSED, NOT_RUN], "NOT proved: 1 of 2"),
        ([UNCLEAR, NOT_RUN], "NOT proved: 0 of 2"),
        ([SKIPPED], "NOT proved: no scenario was run"),
        ([], "NOT proved: no scenario was run"),
    ],
)
def test_the_headline_is_never_greener_than_the_worst(results: list[AllureResult], start: str) -> None:
    assert headline(results).startswith(start)


def test_a_problem_of_the_run_keeps_it_from_being_all_proved() -> None:
    assert headline([PASSED], ["The server did not stop."]).startswith("NOT proved")

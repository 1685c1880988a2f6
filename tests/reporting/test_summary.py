"""The headline and the table of SUMMARY.md."""

from __future__ import annotations

from pathlib import Path

import pytest

from reporting.results import AllureResult
from reporting.summary import duration, headline, requirement_of, sentence_of, word_for


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
        ([PASSED, SKIPPED], "All proved: 1 of 1 scenarios proved; 1 not asked"),
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


@pytest.mark.parametrize(
    ("shown", "word"),
    [
        (PASSED, "proved"),
        (FAILED, "**NOT proved**"),
        (UNCLEAR, "**inconclusive**"),
        (BROKEN, "**broken**"),
        (NOT_RUN, "**not run**"),
        (SKIPPED, "not asked"),
    ],
)
def test_each_status_has_its_word(shown: AllureResult, word: str) -> None:
    assert word_for(shown) == word


@pytest.mark.parametrize(
    ("shown", "sentence"),
    [(FAILED, "Too slow."), (UNCLEAR, "Only 4 of 10 samples."), (BROKEN, "The port is taken."), (PASSED, "")],
)
def test_without_a_verdict_the_error_is_the_sentence(shown: AllureResult, sentence: str) -> None:
    assert sentence_of(shown) == sentence


def test_a_long_error_is_cut() -> None:
    assert len(sentence_of(result("failed", "word " * 500))) < 710


def test_durations_read_like_durations() -> None:
    assert (duration(9.96), duration(192.4)) == ("10.0 s", "3 min 12 s")


def test_a_general_tag_gives_way_to_the_one_it_begins() -> None:
    labels = [{"name": "tag", "value": tag} for tag in ("VALID-03", "VALID-03b", "critical")]
    found = AllureResult(path=Path("x"), data={"name": "S", "status": "passed", "labels": labels})
    assert requirement_of(found) == "VALID-03b"

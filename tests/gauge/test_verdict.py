"""Three verdicts, and what each does in a Then step."""

from __future__ import annotations

import json

import pytest
from hamcrest import assert_that

from gauge.verdict import Inconclusive, Outcome, Verdict, combine, holds, quantity


def verdict(outcome: Outcome, sentence: str = "The number is 4, limit 5.") -> Verdict:
    return Verdict("VALID-00", outcome, sentence, {"number": 4})


def test_passed_holds() -> None:
    assert_that(verdict(Outcome.PASSED), holds())


def test_failed_raises_the_sentence_and_nothing_else() -> None:
    with pytest.raises(AssertionError) as caught:
        assert_that(verdict(Outcome.FAILED), holds())
    assert str(caught.value) == "The number is 4, limit 5."


def test_inconclusive_is_an_error_and_no_assertion() -> None:
    with pytest.raises(Inconclusive, match="The number is 4") as caught:
        assert_that(verdict(Outcome.INCONCLUSIVE), holds())
    assert not isinstance(caught.value, AssertionError)


def test_programs_get_a_verdict_as_json() -> None:
    made = Verdict("VALID-00", Outcome.FAILED, "Five \u2265 four.", {"n": 5, "x": None}, warnings=("Mind.",))
    assert json.loads(made.to_json()) == {
        "requirement": "VALID-00",
        "outcome": "failed",
        "sentence": "Five \u2265 four.",
        "figures": {"n": 5, "x": None},
        "warnings": ["Mind."],
        "measures": [],
    }


def test_figures_cannot_be_changed_afterwards() -> None:
    figures = {"number": 4}
    made = Verdict("VALID-00", Outcome.PASSED, "Fine.", figures)
    figures["number"] = 5
    assert made.figures["number"] == 4
    with pytest.raises(TypeError):
        made.figures["number"] = 6  # type: ignore[index]


def test_one_is_never_many() -> None:
    assert [quantity(n, "match") for n in (0, 1, 2400)] == ["0 matches", "1 match", "2,400 matches"]


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ((Outcome.PASSED, Outcome.PASSED), Outcome.PASSED),
        ((Outcome.PASSED, Outcome.INCONCLUSIVE), Outcome.INCONCLUSIVE),
        ((Outcome.INCONCLUSIVE, Outcome.FAILED, Outcome.PASSED), Outcome.FAILED),
    ],
)
def test_the_worst_part_decides(parts: tuple[Outcome, ...], whole: Outcome) -> None:
    combined = combine("VALID-00", [verdict(part, f"It {part.value}.") for part in parts])
    assert combined.outcome is whole
    assert combined.sentence.startswith(f"It {whole.value}.")


def test_nothing_to_combine_is_refused() -> None:
    with pytest.raises(ValueError, match="no verdict"):
        combine("VALID-00", [])

"""The judges of controls, both ways."""

import pytest

from gauge.control import (
    judge_amount,
    judge_claim_fails,
    judge_control_clean,
    judge_control_detected,
    judge_reason,
)
from gauge.verdict import Outcome, Verdict


def said(outcome: Outcome, sentence: str = "the page heap grew", **figures: float) -> Verdict:
    return Verdict("VALID-00", outcome, sentence, figures)


def test_one_failed_verdict_is_enough_and_is_quoted() -> None:
    verdict = judge_control_detected([said(Outcome.PASSED, "fine"), said(Outcome.FAILED)], "page heap")
    assert verdict.outcome is Outcome.PASSED
    assert "the page heap grew" in verdict.sentence


@pytest.mark.parametrize("outcome", [Outcome.PASSED, Outcome.INCONCLUSIVE])
def test_a_control_that_was_not_failed_fails(outcome: Outcome) -> None:
    verdict = judge_control_detected([said(outcome)])
    assert verdict.outcome is Outcome.FAILED
    assert f"VALID-00 {outcome.value}" in verdict.sentence


def test_failing_for_another_reason_is_not_enough() -> None:
    assert judge_control_detected([said(Outcome.FAILED)], "worker").outcome is Outcome.FAILED


def test_no_verdict_is_refused() -> None:
    with pytest.raises(ValueError, match="judge it first"):
        judge_control_detected([])


@pytest.mark.parametrize(
    ("value", "outcome"),
    [(2.0, Outcome.PASSED), (4.0, Outcome.PASSED), (4.01, Outcome.FAILED), (1.99, Outcome.FAILED)],
)
def test_the_amount_has_to_be_near_the_truth(value: float, outcome: Outcome) -> None:
    verdict = judge_amount(said(Outcome.FAILED, "slow", more_ms=value), "more_ms", 3, 1, "ms")
    assert verdict.outcome is outcome


def test_the_right_amount_in_a_passed_verdict_is_not_found_out() -> None:
    assert judge_amount(said(Outcome.PASSED, more_ms=3), "more_ms", 3, 1, "ms").outcome is Outcome.FAILED


@pytest.mark.parametrize(
    ("outcome", "judged"),
    [
        (Outcome.PASSED, Outcome.PASSED),
        (Outcome.INCONCLUSIVE, Outcome.INCONCLUSIVE),
        (Outcome.FAILED, Outcome.FAILED),
    ],
)
def test_a_good_control_must_not_be_found_guilty(outcome: Outcome, judged: Outcome) -> None:
    assert judge_control_clean(said(outcome)).outcome is judged


def test_a_claim_that_fails_is_a_control_detected() -> None:
    told = "Median step 61.0 ms (not under the limit of 50 ms)."
    assert judge_claim_fails("a step is quick", told).sentence == f"Detected, as expected: “{told}”"
    missed = judge_claim_fails("a step is quick", None)
    assert missed.outcome is Outcome.FAILED
    assert "not detected" in missed.sentence
    assert "a step is quick" in missed.sentence


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("median step 6 … limit of 50 ms", Outcome.PASSED),
        ("limit of 50 ms … median step", Outcome.FAILED),
        ("median step … limit of 40 ms", Outcome.FAILED),
    ],
)
def test_a_claim_has_to_fail_for_the_reason_that_is_given(words: str, outcome: Outcome) -> None:
    verdict = judge_reason("Median step 61.0 ms (not under the limit of 50 ms).", words)
    assert verdict.outcome is outcome
    assert words in verdict.sentence

"""A verdict on step times is as good as the game's own timing."""

from __future__ import annotations

import pytest

from gauge.clock.trust import trusted
from gauge.verdict import Outcome, Verdict

PASSED, FAILED, UNTOLD = Outcome.PASSED, Outcome.FAILED, Outcome.INCONCLUSIVE


def verdict(outcome: Outcome) -> Verdict:
    return Verdict("VALID-03b", outcome, f"Steps {outcome.value}.", {"steps": 3}, "a table")


def clock(outcome: Outcome) -> Verdict:
    return Verdict("CLOCK", outcome, f"Clock {outcome.value}.", {"late": 1}, "its table")


@pytest.mark.parametrize(
    ("own", "seen", "outcome", "sentence"),
    [
        (PASSED, PASSED, PASSED, "Steps passed. A second clock agrees."),
        (FAILED, PASSED, FAILED, "Steps failed. A second clock agrees."),
        (PASSED, FAILED, FAILED, "Clock failed. Steps passed."),
        (UNTOLD, FAILED, FAILED, "Clock failed. Steps inconclusive."),
        (PASSED, UNTOLD, UNTOLD, "Clock inconclusive. Steps passed."),
        (FAILED, UNTOLD, FAILED, "Steps failed. Clock inconclusive."),
    ],
)
def test_the_worse_one_decides_and_leads(
    own: Outcome, seen: Outcome, outcome: Outcome, sentence: str
) -> None:
    both = trusted(verdict(own), clock(seen))
    assert (both.requirement, both.outcome, both.sentence) == ("VALID-03b", outcome, sentence)
    assert both.figures == {"steps": 3, "clock_late": 1}
    assert both.evidence == f"a table\n\nClock {seen.value}.\n\nits table"


def test_where_no_proof_is_needed_a_clock_that_cannot_tell_is_a_warning() -> None:
    both = trusted(verdict(PASSED), clock(UNTOLD), needs_proof=False)
    assert both.passed
    assert both.warnings == ("Clock inconclusive.",)
    assert trusted(verdict(PASSED), clock(FAILED), needs_proof=False).outcome is FAILED

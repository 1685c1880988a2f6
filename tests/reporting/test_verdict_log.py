"""Each verdict reaches the entry of the scenario that stated it, and no other."""

from __future__ import annotations

from gauge.verdict import Outcome, Verdict
from reporting.verdict_log import VerdictLog


class Scenario:
    """Equal to any other, as two rows of an outline may be but for their place."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scenario)

    __hash__ = None  # type: ignore[assignment]


def verdict(number: int) -> Verdict:
    return Verdict("VALID-00", Outcome.PASSED, f"The number was {number}.")


def test_scenarios_that_look_alike_keep_their_own_verdicts() -> None:
    log, first, second, never_begun = VerdictLog(), Scenario(), Scenario(), Scenario()
    log.begin(first)
    log.add(verdict(1))
    log.begin(second)
    log.add(verdict(2))
    log.add(verdict(3))
    assert log.of(first) == (verdict(1),)
    assert log.of(second) == (verdict(2), verdict(3))
    assert log.of(never_begun) == ()


def test_a_scenario_that_is_run_again_begins_anew() -> None:
    log, scenario = VerdictLog(), Scenario()
    for number in (1, 2):
        log.begin(scenario)
        log.add(verdict(number))
    assert log.of(scenario) == (verdict(2),)


def test_a_verdict_outside_a_scenario_is_not_kept() -> None:
    log, scenario = VerdictLog(), Scenario()
    log.add(verdict(1))
    log.begin(scenario)
    assert log.of(scenario) == ()


def test_what_is_stated_aside_is_no_verdict_of_the_scenario() -> None:
    log, scenario = VerdictLog(), Scenario()
    log.begin(scenario)
    with log.aside() as stated:
        log.add(verdict(1))
    log.add(verdict(2))
    assert stated == [verdict(1)]
    assert log.of(scenario) == (verdict(2),)


def test_evidence_is_shown_once_in_each_scenario() -> None:
    log, first, second = VerdictLog(), Scenario(), Scenario()
    log.begin(first)
    assert [log.first_time(evidence) for evidence in ("sheet", "sheet", "other sheet")] == [True, False, True]
    log.begin(second)
    assert log.first_time("sheet")

"""Screens fail on serious findings and on pages wider than their window, and on nothing else."""

from __future__ import annotations

from gauge.flow.screens import Finding, Screen, judge_findings, judge_widths, screens_table
from gauge.verdict import Outcome

PALE = Finding("color-contrast", "serious", ("#progressText",))
LESSER = Finding("region", "moderate", ("body",))


def screen(name: str, *findings: Finding, width: int = 390, rules: int = 20) -> Screen:
    return Screen(name, width, 390, findings, rules)


def test_a_serious_finding_fails_and_is_named_with_its_screen_and_element() -> None:
    verdict = judge_findings([screen("result", LESSER), screen("game", PALE, LESSER)])
    assert verdict.outcome is Outcome.FAILED
    assert verdict.sentence == (
        "1 serious finding on 2 screens (limit: 0; 2 lesser). "
        "game: color-contrast (serious) at #progressText."
    )


def test_lesser_findings_pass_and_are_counted() -> None:
    verdict = judge_findings([screen("result", LESSER)])
    assert verdict.outcome is Outcome.PASSED
    assert "0 serious findings on 1 screen (limit: 0; 1 lesser)" in verdict.sentence


def test_a_screen_to_which_no_rule_applied_was_not_looked_at() -> None:
    assert judge_findings([screen("game", rules=0)]).outcome is Outcome.INCONCLUSIVE
    assert judge_findings([]).outcome is judge_widths([]).outcome is Outcome.INCONCLUSIVE


def test_a_page_wider_than_its_window_fails() -> None:
    verdict = judge_widths([screen("game"), screen("result", width=412)])
    assert verdict.outcome is Outcome.FAILED
    assert verdict.sentence == (
        "1 screen of 2 wider than the window (limit: 0). result: 412 px, the window 390 px."
    )
    assert judge_widths([screen("game")]).outcome is Outcome.PASSED
    assert (
        "color-contrast (serious); region (moderate)" in screens_table([screen("game", PALE, LESSER)]).text()
    )

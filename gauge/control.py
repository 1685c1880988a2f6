"""Judges the judges: a control known to be bad has to be detected, for the right reason."""

from __future__ import annotations

from collections.abc import Sequence

from gauge.verdict import Figure, Outcome, Verdict

CONTROL = "CONTROL"


def judge_control_detected(verdicts: Sequence[Verdict], names: str = "") -> Verdict:
    """Passed when at least one of the verdicts on a bad control failed, with ``names`` in its sentence.

    The sentence quotes the verdict that found it, or all of them when none did. ValueError without verdicts.
    """
    if not verdicts:
        raise ValueError("there is no verdict on the control; judge it first")
    found = [v for v in verdicts if v.outcome is Outcome.FAILED and names in v.sentence]
    if found:
        sentence = f"Detected, as expected: {_quoted(found[0])}"
        return Verdict(CONTROL, Outcome.PASSED, sentence, evidence=found[0].evidence)
    wanted = f" by the name of {names!r}" if names else ""
    sentence = f"The control was not detected{wanted}. {' '.join(map(_quoted, verdicts))}"
    return Verdict(CONTROL, Outcome.FAILED, sentence)


def judge_amount(verdict: Verdict, figure: str, true: float, tolerance: float, unit: str) -> Verdict:
    """Passed when the verdict failed and its figure is within ``tolerance`` (inclusive) of the true one."""
    value = verdict.figures.get(figure)
    found = judge_control_detected([verdict])
    if not found.passed:
        return found
    figures: dict[str, Figure] = {figure: value, "true": true, "tolerance": tolerance}
    near = isinstance(value, int | float) and abs(value - true) <= tolerance
    shown = f"{value:.2f}" if isinstance(value, int | float) else str(value)
    sentence = f"{shown} {unit} reported (true: {true:.2f} {unit}, tolerance {tolerance:g} {unit})."
    return Verdict(
        CONTROL,
        Outcome.PASSED if near else Outcome.FAILED,
        f"{sentence} {found.sentence}",
        figures,
        found.evidence,
    )


def judge_control_clean(verdict: Verdict) -> Verdict:
    """Passed when a control known to be good did not fail; inconclusive when the data could not tell."""
    found = {
        Outcome.PASSED: "No difference reported, as expected",
        Outcome.FAILED: "A difference was reported where there is none",
        Outcome.INCONCLUSIVE: "The data cannot tell",
    }[verdict.outcome]
    return Verdict(CONTROL, verdict.outcome, f"{found}. {_quoted(verdict)}")


def judge_claim_fails(claim: str, told: str | None) -> Verdict:
    """Passed when a claim failed on a bad game, with the sentence ``told``; None for one that did not."""
    if told is None:
        return Verdict(CONTROL, Outcome.FAILED, f"The control was not detected: “{claim}” did not fail.")
    return Verdict(CONTROL, Outcome.PASSED, f"Detected, as expected: “{told}”")


def judge_reason(told: str, words: str) -> Verdict:
    """Passed when the sentence of a failed claim has these words, whatever their case.

    Words around ' … ' have to be there in that order, with anything between them.
    """
    rest = told.lower()
    for part in words.lower().split(" … "):
        _, found, rest = rest.partition(part)
        if not found:
            sentence = f"The control was detected for another reason than “{words}”: “{told}”"
            return Verdict(CONTROL, Outcome.FAILED, sentence)
    return Verdict(CONTROL, Outcome.PASSED, f"The reason given is “{words}”.")


def _quoted(verdict: Verdict) -> str:
    return f"{verdict.requirement} {verdict.outcome.value}: “{verdict.sentence}”"

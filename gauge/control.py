"""Judges the judges: a control known to be bad has to be found out, for the right reason."""

from __future__ import annotations

from collections.abc import Sequence

from gauge.verdict import Figure, Outcome, Verdict

CONTROL = "CONTROL"


def judge_found_out(verdicts: Sequence[Verdict], names: str = "") -> Verdict:
    """Passed when at least one of the verdicts on a bad control failed, with ``names`` in its sentence.

    The sentence quotes the verdict that found it, or all of them when none did. ValueError without verdicts.
    """
    if not verdicts:
        raise ValueError("there is no verdict on the control; judge it first")
    found = [v for v in verdicts if v.outcome is Outcome.FAILED and names in v.sentence]
    if found:
        sentence = f"Found out, as it has to be: “{found[0].sentence}”"
        return Verdict(CONTROL, Outcome.PASSED, sentence, evidence=found[0].evidence)
    said = " ".join(f"{v.requirement} {v.outcome.value}: “{v.sentence}”" for v in verdicts)
    wanted = f" and name {names!r}" if names else ""
    return Verdict(CONTROL, Outcome.FAILED, f"A control that has to fail{wanted} was not found out. {said}")


def judge_amount(verdict: Verdict, figure: str, true: float, give: float, unit: str) -> Verdict:
    """Passed when the verdict failed and its figure is within ``give`` (inclusive) of the true amount."""
    value = verdict.figures.get(figure)
    found = judge_found_out([verdict])
    if not found.passed:
        return found
    figures: dict[str, Figure] = {figure: value, "true": true, "give": give}
    near = isinstance(value, int | float) and abs(value - true) <= give
    shown = f"{value:.2f}" if isinstance(value, int | float) else str(value)
    sentence = f"{shown} {unit} were found where {true:.2f} {unit}, give or take {give:g}, are true."
    return Verdict(
        CONTROL,
        Outcome.PASSED if near else Outcome.FAILED,
        f"{sentence} {found.sentence}",
        figures,
        found.evidence,
    )


def judge_never_found_guilty(verdict: Verdict) -> Verdict:
    """Passed when a control known to be good did not fail; inconclusive when the data could not tell."""
    said = f"{verdict.requirement} {verdict.outcome.value}: “{verdict.sentence}”"
    if verdict.outcome is Outcome.FAILED:
        return Verdict(
            CONTROL, Outcome.FAILED, f"A control that is as good as the other was found guilty. {said}"
        )
    return Verdict(CONTROL, verdict.outcome, f"Not found guilty, as it has to be. {said}")

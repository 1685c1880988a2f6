"""A verdict that rests on the game's own timing, together with what the second clock says of that timing."""

from __future__ import annotations

from dataclasses import replace

from gauge.verdict import Outcome, Verdict


def trusted(verdict: Verdict, clock: Verdict, *, needs_proof: bool = True) -> Verdict:
    """Failed when the clock has failed. Passed when both are; the sentence of the worse one leads.

    What a clock that agrees has to say stands in the evidence. Without ``needs_proof`` one that cannot tell
    is a warning and decides nothing.
    """
    figures = {**verdict.figures, **{f"clock_{name}": value for name, value in clock.figures.items()}}
    evidence = "\n\n".join(text for text in (verdict.evidence, clock.sentence, clock.evidence) if text)
    whole = replace(verdict, figures=figures, evidence=evidence)
    if clock.outcome is Outcome.INCONCLUSIVE and not needs_proof:
        return replace(whole, warnings=(*verdict.warnings, clock.sentence))
    if clock.passed:
        return replace(whole, sentence=f"{verdict.sentence} A second clock agrees.")
    worse, better = sorted((verdict, clock), key=lambda each: each.outcome.rank)
    return replace(whole, outcome=worse.outcome, sentence=f"{worse.sentence} {better.sentence}")

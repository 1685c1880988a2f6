"""Tries a claim of the features on a game that is bad on purpose, by the very step that states it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from gauge.verdict import Inconclusive
from reporting.verdict_log import LOG

FAILED = "FAILED SUB-STEP"
SENTENCE = "ASSERT FAILED: "
UNDECIDED = f"{Inconclusive.__name__}: "
AFTER_IT = "\nTraceback (of failed substep)"


class ClaimError(Exception):
    """A claim that neither held nor failed: the step is not there, or broke."""


def told_by(execute: Callable[[str], object], step: str) -> str | None:
    """With which sentence a Then step fails; None when it passes.

    ClaimError when it does neither, Inconclusive when the data cannot tell.

    `execute` is behave's `execute_steps`. What the step states is not the scenario's verdict.
    """
    with LOG.aside():
        try:
            execute(step)
        except AssertionError as error:
            text = str(error)
        else:
            return None
    if not text.startswith(FAILED):
        shown = text.partition(AFTER_IT)[0]
        _, found, sentence = text.rpartition(UNDECIDED)
        raise Inconclusive(sentence.partition("\n")[0]) if found else ClaimError(shown)
    return text.partition(SENTENCE)[2].partition(AFTER_IT)[0].strip()


def step_text(claim: str, headings: Sequence[str] = (), rows: Iterable[Sequence[str]] = ()) -> str:
    """A Then step as a feature has it."""
    lines = [f"  | {' | '.join(row)} |" for row in ((headings, *rows) if headings else ())]
    return "\n".join([f"Then {claim}", *lines])

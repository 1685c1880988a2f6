"""Whether a page offers what a scenario needs of it."""

from __future__ import annotations

from gauge.verdict import Outcome, Verdict

CONTRACT = "CONTRACT"


def judge_offer(
    name: str, entry: str, makes_possible: str, seen: str | None, missing: str, *, required: bool
) -> Verdict:
    """Passed when it was ``seen``; else failed when nothing can be judged without it, or inconclusive.

    ``missing`` says in half a sentence what was found instead.
    """
    if seen is not None:
        return Verdict(CONTRACT, Outcome.PASSED, f"The game offers {name}: {seen}.")
    return Verdict(
        CONTRACT,
        Outcome.FAILED if required else Outcome.INCONCLUSIVE,
        f"The game does not offer {name}: {missing.rstrip('.')}. It would make possible: {makes_possible}. "
        f"In its profile: {entry}.",
    )

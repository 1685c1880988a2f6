"""Did both arms do the same work, each with its Python where it belongs?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gauge.flow.games import PARITY, judge_equal_states
from gauge.latency.match_steps import Arm
from gauge.verdict import Outcome, Verdict, combine, quantity

PLACES: Mapping[str, str] = {"worker": "in a Worker", "direct": "on the page"}


@dataclass(frozen=True)
class ComparedMatch:
    """What both pages told of one match.

    `python` says where Python was asked to run: in the arm's own place, unless two equal arms are compared.
    `hashes` is one tuple of state hashes a player, `workers` how many Workers with Python each page had at
    work. `work` is what the game gives instead of hashes, one value a player, None where it gives nothing.
    """

    pair: int
    arm: Arm
    python: str
    frames: int
    hashes: tuple[tuple[str, ...], ...]
    workers: tuple[int, ...]
    work: tuple[str | float | None, ...] = ()

    @property
    def name(self) -> str:
        """How a sentence calls the match: 'pair 3, Python on the page'."""
        return f"pair {self.pair}, Python {PLACES[self.arm]}"


def judge_equal_work(matches: Sequence[ComparedMatch], stopped: str | None = None) -> Verdict:
    """Passed when both arms ran Python where they say and went through the same states, frame by frame.

    `stopped` is the sentence that says why a match did not end.
    """
    if stopped is not None:
        return Verdict(PARITY, Outcome.FAILED, f"A match did not end. {stopped}")
    states = {
        f"{match.name}, player {player}": hashes
        for match in matches
        for player, hashes in enumerate(match.hashes, start=1)
    }
    frames = max((match.frames for match in matches), default=None)
    work = [value for match in matches for value in match.work]
    equal = judge_equal_states(states, frames)
    if work and None not in work and not any(states.values()):
        equal = _judge_equal_values(work)
    return combine(PARITY, [judge_places(matches), equal])


def _judge_equal_values(work: Sequence[str | float | None]) -> Verdict:
    """By the one value that a game without state hashes gives for what was played."""
    values = Counter(work)
    if len(values) == 1:
        sentence = f"The game gives the same account of all {len(work)} recordings ({work[0]})."
        return Verdict(PARITY, Outcome.PASSED, sentence)
    shown = ", ".join(f"{value} in {count}" for value, count in values.most_common(3))
    return Verdict(
        PARITY, Outcome.FAILED, f"The games differ, by the game's own account: {shown} recordings."
    )


def judge_places(matches: Sequence[ComparedMatch]) -> Verdict:
    """Inconclusive when a game has no Python on the page, or none in a Worker, to compare with."""
    for match in matches:
        in_worker = match.python == "worker"
        if any((count > 0) is not in_worker for count in match.workers):
            counts = " and ".join(map(str, match.workers))
            wanted = "at least one was" if in_worker else "none was"
            sentence = (
                f"In {match.name}, {counts} Workers with Python were at work where {wanted} expected: the "
                "setups are not what they are taken for; correct base_url and baseline_url, or [python] in "
                "the game's profile."
            )
            return Verdict(PARITY, Outcome.INCONCLUSIVE, sentence)
    return Verdict(
        PARITY, Outcome.PASSED, f"Python ran where it was meant to in {quantity(len(matches), 'match')}."
    )

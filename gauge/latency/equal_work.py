"""Did both arms do the same work, each with its Python where it belongs?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gauge.flow import PARITY, judge_equal_states
from gauge.latency.match_steps import Arm
from gauge.verdict import Outcome, Verdict, combine, quantity

PLACES: Mapping[str, str] = {"worker": "in a Worker", "direct": "on the page"}


@dataclass(frozen=True)
class ComparedMatch:
    """What both pages told of one match.

    `python` says where Python was asked to run: in the arm's own place, unless two equal arms are compared.
    `hashes` is one tuple of state hashes a player, `workers` how many Workers each page had at work.
    """

    pair: int
    arm: Arm
    python: str
    frames: int
    hashes: tuple[tuple[str, ...], ...]
    workers: tuple[int, ...]

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
    return combine(PARITY, [_judge_places(matches), judge_equal_states(states, frames)])


def _judge_places(matches: Sequence[ComparedMatch]) -> Verdict:
    """Inconclusive when a game has no Python on the page, or none in a Worker, to compare with."""
    for match in matches:
        in_worker = match.python == "worker"
        if any((count > 0) is not in_worker for count in match.workers):
            counts = " and ".join(map(str, match.workers))
            wanted = "at least one was" if in_worker else "none was"
            sentence = (
                f"In {match.name}, {counts} Workers were at work where {wanted} expected, so the two setups "
                "are not what they are taken for; does the game know ?python=direct?"
            )
            return Verdict(PARITY, Outcome.INCONCLUSIVE, sentence)
    return Verdict(
        PARITY, Outcome.PASSED, f"Python ran where it was meant to in {quantity(len(matches), 'match')}."
    )

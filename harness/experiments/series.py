"""Many games in a row: what every series keeps of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from gauge.flow.games import GameRecord, judge_complete
from gauge.verdict import Verdict
from harness.players.match import Match
from harness.probes.performance_memory import PageHeap
from harness.session.run import Run


@dataclass
class Series:
    """What has been measured so far; kept while the games run, so that nothing is lost when they stop.

    ``stopped`` is the sentence that says why the series did not go on, None while all is well.
    """

    requirement: str
    asked: int
    games: list[GameRecord] = field(default_factory=list)
    heaps: list[PageHeap] = field(default_factory=list)
    pictures: list[tuple[str, bytes]] = field(default_factory=list)
    stopped: str | None = None

    def judge_complete(self) -> Verdict:
        """Whether every game asked for ran to its end and its pages counted one episode."""
        return judge_complete(self.requirement, self.asked, self.games, self.stopped)


def play_on(
    run: Run, match: Match, number: int, during: Callable[[], None], *, early: bool = False
) -> GameRecord:
    """A game that has begun, to its end; ``during`` is called while it runs."""
    began = match.first.look()
    started = time.monotonic()
    during()
    first, second = match.wait_for_end(run.end_within_s)
    match.must_agree()
    return GameRecord(
        number=number,
        game_id=first.game_id,
        frames=first.frame,
        episodes=(first.episodes, second.episodes),
        to_first_step_s=None if early else match.to_first_step_s,
        played_s=time.monotonic() - started,
        counted_frames=None if first.frame is None or began.frame is None else first.frame - began.frame,
    )

"""Many games in a row: what every series keeps of each of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from gauge.flow import judge_complete
from gauge.verdict import Verdict
from harness.players.match import Match
from harness.probes.performance_memory import PageHeap
from harness.session.run import Run


@dataclass(frozen=True)
class GameRecord:
    """One game that ran to its end.

    ``to_first_step_s`` counts from arrival, or from Play again; None where the players arrived early, while
    the game before theirs ran. ``played_s`` and ``counted_frames`` are between two looks from outside.
    """

    number: int
    game_id: str | int | None
    frames: int | None
    episodes: tuple[int | None, int | None]
    to_first_step_s: float | None
    played_s: float
    counted_frames: int | None

    @property
    def fps(self) -> float | None:
        """Frames per second while the game was watched."""
        return None if not self.counted_frames else self.counted_frames / self.played_s


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
        ended = sum(all(count == 1 for count in game.episodes) for game in self.games)
        rates = [game.fps for game in self.games if game.fps is not None]
        return judge_complete(self.requirement, self.asked, ended, rates, self.stopped)


def play_on(
    run: Run, match: Match, number: int, during: Callable[[], None], *, early: bool = False
) -> GameRecord:
    """A game that has begun, to its end; ``during`` is called while it runs."""
    began = match.first.look()
    started = time.monotonic()
    during()
    first, second = match.wait_for_end(run.end_within_s)
    return GameRecord(
        number=number,
        game_id=first.game_id,
        frames=first.frame,
        episodes=(first.episodes, second.episodes),
        to_first_step_s=None if early else match.to_first_step_s,
        played_s=time.monotonic() - started,
        counted_frames=None if first.frame is None or began.frame is None else first.frame - began.frame,
    )

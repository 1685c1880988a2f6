"""Many games in a row, and what is read after each of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from gauge.census import AFTER, DURING, WorkerCensus
from harness.census import workers_left, workers_of
from harness.glimpse import Glimpse
from harness.heap import PageHeap, read_heap
from harness.match import Match
from harness.run import Run
from harness.stopping import noting_what_stopped

PICTURE_AT_FRAME = 90
MIB = 1024 * 1024


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
        """Frames a second while the game was watched."""
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
    censuses: list[WorkerCensus] = field(default_factory=list)
    pictures: list[tuple[str, bytes]] = field(default_factory=list)
    stopped: str | None = None


def play_in_fresh_windows(run: Run, series: Series) -> None:
    """Each game in two windows of its own.

    The next two visitors arrive, and load Python, while a game runs: nothing is timed here, and a page's
    heap knows nothing of other pages.
    """
    with noting_what_stopped(series):
        match = _arrive(run, 1)
        for number in range(1, series.asked + 1):
            upcoming: list[Match] = []

            def meanwhile(number: int = number, upcoming: list[Match] = upcoming) -> None:
                if number < series.asked:
                    upcoming.append(_arrive(run, number + 1))

            record = _play(run, series, match, number, meanwhile, early=number > 1)
            for seat, player in enumerate(match.players):
                series.heaps.append(read_heap(player, number, seat))
            series.games.append(record)
            _say_heap(run, series, record)
            match.leave()
            match = upcoming[0] if upcoming else match


def play_in_same_windows(run: Run, series: Series) -> None:
    """All games in the same two windows; Workers are counted while a game runs and once it is over."""
    with noting_what_stopped(series):
        match = _arrive(run, 1)
        for number in range(1, series.asked + 1):
            if number > 1:
                match.play_again()

            def meanwhile(number: int = number) -> None:
                for seat, player in enumerate(match.players):
                    series.censuses.append(WorkerCensus(number, DURING, seat, workers_of(player)))

            record = _play(run, series, match, number, meanwhile)
            for seat, player in enumerate(match.players):
                series.censuses.append(WorkerCensus(number, AFTER, seat, workers_left(player)))
            series.games.append(record)
            left = sum(len(census.workers) for census in series.censuses[-2:])
            _say(run, series, record, f"{left} Workers left")


def _arrive(run: Run, number: int) -> Match:
    match = Match.arrive(run, where=f" of game {number}")
    match.read_instructions()
    return match


def _play(
    run: Run,
    series: Series,
    match: Match,
    number: int,
    meanwhile: Callable[[], None],
    *,
    early: bool = False,
) -> GameRecord:
    """One game from Start to its end; ``meanwhile`` is done while it runs."""
    match.start()
    began = match.first.look()
    started = time.monotonic()
    meanwhile()
    if number == series.asked:
        match.wait_for_frame(PICTURE_AT_FRAME, run.end_within_s)
        series.pictures = [(player.who, player.screenshot()) for player in match.players]
    first, second = match.wait_for_end(run.end_within_s)
    return GameRecord(
        number=number,
        game_id=first.game_id,
        frames=first.frame,
        episodes=_episodes(first, second),
        to_first_step_s=None if early else match.to_first_step_s,
        played_s=time.monotonic() - started,
        counted_frames=None if first.frame is None or began.frame is None else first.frame - began.frame,
    )


def _episodes(first: Glimpse, second: Glimpse) -> tuple[int | None, int | None]:
    return (first.episodes, second.episodes)


def _say_heap(run: Run, series: Series, record: GameRecord) -> None:
    heaps = [heap.as_asked.used_bytes for heap in series.heaps[-2:]]
    shown = " and ".join("not measurable" if size is None else f"{size / MIB:.1f} MiB" for size in heaps)
    _say(run, series, record, f"page heaps {shown}")


def _say(run: Run, series: Series, record: GameRecord, figures: str) -> None:
    run.progress.say(f"game {record.number} of {series.asked}: {record.played_s:.1f} s, {figures}")

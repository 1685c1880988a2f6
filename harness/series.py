"""Many games in a row, and what is read after each of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from gauge.census import WorkerCensus
from gauge.ledger import Ledger
from harness.glimpse import Glimpse
from harness.heap import PageHeap, read_heap
from harness.match import Match
from harness.player import Player
from harness.probes.ledger_keeper import LOOK_AT_FRAME, LedgerKeeper
from harness.run import Run
from harness.stopping import noting_what_stopped

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
    ledger: Ledger = field(default_factory=Ledger)
    pictures: list[tuple[str, bytes]] = field(default_factory=list)
    stopped: str | None = None

    def keep(self, ledger: Ledger) -> None:
        """Adds the readings of another game to the ledger."""
        for reading in ledger.readings:
            self.ledger.add(reading, ledger.reasons.get(reading.layer, ""))


def play_in_fresh_windows(run: Run, series: Series) -> None:
    """Each game in two windows of its own.

    The next two visitors arrive, and load Python, while a game runs: nothing is timed here, and a page's
    heap knows nothing of other pages.
    """
    with noting_what_stopped(series):
        visit = _FreshWindows.arrive(run, 1)
        for number in range(1, series.asked + 1):
            upcoming: list[_FreshWindows] = []

            def meanwhile(
                number: int = number, visit: _FreshWindows = visit, upcoming: list[_FreshWindows] = upcoming
            ) -> None:
                visit.match.wait_for_frame(LOOK_AT_FRAME, run.end_within_s)
                visit.keeper.during(number)
                if number == series.asked:
                    series.pictures = photographed(visit.match)
                else:
                    upcoming.append(_FreshWindows.arrive(run, number + 1))

            visit.match.start()
            visit.keeper.started(number)
            record = play_on(run, visit.match, number, meanwhile, early=number > 1)
            for seat, player in enumerate(visit.match.players):
                # the rule's own reading comes first: the ledger collects garbage
                series.heaps.append(read_heap(player, number, seat))
            visit.keeper.after_game(number)
            series.games.append(record)
            _say_heap(run, series, record)
            series.keep(visit.keeper.ledger())
            visit.keeper.cleanup()
            visit.match.leave()
            visit = upcoming[0] if upcoming else visit


@dataclass
class _FreshWindows:
    """Two windows of one game, and who keeps the ledger of it."""

    match: Match
    keeper: LedgerKeeper

    @classmethod
    def arrive(cls, run: Run, number: int) -> _FreshWindows:
        keepers: list[LedgerKeeper] = []

        def prepare(players: tuple[Player, Player]) -> None:
            keepers.append(LedgerKeeper(players, run.server))

        match = Match.arrive(run, where=f" of game {number}", prepare=prepare)
        match.read_instructions()
        return cls(match, keepers[0])


def play_on(
    run: Run, match: Match, number: int, meanwhile: Callable[[], None], *, early: bool = False
) -> GameRecord:
    """A game that has begun, to its end; ``meanwhile`` is done while it runs."""
    began = match.first.look()
    started = time.monotonic()
    meanwhile()
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


def photographed(match: Match) -> list[tuple[str, bytes]]:
    return [(player.who, player.screenshot()) for player in match.players]


def _episodes(first: Glimpse, second: Glimpse) -> tuple[int | None, int | None]:
    return (first.episodes, second.episodes)


def _say_heap(run: Run, series: Series, record: GameRecord) -> None:
    heaps = [heap.as_asked.used_bytes for heap in series.heaps[-2:]]
    shown = " and ".join("not measurable" if size is None else f"{size / MIB:.1f} MiB" for size in heaps)
    run.progress.say(f"game {record.number} of {series.asked}: {record.played_s:.1f} s, page heaps {shown}")

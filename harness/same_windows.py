"""Many games in the same two windows, with the memory ledger kept beside them (VALID-04b and VALID-04c)."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from gauge.census import AFTER, DURING, WorkerCensus
from gauge.growth import class_readings
from gauge.ledger import LayerReading, LedgerRules
from gauge.memory_file import MemoryRun, MemoryVerdicts, judge_memory
from harness.about import about_the_run
from harness.attribution import retaining_path
from harness.browser import STEADY_HEAP
from harness.census import settled_by, workers_left, workers_of
from harness.leaks.leak import NO_LEAK, Leak
from harness.match import BOT, Match
from harness.player import Player
from harness.probes.ledger_keeper import LOOK_AT_FRAME, LedgerKeeper
from harness.recording.performance import recording
from harness.run import Run
from harness.series import Series, photographed, play_on
from harness.stopping import noting_what_stopped

WARM_UP = 0


@dataclass
class SameWindows:
    """What has been played and measured so far; kept while games run, so that nothing is lost when they stop.

    ``games`` is how many are judged first, after a warm-up game. ``leak`` makes the game worse on purpose.
    """

    run: Run
    leak: Leak = NO_LEAK
    games: int = 0
    series: Series = field(default_factory=lambda: Series("VALID-04b", 0))
    times_s: dict[int, float] = field(default_factory=dict)
    _paths: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _unmeasured: int = 0
    _match: Match | None = None
    _keeper: LedgerKeeper | None = None

    def _warm_up(self) -> None:
        """The first game, in a browser of its own; once only."""
        if self._match is None and self.series.stopped is None:
            with noting_what_stopped(self.series):
                self._play_one(WARM_UP)

    def play(self, games: int) -> None:
        """Plays until there are so many games after the warm-up; none more when there are."""
        self.games = self.games or games
        self.series.asked = max(self.series.asked, games)
        self._warm_up()
        with noting_what_stopped(self.series):
            while len(self.series.games) < self.series.asked and self.series.stopped is None:
                self._play_one(len(self.series.games) + 1)

    def judge(
        self, budgets: Mapping[str, float], layers: Sequence[str] = ()
    ) -> tuple[MemoryRun, MemoryVerdicts]:
        """What was measured and the verdicts on it; while they cannot tell, more games are played.

        ``budgets`` a game replace those of the layers, in bytes; ``layers`` have to be there. What grew is
        looked for once a layer has failed, when all that can be disturbed by it has been read.
        """
        run = self.memory_run(budgets, layers)
        found = judge_memory(run)
        while found.more_games and self.series.stopped is None and self._windows_are_open():
            self.run.progress.say(f"not enough to tell: {found.more_games} more games")
            self.play(self.series.asked + found.more_games)
            run = self.memory_run(budgets, layers)
            found = judge_memory(run)
        if found.layers.guilty is not None:
            run = self._explained(run, found)
            found = judge_memory(run)
        return run, found

    def memory_run(self, budgets: Mapping[str, float], layers: Sequence[str] = ()) -> MemoryRun:
        """All that the verdicts depend on; goes into the file of raw readings."""
        ledger = None if self._keeper is None else self._keeper.ledger()
        times = tuple(LayerReading("game_time", "series", game, s) for game, s in self.times_s.items())
        return MemoryRun(
            readings=(*(ledger.readings if ledger else ()), *times),
            rules=LedgerRules(self.games, budgets=budgets, layers=tuple(layers)),
            reasons=ledger.reasons if ledger else {},
            environment=about_the_run(self.run) | {"Browser flags": " ".join(STEADY_HEAP)},
        )

    @property
    def keeper(self) -> LedgerKeeper:
        """Who keeps the ledger of these windows, once they are open."""
        assert self._keeper is not None
        return self._keeper

    @property
    def match(self) -> Match:
        """The two windows, once they are open."""
        assert self._match is not None
        return self._match

    @property
    def stopped(self) -> str | None:
        """The sentence that says why the games did not go on, None while all is well."""
        return self.series.stopped

    @property
    def played(self) -> int:
        """Games after the warm-up that ran to their end."""
        return len(self.series.games)

    @property
    def pictures(self) -> list[tuple[str, bytes]]:
        return self.series.pictures

    def cost_s(self, game: int) -> float:
        """What the ledger took of a game."""
        return 0.0 if self._keeper is None else self._keeper.cost_s(game)

    def play_another(self) -> None:
        """One more game, measured by nobody, up to the frame where Workers are read; ``finish`` ends it."""
        self._unmeasured += 1
        self.match.play_again()
        self.match.start()
        self.leak.in_game(self.keeper, len(self.series.games) + self._unmeasured)
        self.match.wait_for_frame(LOOK_AT_FRAME, self.run.end_within_s)

    def finish(self) -> None:
        """To the end of a game that ``play_another`` has begun."""
        self.match.wait_for_end(self.run.end_within_s)

    def record_another(self) -> bytes:
        """A Chrome trace of one more game in the first player's window, with counters of its memory."""
        self._unmeasured += 1
        self.match.play_again()
        with recording(self.match.first) as trace:
            self.match.start()
            self.finish()
        return trace.bytes

    def _explained(self, run: MemoryRun, found: MemoryVerdicts) -> MemoryRun:
        """The same with what grew, and with what keeps it."""
        guilty = found.layers.guilty
        if self._keeper is None or guilty is None or guilty.layer.name.startswith("server_"):
            return run
        explained = replace(run, classes=class_readings(self._keeper.class_counts))
        if not self._windows_are_open():
            return explained
        if guilty.layer.name not in self._paths:
            self.run.progress.say(f"{guilty.layer.title}: looking for what keeps them")
            self._paths[guilty.layer.name] = retaining_path(self, explained, guilty)
        return replace(explained, retaining_path=self._paths[guilty.layer.name])

    def _windows_are_open(self) -> bool:
        return self._match is not None and not any(p.window.closed for p in self._match.players)

    def _play_one(self, game: int) -> None:
        began = time.monotonic()
        if self._match is None:
            self._arrive()
        else:
            self._match.play_again()
        match, keeper = self.match, self.keeper
        match.start()
        if self.leak.early:
            self.leak.in_game(keeper, game)
        keeper.started(game)

        def meanwhile() -> None:
            if not self.leak.early:
                self.leak.in_game(keeper, game)
            match.wait_for_frame(LOOK_AT_FRAME, self.run.end_within_s)
            keeper.during(game)
            if game != WARM_UP:
                self._count_workers(game, DURING)
            if game == self.series.asked:
                self.series.pictures = photographed(match)

        record = play_on(self.run, match, game, meanwhile)
        if game == WARM_UP:
            keeper.before()
            self.run.progress.say(f"warm-up game: {time.monotonic() - began:.1f} s")
            return
        self._count_workers(game, AFTER)
        keeper.after_game(game)
        self.series.games.append(record)
        self.times_s[game] = time.monotonic() - began
        left = sum(len(census.workers) for census in self.series.censuses[-2:])
        self.run.progress.say(
            f"game {game} of {self.series.asked}: {self.times_s[game]:.1f} s, of which the ledger took "
            f"{keeper.cost_s(game):.1f} s; {left} Workers left"
        )

    def _arrive(self) -> None:
        self.run.renew_browser(STEADY_HEAP)

        def prepare(players: tuple[Player, Player]) -> None:
            self._keeper = LedgerKeeper(players, self.run.server)
            for player in players:
                self.leak.prepare(player)

        self._match = Match.arrive(self.run, BOT, prepare=prepare)
        self._match.read_instructions()

    def _count_workers(self, game: int, when: str) -> None:
        by = settled_by()
        for seat, player in enumerate(self.match.players):
            found = workers_of(player) if when == DURING else workers_left(player, by)
            self.series.censuses.append(WorkerCensus(game, when, seat, found))

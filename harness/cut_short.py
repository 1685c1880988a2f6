"""Games cut short by a window that is closed, and what the server then still holds (VALID-04c)."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gauge.ledger import LayerReading, LedgerRules
from gauge.memory_file import MemoryRun, MemoryVerdicts, judge_memory
from harness.about import about_the_run
from harness.errors import PlayerError
from harness.match import Match, begin
from harness.news import wait_for_news
from harness.probes.game_server import HELD, GameServerProbe, health
from harness.probes.shape import NotMeasurableError
from harness.run import Run
from harness.server import GameServer
from harness.stopping import noting_what_stopped
from harness.waiting import wait_until

CUT_AT_FRAME = 30
# a closed window's socket is noticed at once; the bound is for a machine that is busy
FORGOTTEN_WITHIN_S = 5.0


@dataclass
class CutShort:
    """What has been played and measured so far; the first game warms up and is not judged."""

    run: Run
    asked: int = 0
    played: int = 0
    times_s: dict[int, float] = field(default_factory=dict)
    pictures: list[tuple[str, bytes]] = field(default_factory=list)
    stopped: str | None = None
    _probe: GameServerProbe | None = None
    _idle: dict[str, int] = field(default_factory=dict)

    def play(self, games: int) -> None:
        """Plays until so many games after the first were cut short; none more when there are."""
        self.asked = self.asked or games
        with noting_what_stopped(self):
            if self._probe is None:
                if isinstance(self.run.server, GameServer):
                    self._idle = health(self.run.server.url)
                self._probe = GameServerProbe(self.run.server)
                self._cut_one(0)
            while self.played < games and self.stopped is None:
                self._cut_one(self.played + 1)
                self.played += 1

    def judge(
        self, budgets: Mapping[str, float], layers: Sequence[str] = ()
    ) -> tuple[MemoryRun, MemoryVerdicts]:
        """What was measured and the verdicts on it; while they cannot tell, more games are cut short."""
        run = self._measured(budgets, layers)
        found = judge_memory(run)
        while found.more_games and self.stopped is None:
            self.run.progress.say(f"not enough to tell: {found.more_games} more games")
            self.play(self.played + found.more_games)
            run = self._measured(budgets, layers)
            found = judge_memory(run)
        return run, found

    def cost_s(self, game: int) -> float:  # noqa: ARG002
        """One question to the server a game; too quick to be told apart."""
        return 0.0

    def _measured(self, budgets: Mapping[str, float], layers: Sequence[str]) -> MemoryRun:
        probe = self._probe
        times = tuple(LayerReading("game_time", "series", game, s) for game, s in self.times_s.items())
        return MemoryRun(
            readings=(*(probe.result() if probe else ()), *times),
            rules=LedgerRules(self.asked, budgets=budgets, layers=tuple(layers)),
            reasons=probe.reasons if probe else {},
            environment=about_the_run(self.run),
        )

    def _cut_one(self, game: int) -> None:
        """In turn the first player closes the window, the second does, or both do at once."""
        assert self._probe is not None
        began = time.monotonic()
        match = begin(self.run, where=f" of game {game}")
        match.wait_for_frame(CUT_AT_FRAME, self.run.end_within_s)
        self.pictures = [(player.who, player.screenshot()) for player in match.players]
        if game % 3 == 0:
            match.leave()
        else:
            first, second = match.players if game % 3 == 1 else reversed(match.players)
            news = wait_for_news(Match(first, second, match.arrived_at))
            self.run.progress.say(f"game {game} cut short; the other was told after {news.after_s:.1f} s")
            second.leave()
        self._wait_until_forgotten()
        self._probe.after_game(game)
        self.times_s[game] = time.monotonic() - began

    def _wait_until_forgotten(self) -> None:
        """Gives the server time to be as it was when nobody was there; what it still holds then is read."""
        server, idle = self.run.server, self._idle
        if not isinstance(server, GameServer):
            return
        moment = threading.Event()

        def pause() -> None:
            moment.wait(0.02)

        try:
            wait_until(
                lambda: health(server.url),
                lambda told: all(told.get(key, 0) <= idle.get(key, 0) for key in HELD.values()),
                pause=pause,
                within_s=FORGOTTEN_WITHIN_S,
                what="the server did not forget a game that was cut short",
            )
        except (PlayerError, NotMeasurableError) as error:
            self.run.progress.say(str(error))

"""Games cut short by a window that is closed, and what the server then still holds (VALID-04c)."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gauge.ledger import LayerReading, LedgerRules
from gauge.memory_file import MemoryRun, MemoryVerdicts, judge_memory
from harness.about import about_the_run
from harness.match import Match, begin
from harness.news import wait_for_news
from harness.probes.game_server import GameServerProbe, health
from harness.run import Run
from harness.server import GameServer
from harness.stopping import noting_what_stopped

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

    def play(self, games: int) -> None:
        """Plays until so many games after the first were cut short; none more when there are."""
        self.asked = self.asked or games
        with noting_what_stopped(self):
            if self._probe is None:
                idle = health(self.run.server.url) if isinstance(self.run.server, GameServer) else {}
                self._probe = GameServerProbe(self.run.server, idle, FORGOTTEN_WITHIN_S)
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
        self._probe.after_game(game)
        self.times_s[game] = time.monotonic() - began

"""Games interrupted by a player who closes the window, and what the server then still holds (VALID-04c)."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

from gauge.memory.layers import LayerReading
from harness.experiments.measured_games import MeasuredGames
from harness.players.departure import wait_for_partner_notice
from harness.players.match import Match, begin
from harness.probes.game_server import GameServerProbe
from harness.session.stopping import noting_what_stopped

INTERRUPTED_AT_FRAME = 30
# one for each way to leave, since a server keeps what it makes when it first does a thing
WARM_UP = (-2, -1, 0)
# a closed window's socket is noticed at once; the bound is for a machine that is busy
FORGOTTEN_WITHIN_S = 5.0


@dataclass
class InterruptedGames(MeasuredGames):
    """The first games, interrupted once in each way, warm up and are not judged."""

    _played: int = 0
    _probe: GameServerProbe | None = None

    @property
    def played(self) -> int:
        return self._played

    @property
    def server_probe(self) -> GameServerProbe | None:
        return self._probe

    def play(self, games: int) -> None:
        self.asked = self.asked or games
        with noting_what_stopped(self):
            if self._probe is None:
                self._probe = GameServerProbe(self.run.server, self.run.profile.health, FORGOTTEN_WITHIN_S)
                for game in WARM_UP:
                    self._interrupt(self._probe, game, "warm-up game")
            while self._played < games and self.stopped is None:
                game = self._played + 1
                self._interrupt(self._probe, game, f"game {game} of {games}")
                self._played += 1

    def readings(self) -> tuple[tuple[LayerReading, ...], Mapping[str, str]]:
        return (self._probe.result(), self._probe.reasons) if self._probe else ((), {})

    def _interrupt(self, probe: GameServerProbe, game: int, name: str) -> None:
        """In turn the first player closes the window, the second does, or both do at once."""
        began = time.monotonic()
        match = begin(self.run, where=f" of {name}")
        self.windows += match.windows
        match.wait_for_frame(INTERRUPTED_AT_FRAME, self.run.end_within_s)
        self.pictures = match.photograph()
        if game % 3 == 0:
            match.leave()
            how = "both players left at once"
        else:
            leaving, staying = match.players if game % 3 == 1 else reversed(match.players)
            notice = wait_for_partner_notice(Match(leaving, staying, match.arrived_at))
            staying.leave()
            how = f"the other player was told after {notice.after_s:.1f} s"
        if game >= 0:
            probe.after_game(game)
            self.times_s[game] = time.monotonic() - began
        self.run.progress.say(f"{name} interrupted after {time.monotonic() - began:.1f} s: {how}")

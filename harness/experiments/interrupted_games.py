"""Games interrupted by a player who closes the window: what server and partner still hold (VALID-04c)."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gauge.memory.budgets import WORKER_LAYERS
from gauge.memory.layers import LayerReading
from gauge.memory.spacing import Spacing
from harness.experiments.measured_games import MeasuredGames
from harness.players.departure import wait_for_partner_notice
from harness.players.match import Match, begin
from harness.probes.base import Probe
from harness.probes.frame_hold import held_at
from harness.probes.game_server import GameServerProbe
from harness.probes.live_objects import count_left
from harness.probes.worker_census import python_workers_of, settled_by
from harness.profile.game_profile import GameProfile
from harness.session.browser import Window
from harness.session.stopping import noting_what_stopped

INTERRUPTED = Spacing(requirement="VALID-04c")
INTERRUPTED_AT_FRAME = 30
# one for each way to leave, since a server keeps what it makes when it first does a thing
WARM_UP = (-2, -1, 0)
PRACTICE = -1
# a closed window's socket is noticed at once; the bound is for a machine that is busy
FORGOTTEN_WITHIN_S = 5.0


class PartnerProbe(Probe):
    """Workers with Python in the window of the player who stays, once told that the partner has left."""

    def __init__(self, profile: GameProfile) -> None:
        super().__init__()
        self.layers = (WORKER_LAYERS[profile.worker_lives],)
        self._profile = profile
        self._seen = False

    def at_work(self, windows: Sequence[Window]) -> None:
        """While a game runs: who sees no Worker then shows nothing when there is none later."""
        self._seen = all(python_workers_of(window, self._profile.worker_address) for window in windows)

    def left(self, game: int, windows: Sequence[Window]) -> None:
        """``windows`` are those that are still open."""
        self._measure(self.layers[0], "the player who stays", game, lambda: self._count(windows))

    def _count(self, windows: Sequence[Window]) -> float:
        return count_left(windows, self._profile, settled_by(), seen=self._seen)


@dataclass
class InterruptedGames(MeasuredGames):
    """The first games, interrupted once in each way, warm up and are not judged."""

    spacing: Spacing = INTERRUPTED
    _played: int = 0
    _probes: tuple[GameServerProbe, PartnerProbe] | None = None

    @property
    def played(self) -> int:
        return self._played

    @property
    def server_probe(self) -> GameServerProbe | None:
        return self._probes[0] if self._probes else None

    def play(self, games: int) -> None:
        self.asked = self.asked or games
        with noting_what_stopped(self):
            if self._probes is None:
                profile = self.run.profile
                server = GameServerProbe(self.run.server, profile.health, FORGOTTEN_WITHIN_S)
                self._probes = server, PartnerProbe(profile)
                for game in WARM_UP:
                    self._interrupt(*self._probes, game, "warm-up game")
            while self._played < games and self.stopped is None:
                game = self._played + 1
                self._interrupt(*self._probes, game, f"game {game} of {games}")
                self._played += 1

    def readings(self) -> tuple[tuple[LayerReading, ...], Mapping[str, str]]:
        probes = self._probes or ()
        reasons = {layer: reason for probe in probes for layer, reason in probe.reasons.items()}
        return tuple(reading for probe in probes for reading in probe.result()), reasons

    def _interrupt(self, server: GameServerProbe, partner: PartnerProbe, game: int, name: str) -> None:
        """In turn the first player closes the window, the second does, or both do at once."""
        began = time.monotonic()
        match = begin(self.run, where=f" of {name}", prepare=self.prepare)
        leaving, staying = match.players if game % 3 == 1 else reversed(match.players)
        # it stands still until somebody has left, or on a busy machine it would be over before
        with held_at(match, INTERRUPTED_AT_FRAME, self.run.end_within_s):
            self.pictures = match.photograph()
            partner.at_work(match.windows)
            left_at = time.monotonic()
            leaving.leave()
            if game % 3 == 0:
                staying.leave()
        how = "both players left at once"
        if game % 3:
            wait_for_partner_notice(Match(leaving, staying, match.arrived_at))
            how = f"the other player was told within {time.monotonic() - left_at:.1f} s"
        if game >= 0:
            partner.left(game, [window for window in match.windows if not window.closed])
        match.leave()
        # what is asked for the first time leaves something behind: once for practice
        if game >= PRACTICE:
            server.after_game(max(0, game))
        if game >= 0:
            self.times_s[game] = time.monotonic() - began
        self.run.progress.say(f"{name} interrupted after {time.monotonic() - began:.1f} s: {how}")

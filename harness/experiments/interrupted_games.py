"""Games interrupted by a player who closes the window: what server and partner still hold (VALID-04c)."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from gauge.memory.budgets import EXACT_LAYERS_OF_A_PAGE
from gauge.memory.causes import Explanation
from gauge.memory.layers import LayerReading
from gauge.memory.ledger import LedgerVerdicts
from gauge.memory.memory_file import MemoryRun
from gauge.memory.spacing import Spacing
from harness.experiments.measured_games import MeasuredGames
from harness.players.departure import wait_for_partner_notice
from harness.players.match import Match, begin
from harness.players.player import Player
from harness.probes.base import Probe
from harness.probes.frame_hold import held_at
from harness.probes.game_server import GameServerProbe
from harness.probes.live_objects import LiveObjectsProbe
from harness.probes.page_heap import PageHeapProbe
from harness.probes.things import left_behind
from harness.probes.upkeep import UpkeepProbe
from harness.session.browser import STEADY_HEAP
from harness.session.errors import PlayerError
from harness.session.stopping import noting_what_stopped
from harness.snapshots.browser_objects import BrowserObjectsProbe

INTERRUPTED = Spacing(requirement="VALID-04c")
INTERRUPTED_AT_FRAME = 30
# one for each way to leave, since a server keeps what it makes when it first does a thing
WARM_UP = (-2, -1, 0)
PRACTICE = -1
# a closed window's socket is noticed at once; the bound is for a machine that is busy
FORGOTTEN_WITHIN_S = 5.0
STAYS = "the player who stays"
NO_OTHER = "offers no other game to a player whose partner has left, so only Workers can stay in its window."


@dataclass
class InterruptedGames(MeasuredGames):
    """One player stays in the same window all along, where its page offers another game.

    The first games, interrupted once in each way, warm up and are not judged.
    """

    spacing: Spacing = INTERRUPTED
    _played: int = 0
    _server: GameServerProbe | None = None
    _stays: Player | None = None
    _of_window: tuple[Probe, ...] = ()
    _of_windows: list[Probe] = field(default_factory=list)
    _goes_on: bool = True

    @property
    def played(self) -> int:
        return self._played

    @property
    def exact_layers(self) -> tuple[str, ...]:
        """Beside Workers; all else goes with a window whose page offers no other game."""
        return EXACT_LAYERS_OF_A_PAGE if self._goes_on else ()

    @property
    def server_probe(self) -> GameServerProbe | None:
        return self._server

    def play(self, games: int) -> None:
        self.asked = self.asked or games
        with noting_what_stopped(self):
            if self._server is None:
                self.run.renew_browser(STEADY_HEAP)
                self._goes_on = self.run.profile.next_game == "button"
                self._server = GameServerProbe(self.run.server, self.run.profile.health, FORGOTTEN_WITHIN_S)
                for game in WARM_UP:
                    self._interrupt(self._server, game, "warm-up game")
            while self._played < games and self.stopped is None:
                game = self._played + 1
                self._interrupt(self._server, game, f"game {game} of {games}")
                self._played += 1

    def readings(self) -> tuple[tuple[LayerReading, ...], Mapping[str, str]]:
        of_server = () if self._server is None else (self._server,)
        probes = (*of_server, *self._of_windows)
        reasons = {layer: reason for probe in probes for layer, reason in probe.reasons.items()}
        of_windows = [replace(read, owner=STAYS) for probe in self._of_windows for read in probe.result()]
        return (*(read for probe in of_server for read in probe.result()), *of_windows), reasons

    def browser_flags(self) -> tuple[str, ...]:
        return STEADY_HEAP

    def explained(self, run: MemoryRun, found: LedgerVerdicts) -> MemoryRun:
        run = super().explained(run, found)
        named = [left_behind(things) for probe in self._of_window for things in probe.page_things]
        left = {layer: lines for each in named for layer, lines in each.items()}
        return replace(run, explanation=Explanation(left={**left, **run.explanation.left}))

    def _interrupt(self, server: GameServerProbe, game: int, name: str) -> None:
        """In turn the first player closes the window, the second does, or two strangers do at once."""
        began = time.monotonic()
        leaving: tuple[Player, ...]
        probes: tuple[Probe, ...]
        if game % 3:
            stays, partner = self._staying(), self._partner(name)
            match = Match(*((partner, stays) if game % 3 == 1 else (stays, partner)), began)
            match.start()
            leaving, probes = (partner,), self._of_window
        else:
            match = begin(self.run, where=f" of {name}", prepare=self.prepare)
            leaving, probes = match.players, ()
        # it stands still until somebody has left, or on a busy machine it would be over before
        with held_at(match, INTERRUPTED_AT_FRAME, self.run.end_within_s):
            self.pictures = match.photograph()
            for probe in probes:
                probe.started(game)
                probe.during(game)
            left_at = time.monotonic()
            for player in leaving:
                player.leave()
        how = "both players left at once"
        if len(leaving) == 1:
            wait_for_partner_notice(Match(partner, stays, began))
            how = f"the other player was told within {time.monotonic() - left_at:.1f} s"
        if game >= 0:
            for probe in self._of_window:
                probe.after_game(game)
            self.times_s[game] = time.monotonic() - began
        # what is asked for the first time leaves something behind: once for practice
        if game >= PRACTICE:
            server.after_game(max(0, game))
        self.run.progress.say(f"{name} interrupted after {time.monotonic() - began:.1f} s: {how}")

    def _partner(self, name: str) -> Player:
        """Another stranger in a fresh window, ready to start."""
        partner = Player.new(self.run, f"the player who leaves {name}")
        self.prepare((partner.window,))
        partner.arrive()
        partner.read_instructions()
        return partner

    def _staying(self) -> Player:
        """The player who stays, ready to start: in the same window as before where it offers another game."""
        if self._stays is not None and self._goes_on:
            try:
                self._stays.play_again()
                return self._stays
            except PlayerError:
                if self._stays.look().advance is not None:
                    raise
                self._goes_on = False
                self._warnings.append(f"{self.run.profile.name} {NO_OTHER}")
        if self._stays is not None:
            self._stays.leave()
        self._stays = Player.new(self.run, STAYS)
        windows = (self._stays.window,)
        self.prepare(windows)
        self._of_window = (
            PageHeapProbe(windows),
            LiveObjectsProbe(windows, self.run.profile),
            UpkeepProbe(windows),
            BrowserObjectsProbe(windows),
        )
        self._of_windows += self._of_window
        self._stays.arrive()
        self._stays.read_instructions()
        return self._stays

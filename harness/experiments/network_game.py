"""A game of two people who press keys all the time, over a network made bad."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field

from gauge.flow.network import PlayedOver
from harness.players.key_delay import key_delays_ms, turn, watch_keys
from harness.players.match import begin
from harness.players.network import Network, Trouble
from harness.players.played_game import PlayedGame, policy
from harness.session.run import Run
from harness.session.stopping import noting_what_stopped

# apart by more than a key takes to show on both screens, so that nobody's picture is taken for another's key
BETWEEN_KEYS_MS = 450.0
SEED = 7


@dataclass
class NetworkGame(PlayedGame):
    """``players`` is what each of them felt; ``trouble`` is done to them once, a second into the game."""

    players: list[PlayedOver] = field(default_factory=list)

    @property
    def second(self) -> PlayedOver | None:
        """None when the game did not end."""
        return self.players[1] if len(self.players) > 1 else None

    @classmethod
    def play(cls, run: Run, network: Network, trouble: Trouble | None = None) -> NetworkGame:
        chance = random.Random(SEED)
        game = cls()
        with noting_what_stopped(game):
            query = policy(run, "nobody acts")
            match = begin(run, query, prepare=lambda windows: network.apply(windows, chance))
            game.match, began = match, time.monotonic()
            watch_keys(match)
            number = 0
            while not all(player.look().done for player in match.players):
                turn(match.players[number % 2], number // 2)
                match.first.window.pause(BETWEEN_KEYS_MS)
                if network.changes:
                    network.apply(match.windows, chance)
                number += 1
                if trouble is not None and number == 2:
                    trouble(match)
                if time.monotonic() - began > run.end_within_s:
                    break
            game.end = match.wait_for_end(run.end_within_s)
            seconds = time.monotonic() - began
            for player, end in zip(match.players, game.end, strict=True):
                felt = key_delays_ms(player)
                told = player.read("[game.framesStalled, game.transport, game.reconnects]")
                game.players.append(PlayedOver(player.who, felt, seconds, end.frame or 0, *told))
        return game

"""Plays a few games of one leak under a probe and says how much each layer grew a game."""

from __future__ import annotations

import itertools
import statistics

from harness.players.player import Player
from harness.probes.base import Probe

GAMES = 4


def grown(probe: Probe, player: Player, leak: str) -> dict[str, float | None]:
    """The median growth a game of each layer of the first owner; None is not measurable."""
    player.evaluate("(leak) => window.playWith(leak)", leak)
    probe.before()
    for game in range(1, GAMES + 1):
        player.evaluate("(leak) => window.playWith(leak)", leak)
        probe.after_game(game)
    probe.cleanup()
    series: dict[str, list[float | None]] = {}
    for reading in probe.result():
        series.setdefault(reading.layer, []).append(reading.value)
    return {layer: _step(values) for layer, values in series.items()}


def _step(values: list[float | None]) -> float | None:
    sizes = [value for value in values if value is not None]
    if len(sizes) < len(values):
        return None
    return statistics.median(b - a for a, b in itertools.pairwise(sizes))

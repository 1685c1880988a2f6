"""Plays a few games of one leak under a probe and says how much each layer grew per game."""

from __future__ import annotations

import itertools
import statistics

from harness.probes.base import Probe
from harness.session.browser import Window

GAMES = 4


def grown(probe: Probe, page: Window, leak: str) -> dict[str, float | None]:
    """The median growth per game of each layer of the first owner; None is not measurable."""
    page.evaluate("(leak) => window.playWith(leak)", leak)
    probe.during(0)
    probe.before()
    for game in range(1, GAMES + 1):
        page.evaluate("(leak) => window.playWith(leak)", leak)
        probe.during(game)
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

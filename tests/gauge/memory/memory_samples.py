"""Ledgers of games that were never played: exact counts, still heaps, and a renderer of two levels."""

from __future__ import annotations

import math
import zlib
from collections.abc import Mapping

import numpy as np

from gauge.memory.layers import LAYERS, LayerReading

KIB, MIB = 1024, 1024**2
BUDGETS = {
    "page_heap": 20.0 * KIB,
    "worker_heap": 50.0 * KIB,
    "server_memory": 100.0 * KIB,
    "renderer_process": 2.0 * MIB,
}
"""As the features state them, per game."""
PLAYERS = ("player 1", "player 2")
LEVELS: dict[str, float] = {
    "peer_connections": 1,
    "data_channels": 1,
    "web_sockets": 1,
    "canvases": 1,
    "game_objects": 3,
    "py_proxies": 4,
    "python_objects": 21_480,
    "documents": 2,
    "listeners": 31,
    "nodes": 412,
    "wasm_heap": 21.0 * MIB,
    "worker_heap": 5.1 * MIB,
    "page_heap": 2.7 * MIB,
    "server_players": 2,
    "server_sockets": 3,
    "server_threads": 7,
    "server_timers": 0,
    "server_jobs": 6,
    "server_files": 2,
    "server_children": 0,
    "server_memory": 48.0 * MIB,
    "renderer_process": 140.0 * MIB,
    "gpu_process": 70.0 * MIB,
    "browser_process": 110.0 * MIB,
    "step_time": 1.0,
    "game_time": 9.6,
}
NOISE: dict[str, float] = {
    "worker_heap": 2.0 * KIB,
    "page_heap": 0.6 * KIB,
    "server_memory": 40.0 * KIB,
    "gpu_process": 0.8 * MIB,
    "browser_process": 1.2 * MIB,
    "step_time": 0.05,
    "game_time": 0.1,
}


def owners(layer: str) -> tuple[str, ...]:
    if layer.startswith("server_"):
        return ("server",)
    return {"gpu_process": ("GPU",), "browser_process": ("browser",), "game_time": ("game",)}.get(
        layer, PLAYERS
    )


def run(
    seed: int = 1,
    games: int = 10,
    leaks: Mapping[str, float] | None = None,
    first: int = 1,
    missing: tuple[str, ...] = (),
) -> tuple[LayerReading, ...]:
    """Readings of the warm-up game and `games` more; player 1 `leaks` by layer from game `first` on.

    Layers in `missing` are not measurable.
    """
    readings = []
    for layer in LAYERS:
        # of its own, so that a layer more changes no other
        rng = np.random.default_rng([seed, zlib.crc32(layer.encode())])
        for number, owner in enumerate(owners(layer)):
            leak = (leaks or {}).get(layer, 0.0) if number == 0 else 0.0
            for game in range(games + 1):
                value = LEVELS.get(layer, 0.0) + leak * max(0, game - first + 1)
                value += NOISE.get(layer, 0.0) * rng.standard_normal()
                if layer == "renderer_process":
                    value += 4 * MIB * rng.choice((-1, 1)) + 0.5 * MIB * rng.standard_normal()
                if layer == "page_heap":
                    # The page settles over the first games, and a cache is filled once in game 3.
                    value += 60 * KIB * (1 - math.exp(-game / 2)) + 40 * KIB * (game >= 3)
                if layer in NOISE and layer != "game_time":
                    value = float(round(value))
                readings.append(LayerReading(layer, owner, game, None if layer in missing else float(value)))
    return tuple(readings)


def series(layer: str, *values: float | None, owner: str = "player 1") -> tuple[LayerReading, ...]:
    return tuple(LayerReading(layer, owner, game, value) for game, value in enumerate(values))

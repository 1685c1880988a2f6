"""What the memory ledger records: layers, readings after each game, and what is asked of a run.

A layer that browser or system do not offer is *not measurable*: its readings are None, never zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gauge.memory.spacing import GAMES, Spacing
from gauge.tables import Cell, Table

KIB, MIB = 1024, 1024**2


@dataclass(frozen=True)
class Layer:
    """A place where memory can grow, or a time that can.

    `unit` is 'B', 'count', 's' or 'ms'. An `exact` layer may not grow at all; any other needs a budget from
    the feature and is for information without one. `none_left`: nothing at all may be there after a game.
    What takes long is read `every` so many games, beside the first two. Of what `stays` a rise all at once is
    growth as well.
    """

    name: str
    title: str
    unit: str
    exact: bool = True
    none_left: bool = False
    requirement: str = "VALID-04b"
    every: int = 1
    stays: bool = False

    @property
    def kind(self) -> str:
        """What grows."""
        return "time" if self.unit in ("s", "ms") else "memory"

    def due(self, game: int) -> bool:
        """Whether it has to be read after a game."""
        return game <= 1 or game % self.every == 0

    def of(self, owner: str) -> str:
        """How a sentence begins: 'Page heap (player 1)', or the title alone where it names the owner."""
        title = self.title[:1].upper() + self.title[1:]
        return title if owner.lower() in title.lower() else f"{title} ({owner})"

    @property
    def measure(self) -> str:
        """What the name of a figure says of its unit."""
        return {"B": "_bytes", "s": "_s", "ms": "_ms"}.get(self.unit, "")


_SERVER = "VALID-04c"
LAYERS: dict[str, Layer] = {
    layer.name: layer
    for layer in (
        Layer("workers", "Python workers", "count", none_left=True),
        Layer("window_workers", "Python workers of the window", "count"),
        Layer("other_workers", "other workers", "count"),
        Layer("peer_connections", "peer connections", "count"),
        Layer("data_channels", "data channels", "count"),
        Layer("web_sockets", "web sockets", "count"),
        Layer("window_timers", "timers of the window", "count"),
        Layer("window_frames", "animation loops", "count"),
        Layer("object_urls", "addresses of blobs", "count"),
        Layer("stored_entries", "entries stored by the page", "count"),
        Layer("canvases", "canvases", "count"),
        Layer("game_objects", "game objects", "count"),
        Layer("browser_objects", "other objects of the browser", "count", every=2),
        Layer("py_proxies", "Python proxies", "count"),
        Layer("python_objects", "Python objects", "count"),
        Layer("documents", "documents", "count"),
        Layer("listeners", "event listeners", "count"),
        Layer("nodes", "page nodes", "count"),
        Layer("wasm_growth", "WASM heap growth within a game", "B", none_left=True),
        Layer("wasm_heap", "WASM heap", "B"),
        Layer("worker_heap", "worker heap", "B", exact=False),
        Layer("page_heap", "page heap", "B", exact=False),
        Layer("server_games", "games held by the server", "count", none_left=True, requirement=_SERVER),
        Layer("server_players", "players held by the server", "count", requirement=_SERVER),
        Layer("server_sockets", "open sockets of the server", "count", requirement=_SERVER),
        Layer("server_timers", "timers of the server", "count", requirement=_SERVER),
        Layer("server_jobs", "background jobs of the server", "count", requirement=_SERVER),
        Layer("server_threads", "threads of the server", "count", requirement=_SERVER),
        Layer("server_children", "child processes of the server", "count", requirement=_SERVER),
        Layer("server_files", "open files of the server", "count", requirement=_SERVER),
        Layer("server_memory", "server memory", "B", exact=False, requirement=_SERVER),
        Layer("renderer_process", "renderer process", "B", exact=False),
        Layer("gpu_process", "GPU process", "B", exact=False),
        Layer("browser_process", "browser process", "B", exact=False),
        Layer("step_time", "step time", "ms", exact=False, requirement="VALID-03d", stays=True),
        Layer("game_time", "time a game takes", "s", exact=False),
    )
}
"""From cause to effect: of the layers that grew, the first is the closest to the cause."""


TOLD_INSIDE = ("server_timers", "server_jobs")
"""Layers that a server in Python tells when the run has started it; no other does."""

IN_WORKER = ("worker_heap", "wasm_heap", "wasm_growth", "py_proxies", "python_objects")
"""Layers that are inside the Worker of each game; what grows in a page explains none of them."""


@dataclass(frozen=True)
class LayerReading:
    """What one owner ("player 1", "server") held of a layer after a game; game 0 is the warm-up game.

    `value` is in bytes, a count or seconds; None is not measurable. ValueError for an unknown layer or a
    negative number.
    """

    layer: str
    owner: str
    game: int
    value: float | None

    def __post_init__(self) -> None:
        if self.layer not in LAYERS:
            raise ValueError(f"layer {self.layer!r} is unknown; the layers are {', '.join(LAYERS)}")
        if self.game < 0 or (self.value is not None and not 0 <= self.value < float("inf")):
            raise ValueError(f"{self.layer} of {self.owner}: game {self.game}, {self.value} cannot be")


Series = dict[int, float | None]


class Ledger:
    """Collects readings; `reasons` says by layer why it is not measurable."""

    def __init__(self, readings: Sequence[LayerReading] = (), reasons: Mapping[str, str] | None = None):
        self.reasons: dict[str, str] = dict(reasons or {})
        self._series: dict[str, dict[str, Series]] = {}
        for reading in readings:
            self.add(reading)

    def add(self, reading: LayerReading, reason: str = "") -> None:
        """Keep a reading. ValueError when there is one for its layer, owner and game already."""
        series = self._series.setdefault(reading.layer, {}).setdefault(reading.owner, {})
        if reading.game in series:
            raise ValueError(f"{reading.layer} of {reading.owner} is there twice after game {reading.game}")
        series[reading.game] = reading.value
        if reading.value is None and reason:
            self.reasons.setdefault(reading.layer, reason)

    @property
    def layers(self) -> tuple[str, ...]:
        """The layers that were tried, from cause to effect."""
        return tuple(name for name in LAYERS if name in self._series)

    @property
    def readings(self) -> tuple[LayerReading, ...]:
        """All readings, by layer, owner and game."""
        return tuple(
            LayerReading(layer, owner, game, self._series[layer][owner][game])
            for layer in self.layers
            for owner in self._series[layer]
            for game in sorted(self._series[layer][owner])
        )

    @property
    def games(self) -> int:
        """The last game of which there is a reading, warm-up not counted."""
        return max((reading.game for reading in self.readings), default=0)

    def series(self, layer: str) -> dict[str, Series]:
        """By owner and game what a layer held."""
        return {owner: dict(sorted(s.items())) for owner, s in self._series.get(layer, {}).items()}


@dataclass(frozen=True)
class LedgerRules:
    """What is asked of a run: `games` after the warm-up, and up to `more_games` when they cannot tell.

    `budgets` are per game, in the layer's unit. `layers` must have been measured; without it, those of the
    ledger are judged. With a `spacing` of frames a reading within a game stands for a game, and budgets are
    per 1,000 frames.
    """

    games: int = 10
    more_games: int = 10
    budgets: Mapping[str, float] = field(default_factory=dict)
    layers: tuple[str, ...] = ()
    spacing: Spacing = GAMES

    def __post_init__(self) -> None:
        unknown = [name for name in (*self.budgets, *self.layers) if name not in LAYERS]
        if unknown:
            raise ValueError(f"layer {unknown[0]!r} is unknown; the layers are {', '.join(LAYERS)}")
        if self.games < 1 or min((self.more_games, *self.budgets.values())) < 0:
            raise ValueError("games must be 1 or more; more games and budgets must not be negative")

    def budget(self, layer: str) -> float | None:
        """How much a layer may grow per game: 0 is exact, None for information only."""
        # A whole number is written like the float that a file gives back.
        return float(self.budgets[layer]) if layer in self.budgets else 0.0 if LAYERS[layer].exact else None

    def requirement(self, layer: str) -> str:
        """For what a layer is judged."""
        return self.spacing.requirement or LAYERS[layer].requirement


def readings_table(ledger: Ledger, spacing: Spacing = GAMES) -> Table:
    """A row per layer and owner, a column per reading, in bytes, counts or seconds."""
    games = range(ledger.games + 1)
    rows: list[Sequence[Cell]] = [
        (layer, owner, *(_whole(series.get(game)) for game in games))
        for layer in ledger.layers
        for owner, series in ledger.series(layer).items()
    ]
    return Table(("layer", "owner", *(f"{spacing.noun} {spacing.number(game)}" for game in games)), rows)


def _whole(value: float | None) -> Cell:
    """Bytes and counts without decimals."""
    return int(value) if value is not None and float(value).is_integer() else value

"""What the features ask of memory, in their words, and the verdicts on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from gauge.control import CONTROL, judge_control_detected
from gauge.memory.layers import KIB, LAYERS, MIB, Layer
from gauge.memory.memory_file import MemoryRun, MemoryVerdicts
from gauge.verdict import Outcome, Verdict

PLACES: Mapping[str, str] = {
    "of the page": "page_heap",
    "of the Worker, at the same frame": "worker_heap",
    "of Python in the Worker (WASM)": "wasm_heap",
    "of the window's process": "renderer_process",
    "of the server": "server_memory",
}
# by how long a Worker with Python lives
WORKER_LAYERS: Mapping[str, str] = {"game": "workers", "window": "window_workers"}
EXACT_LAYERS = tuple(
    name
    for name, layer in LAYERS.items()
    if layer.requirement == "VALID-04b"
    and layer.exact
    and name not in (*PLACES.values(), *WORKER_LAYERS.values())
)
SERVER_EXACT_LAYERS = tuple(
    name for name, layer in LAYERS.items() if layer.requirement == "VALID-04c" and layer.exact
)
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?) (KiB|MiB)")
Judged = tuple[MemoryRun, MemoryVerdicts]


class Played(Protocol):
    """Games whose memory was measured: SameWindows or InterruptedGames."""

    @property
    def times_s(self) -> Mapping[int, float]: ...

    @property
    def stopped(self) -> str | None: ...

    @property
    def played(self) -> int: ...

    @property
    def pictures(self) -> Sequence[tuple[str, bytes]]: ...

    def judge(self, budgets: Mapping[str, float], layers: Sequence[str] = ()) -> Judged: ...

    def cost_s(self, game: int) -> float: ...


def budgets_of(rows: Iterable[Sequence[str]]) -> dict[str, float]:
    """Bytes per game by layer, from rows of a place and an amount; ValueError for an unknown one."""
    return {_layer(place): _bytes(amount) for place, amount in rows}


def judge_layers(
    games: Played, requirement: str, layers: Sequence[str], budgets: Mapping[str, float]
) -> tuple[Verdict, Judged]:
    """The verdict on some layers, and the whole that it is taken from.

    A series that was stopped fails: what stopped it is worse than what it has left behind.
    """
    judged = games.judge(budgets, layers)
    if games.stopped is not None:
        sentence = f"The games stopped after {games.played} of them. {games.stopped}"
        return Verdict(requirement, Outcome.FAILED, sentence), judged
    return judged[1].verdict(requirement, layers), judged


def judge_leak(games: Played, title: str, budgets: Mapping[str, float]) -> tuple[Verdict, Judged]:
    """Passed when the leaking layer is the one with that title: it failed, and none closer to the cause."""
    judged = games.judge(budgets)
    if games.stopped is not None:
        return Verdict(CONTROL, Outcome.FAILED, f"The games stopped. {games.stopped}"), judged
    leaking = judged[1].layers.leaking
    layer = _layer_called(title)
    verdict = judged[1].verdict(leaking.layer.requirement if leaking else layer.requirement)
    return judge_control_detected([verdict], layer.of(leaking.owner if leaking else "")), judged


def _layer_called(title: str) -> Layer:
    titles = {layer.title: layer for layer in LAYERS.values()}
    if title not in titles:
        raise ValueError(f"{title!r} is no layer of memory; there are {', '.join(titles)}")
    return titles[title]


def _layer(place: str) -> str:
    if place not in PLACES:
        raise ValueError(f"{place!r} is no place where memory is measured; there are {', '.join(PLACES)}")
    return PLACES[place]


def _bytes(amount: str) -> float:
    found = _AMOUNT.fullmatch(amount)
    if found is None:
        raise ValueError(f"{amount!r} is no amount; write it as in '20 KiB' or '2 MiB'")
    return float(found[1]) * (KIB if found[2] == "KiB" else MIB)

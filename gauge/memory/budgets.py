"""What the features ask of memory, in their words, and the verdicts on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from gauge.control import judge_control_detected
from gauge.memory.layers import KIB, LAYERS, MIB, Layer
from gauge.memory.memory_file import MemoryVerdicts
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


def budgets_of(rows: Iterable[Sequence[str]]) -> dict[str, float]:
    """Bytes per game by layer, from rows of a place and an amount; ValueError for an unknown one."""
    return {_layer(place): _bytes(amount) for place, amount in rows}


def judge_told(found: MemoryVerdicts, layers: Sequence[str]) -> Verdict:
    """Passed when all of the layers could be measured, whatever they show; the sentence says what."""
    told = [finding for finding in found.layers.findings if finding.layer.name in layers]
    missing = [finding for finding in told if not finding.measurable]
    outcome = Outcome.PASSED if len(told) == len(layers) and not missing else Outcome.INCONCLUSIVE
    sentence = " ".join(finding.verdict.sentence for finding in missing or told)
    return Verdict("VALID-04b", outcome, sentence or "Nothing was measured.")


def judge_leak(found: MemoryVerdicts, title: str) -> Verdict:
    """Passed when the leaking layer is the one with that title: it failed, and none closer to the cause."""
    leaking = found.layers.leaking
    layer = _layer_called(title)
    verdict = found.verdict(leaking.layer.requirement if leaking else layer.requirement)
    return judge_control_detected([verdict], layer.of(leaking.owner if leaking else ""))


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

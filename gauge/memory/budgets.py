"""What the features ask of memory, in their words, and the verdicts on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from gauge.control import judge_amount, judge_control_detected
from gauge.memory.layers import IN_WORKER, KIB, LAYERS, MIB, Layer
from gauge.memory.memory_file import MemoryVerdicts
from gauge.memory.spacing import GAMES, Spacing
from gauge.verdict import Outcome, Verdict

PLACES: dict[str, str] = {
    "of the page": "page_heap",
    "of the Worker": "worker_heap",
    "of the Worker, at the same frame": "worker_heap",
    "of Python in the Worker (WASM)": "wasm_heap",
    "of the window's process": "renderer_process",
    "of the browser's own process": "browser_process",
    "of the browser's GPU process": "gpu_process",
    "of the server": "server_memory",
    "of a step": "step_time",
}
KINDS = ("memory", "time")
"""What a table of budgets calls its first column."""
# by how long a Worker with Python lives
WORKER_LAYERS: Mapping[str, str] = {"game": "workers", "window": "window_workers"}
EXACT_LAYERS = tuple(
    name
    for name, layer in LAYERS.items()
    if layer.requirement == "VALID-04b"
    and layer.exact
    and name not in (*PLACES.values(), *WORKER_LAYERS.values())
)
EXACT_LAYERS_AT_A_FRAME = tuple(name for name in EXACT_LAYERS if name != "wasm_growth")
"""Those that are read while a game runs."""
EXACT_LAYERS_OF_A_PAGE = tuple(name for name in EXACT_LAYERS if name not in IN_WORKER)
"""Those that are still there when a game and its Worker are gone."""
SERVER_EXACT_LAYERS = tuple(
    name for name, layer in LAYERS.items() if layer.requirement == "VALID-04c" and layer.exact
)
STEP_TOLERANCE = 0.05
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?) (KiB|MiB|ms)")
_SIZES = {"KiB": ("B", KIB), "MiB": ("B", MIB), "ms": ("ms", 1)}
_WRITTEN = {"count": "'0' or '12'", "ms": "'2 ms'", "B": "'20 KiB' or '2 MiB'"}


def budgets_of(
    rows: Iterable[Sequence[str]], stated: str = GAMES.each, spacing: Spacing = GAMES
) -> dict[str, float]:
    """Bytes or counts by layer, from rows of a place and an amount; ValueError for an unknown one.

    A place is one of PLACES, or what is counted, by its layer's title. `stated` is the amounts' heading,
    which has to be what growth is stated for.
    """
    if stated != spacing.each:
        raise ValueError(f"the budgets are {stated!r}; this memory grows {spacing.each!r}")
    layers = {place: _layer(place) for place, _ in rows}
    return {layers[place]: amount_of(amount, LAYERS[layers[place]].unit) for place, amount in rows}


class BudgetTable(Protocol):
    """A table of a feature."""

    headings: Sequence[str]

    def __iter__(self) -> Iterator[Sequence[str]]: ...


def budgets_in(tables: Iterable[BudgetTable | None], spacing: Spacing = GAMES) -> dict[str, float]:
    """By layer what any of a scenario's tables allows, so that its first question knows of all."""
    stated = [table for table in tables if table is not None and table.headings[0] in KINDS]
    found: dict[str, float] = {}
    for table in stated:
        # what a control's table says beside it is no budget
        rows = [(place, amount) for place, amount, *_ in table]
        found |= budgets_of(rows, table.headings[1], spacing)
    return found


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
    verdict = found.verdict(found.run.rules.requirement(leaking.layer.name if leaking else layer.name))
    return judge_control_detected([verdict], layer.of(leaking.owner if leaking else ""))


def judge_leak_a_step(found: MemoryVerdicts, title: str, amount: str) -> Verdict:
    """The same, and its growth is the amount a step, within STEP_TOLERANCE."""
    layer, located = _layer_called(title), judge_leak(found, title)
    if not located.passed:
        return located
    unit = "B" if layer.unit == "B" else layer.title
    true = amount_of(amount, layer.unit)
    verdict = found.verdict(found.run.rules.requirement(layer.name))
    figure = f"{layer.name}{layer.measure}_a_step"
    return judge_amount(verdict, figure, true, STEP_TOLERANCE * true, f"{unit} a step")


def _layer_called(title: str) -> Layer:
    titles = {layer.title: layer for layer in LAYERS.values()}
    if title not in titles:
        raise ValueError(f"{title!r} is no layer of memory; there are {', '.join(titles)}")
    return titles[title]


def _layer(place: str) -> str:
    counted = {layer.title: name for name, layer in LAYERS.items() if layer.unit == "count"}
    if place not in PLACES | counted:
        known = ", ".join((*PLACES, *counted))
        raise ValueError(f"{place!r} is no place where memory is measured; there are {known}")
    return (PLACES | counted)[place]


def amount_of(text: str, unit: str) -> float:
    """In the unit: bytes, ms or a count."""
    if unit == "count" and text.isdecimal():
        return float(text)
    found = _AMOUNT.fullmatch(text)
    if found is None or _SIZES[found[2]][0] != unit:
        raise ValueError(f"{text!r} is no amount; write it as in {_WRITTEN[unit]}")
    return float(found[1]) * _SIZES[found[2]][1]

"""The Worker looked into at a few moments: what grew in its JavaScript and its Python, and what holds it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from gauge.memory.causes import Explanation
from gauge.memory.growth import ClassReading
from gauge.memory.spacing import Spacing
from gauge.memory.trend import shown
from harness.probes.base import owner_name
from harness.probes.memory_sampler import MemorySampler
from harness.probes.workers import python_classes, python_holders
from harness.snapshots.heap_graph import HeapGraph, SizeClassGrowth, most_grown
from harness.snapshots.retainers import AT_MOST_LINES, retaining_paths, ways_to
from harness.snapshots.taking import snapshot_of_worker

PYTHON = ("python_objects", "py_proxies")
LOOKED_INTO = ("worker_heap", *PYTHON)
PROXY = "PyProxy of "
PROXY_IN_HEAP = "Proxy"
SHOWN_TYPES = 3


class WorkerLooks:
    """The same Worker at two moments or more, or the Workers of several games at the same frame."""

    def __init__(self, layers: Sequence[str], seat: int, spacing: Spacing) -> None:
        self._layers = layers
        self._seat = seat
        self._spacing = spacing
        self._graphs: dict[int, HeapGraph] = {}
        self._types: dict[int, Counter[str]] = {}
        self._holders: dict[str, dict[str, int]] = {}

    def look(self, reading: int, sampler: MemorySampler) -> None:
        """NotMeasurableError where there is no Worker or it cannot be looked into."""
        sessions = sampler.sessions[self._seat]
        worker = sessions.main()
        if {*self._layers} & {*PYTHON}:
            self._types[reading] = python_classes(sessions, worker)
            names = [name for layer in PYTHON for name, _ in self._grown_types(layer)]
            self._holders = python_holders(sessions, worker, names)
        if {*self._layers} & {"worker_heap", "py_proxies"}:
            self._graphs[reading] = snapshot_of_worker(sessions, worker)

    def explanation(self) -> Explanation:
        """What the looks show; in the path's place why it is not known."""
        left = {layer: self._types_left(layer) for layer in PYTHON if layer in self._layers}
        return Explanation(left={layer: lines for layer, lines in left.items() if lines}, path=self._path())

    @property
    def classes(self) -> tuple[ClassReading, ...]:
        """What grew within one game, counted at its first and last moment."""
        grown = self._grown()
        if grown is None or not self._spacing.frames:
            return ()
        owner, name = f"Worker of {owner_name(self._seat)}", f"{grown.name} of {shown(grown.self_bytes, 'B')}"
        counts = (len(grown.nodes) - grown.more, len(grown.nodes))
        moments = (min(self._graphs), max(self._graphs))
        return tuple(ClassReading(owner, name, *each) for each in zip(moments, counts, strict=True))

    def _grown(self) -> SizeClassGrowth | None:
        if len(self._graphs) < 2:
            return None
        before, after = self._graphs[min(self._graphs)], self._graphs[max(self._graphs)]
        # a step leaves one thing more again and again, whereas a single large one is the engine's
        often = most_grown(before, after, least=2) if self._spacing.frames else None
        return often or most_grown(before, after)

    def _path(self) -> tuple[str, ...]:
        if not self._graphs:
            return ()
        if "worker_heap" not in self._layers:
            return self._ways_to_proxies()
        if (grown := self._grown()) is None:
            return ("not known: nothing has grown between two snapshots of the Worker",)
        after = self._graphs[max(self._graphs)]
        paths = retaining_paths(after, grown.name, AT_MOST_LINES - 1, grown.nodes)
        return (str(grown), *str(paths).splitlines())

    def _ways_to_proxies(self) -> tuple[str, ...]:
        """How JavaScript holds the proxies of which there are more; each stands for an object of Python."""
        first, last = self._graphs[min(self._graphs)], self._graphs[max(self._graphs)]
        before, after = (ways_to(graph, graph.of_class(PROXY_IN_HEAP))[0] for graph in (first, last))
        told = tuple(way for way, _ in (after - before).most_common(SHOWN_TYPES))
        return told or ("not known: JavaScript in the Worker holds no more proxies than before",)

    def _grown_types(self, layer: str) -> list[tuple[str, int]]:
        """Types of which the Python has more than at first, proxies apart, the most first."""
        more = self._types[max(self._types)] - self._types[min(self._types)]
        proxies = layer == "py_proxies"
        return [each for each in more.most_common() if each[0].startswith(PROXY) is proxies][:SHOWN_TYPES]

    def _types_left(self, layer: str) -> tuple[str, ...]:
        """'list: a list in global kept of module kitchen.rules, 1 per game'."""
        if len(self._types) < 2:
            return ()
        apart, spacing = max(self._types) - min(self._types), self._spacing

        def line(name: str, count: int) -> str:
            held: dict[str, Any] = self._holders.get(name, {})
            holder = next(iter(held), "nothing in Python")
            rate = spacing.rate(count / apart / spacing.units, "count")
            return f"{name}, held by {holder}, {rate}"

        return tuple(line(*each) for each in self._grown_types(layer))

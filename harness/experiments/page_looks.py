"""A page looked into at a few moments: what is left behind between them, and what of it keeps the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from gauge.memory.causes import Explanation, cause_first
from gauge.memory.findings import Finding
from gauge.memory.spacing import Spacing
from harness.probes.base import owner_name
from harness.probes.event_listeners import listeners_of
from harness.probes.memory_sampler import MemorySampler
from harness.snapshots.counted import WHOLE_HEAP
from harness.snapshots.heap_graph import HeapGraph
from harness.snapshots.leaked import LeftBehind, left_behind
from harness.snapshots.retainers import AT_MOST_LINES
from harness.snapshots.taking import snapshot_of_page

SHOWN_LISTENERS = 5


class PageLooks:
    """Three looks: what is new at the second and still there at the third is left behind."""

    def __init__(self, failed: Sequence[Finding], seat: int, spacing: Spacing) -> None:
        """``failed`` are layers of the page; with none, all of its heap is looked at."""
        self._failed = failed
        self._layers = [finding.layer.name for finding in failed] or [WHOLE_HEAP]
        self._seat = seat
        self._spacing = spacing
        self._graphs: list[HeapGraph] = []
        self._listeners: dict[int, Counter[str]] = {}
        self._own_classes: set[str] = set()

    def look(self, reading: int, sampler: MemorySampler) -> None:
        """NotMeasurableError where the page cannot be looked into."""
        window = sampler.windows[self._seat]
        if "listeners" in self._layers:
            # before the snapshot, since asking for them holds them for a moment
            self._listeners[reading] = listeners_of(window)
        self._graphs.append(snapshot_of_page(window))
        counts = sampler.live_objects.own_classes.get(owner_name(self._seat), {})
        self._own_classes.update(name for by_class in counts.values() for name in by_class)

    def explanation(self) -> Explanation:
        """What the looks show; in the path's place why it is not known."""
        found = left_behind(self._graphs, self._layers, sorted(self._own_classes))
        keeps = found.keeps()
        failed = cause_first(self._failed, keeps)
        cause = failed[0].layer.name if failed else WHOLE_HEAP
        left = self._listeners_left()
        return Explanation(
            keeps, {"listeners": left} if left else {}, _path(found, cause, keeps.get(cause, ()))
        )

    def _listeners_left(self) -> tuple[str, ...]:
        if not self._listeners:
            return ()
        first, last, spacing = min(self._listeners), max(self._listeners), self._spacing
        more = self._listeners[last] - self._listeners[first]
        return tuple(
            f"{words}, {spacing.rate(count / (last - first) / spacing.units, 'count')}"
            for words, count in more.most_common(SHOWN_LISTENERS)
        )


def _path(found: LeftBehind, cause: str, kept: Sequence[str]) -> tuple[str, ...]:
    """How the cause is held, then how it holds each layer that it keeps."""
    paths = found.paths(cause, AT_MOST_LINES - len(kept))
    if not paths:
        return ("not known: nothing new is left in the page's heap; it is the browser's own memory",)
    further = [line for layer in kept if layer != WHOLE_HEAP for line in found.paths(layer, 2)[:1]]
    return tuple(dict.fromkeys((*paths, *further)))

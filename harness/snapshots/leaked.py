"""What one game has left behind in a page, and which of it keeps the rest alive.

Left behind is what was not there before a game, was there after it, and still is after another one. A picture
that is shown until the next game begins is not, nor is what the page has had from its start.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from harness.snapshots.counted import WHOLE_HEAP, counted
from harness.snapshots.heap_graph import HeapGraph, SizeClassGrowth, Whole
from harness.snapshots.retainers import Marks, reached_without, retaining_paths

MORE_THAN = 0.5
NOTHING = np.array([], dtype=np.int64)


@dataclass(frozen=True)
class LeftBehind:
    """Nodes of the last snapshot that one game has left behind, by layer."""

    graph: HeapGraph
    by_layer: Mapping[str, Whole]

    def keeps(self) -> dict[str, tuple[str, ...]]:
        """By layer those of which most would go if what it leaves behind went, its own things not counted."""
        found: dict[str, tuple[str, ...]] = {}
        for layer, own in self.by_layer.items():
            others = [other for other in self.by_layer if other != layer]
            if layer == WHOLE_HEAP or not len(own) or not others:
                continue
            reached = reached_without(self.graph, own)
            kept = tuple(other for other in others if self._gone(other, own, reached))
            if kept:
                found[layer] = kept
        return found

    def paths(self, layer: str, lines: int) -> tuple[str, ...]:
        """How what a layer has left behind is held, nothing where that is nothing; a line each.

        Of the whole heap, those alike in class and size that take most.
        """
        nodes, told = self.by_layer.get(layer, NOTHING), []
        if layer == WHOLE_HEAP and len(nodes):
            most = self._most(nodes)
            nodes, told = most.nodes, [str(most)]
        if len(nodes):
            told += str(retaining_paths(self.graph, layer, lines - len(told), nodes)).splitlines()
        return tuple(told)

    def _most(self, nodes: Whole) -> SizeClassGrowth:
        alike: dict[tuple[str, int], list[int]] = {}
        for node in nodes.tolist():
            alike.setdefault((self.graph.class_of(node), int(self.graph.self_size[node])), []).append(node)
        (name, size), found = max(alike.items(), key=lambda each: each[0][1] * len(each[1]))
        return SizeClassGrowth(name, size, len(found), np.array(found, dtype=np.int64))

    def _gone(self, layer: str, own: Whole, reached: Marks) -> bool:
        nodes = np.setdiff1d(self.by_layer[layer], own)
        weights = self.graph.self_size[nodes] if layer == WHOLE_HEAP else np.ones(len(nodes))
        return bool(weights[~reached[nodes]].sum() > MORE_THAN * weights.sum())


def left_behind(
    snapshots: Sequence[HeapGraph], layers: Sequence[str], own_classes: Sequence[str] = ()
) -> LeftBehind:
    """From snapshots before a game, after it and after the next; `own_classes` are those of the page."""
    codes: dict[str, int] = {}
    before, after, later = (_identities(snapshot, codes) for snapshot in snapshots)
    nodes = np.flatnonzero(np.isin(later, np.setdiff1d(after, before)))
    last = snapshots[-1]
    by_layer = {layer: counted(last, layer, nodes, own_classes) for layer in layers}
    return LeftBehind(last, by_layer)


def _identities(graph: HeapGraph, codes: dict[str, int]) -> Whole:
    """A number for each node, the same in every snapshot that shares `codes`.

    The browser numbers its own objects by their address, so that one takes over the number of another that
    has gone: its class tells the two apart.
    """
    names = np.array([codes.setdefault(name, len(codes)) for name in graph.plain_names])
    identities: Whole = graph.node_id + (graph.is_native * names[graph.node_name] << 32)
    return identities

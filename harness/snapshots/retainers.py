"""Why an object is still there: the shortest way to it from the page's window, in words."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

import numpy as np

from harness.snapshots.heap_graph import HeapGraph, Whole

Marks = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
READABLE = ("property", "element", "context")
# a weak reference keeps nothing alive, and a shortcut stands for a way that is there anyway
NOT_HOLDING = ("weak", "shortcut")
WINDOWS = ("Window", "DedicatedWorkerGlobalScope", "SharedWorkerGlobalScope", "global")
NOT_TOLD = ("(", "system", "blink::", "cppgc::", "v8::", "V8")
AT_MOST_LINES = 10
AT_MOST_STEPS = 14


@dataclass(frozen=True)
class RetainingPaths:
    """Ways to the objects of one class; those that differ in an index alone are one line."""

    class_name: str
    objects: int
    lines: tuple[str, ...]
    more: int

    def __str__(self) -> str:
        if not self.objects:
            return f"no {self.class_name} is in the snapshot"
        ending = [f"and {self.more} more"] if self.more else []
        return "\n".join([*self.lines, *ending])


def retaining_paths(
    graph: HeapGraph, class_name: str, lines: int = AT_MOST_LINES, nodes: Whole | None = None
) -> RetainingPaths:
    """The ways to every object of the class, the most travelled first, ``lines`` at most in all.

    With ``nodes``, the ways to these alone.
    """
    nodes = graph.of_class(class_name) if nodes is None else nodes
    ways, example = ways_to(graph, nodes)
    shown = ways.most_common() if len(ways) <= lines else ways.most_common(lines - 1)
    told = tuple(f"{count} times {kind}" if count > 1 else example[kind] for kind, count in shown)
    return RetainingPaths(class_name, len(nodes), told, len(ways) - len(shown))


def ways_to(graph: HeapGraph, nodes: Whole) -> tuple[Counter[str], dict[str, str]]:
    """How many of the nodes are reached in each way, indices apart, and one such way with its index."""
    parents = _search(graph)
    ways: Counter[str] = Counter()
    example: dict[str, str] = {}
    for node in nodes.tolist():
        way = _in_words(graph, parents, node)
        kind = re.sub(r"\[\d+\]", "[*]", way)
        ways[kind] += 1
        example[kind] = way
    return ways, example


def reached_without(graph: HeapGraph, nodes: Whole) -> Marks:
    """Which nodes would still be held if these were gone."""
    parents = np.full(len(graph), -1, dtype=np.int64)
    reached = np.zeros(len(graph), dtype=bool)
    # as if reached already, so that no way leads through them
    reached[nodes] = True
    reached[0] = True
    _spread(graph, parents, reached, np.array([0]), _holding(graph))
    reached[nodes] = False
    return reached


def _holding(graph: HeapGraph) -> Marks:
    """The edges that keep what they lead to alive."""
    not_holding = [graph.edge_types.index(kind) for kind in NOT_HOLDING if kind in graph.edge_types]
    return ~np.isin(graph.edge_type, not_holding)


def _search(graph: HeapGraph) -> Whole:
    """For each node the edge by which it was reached first.

    What can be read in a script comes first: properties, elements and variables, from the window on. Then
    all else that the window holds, then all else at all.
    """
    parents = np.full(len(graph), -1, dtype=np.int64)
    reached = np.zeros(len(graph), dtype=bool)
    readable = np.isin(graph.edge_type, [graph.edge_types.index(kind) for kind in READABLE])
    holding = _holding(graph)
    windows = np.concatenate([graph.of_class(name) for name in WINDOWS]).astype(np.int64)
    reached[windows] = True
    _spread(graph, parents, reached, windows, readable)
    _spread(graph, parents, reached, np.flatnonzero(reached), holding)
    reached[0] = True
    _spread(graph, parents, reached, np.array([0]), holding)
    return parents


def _spread(graph: HeapGraph, parents: Whole, reached: Marks, start: Whole, allowed: Marks) -> None:
    """Breadth first over the allowed edges, all nodes of one distance at a time."""
    front = start
    while len(front):
        edges = graph.edges_of(front)
        edges = edges[allowed[edges]]
        edges = edges[~reached[graph.edge_to[edges]]]
        front, first = np.unique(graph.edge_to[edges], return_index=True)
        parents[front] = edges[first]
        reached[front] = True


def _in_words(graph: HeapGraph, parents: Whole, node: int) -> str:
    """As in ``Window / gameHistory / Array[3] / GameSession``."""
    words = [graph.class_of(node)]
    at = node
    while parents[at] >= 0:
        edge = int(parents[at])
        source = graph.source_of(edge)
        word = _word(graph, edge, source, at)
        # the object itself has been named by its class
        if word and (at != node or word != words[-1]):
            words.append(word)
        at = source
    words.append(graph.class_of(at))
    words.reverse()
    if len(words) > AT_MOST_STEPS:
        words = [*words[: AT_MOST_STEPS // 2], "…", *words[-AT_MOST_STEPS // 2 :]]
    return " / ".join(words)


def _word(graph: HeapGraph, edge: int, source: int, target: int) -> str:
    kind = graph.edge_types[graph.edge_type[edge]]
    value = int(graph.edge_name[edge])
    if kind == "element" and not graph.class_of(source).startswith(NOT_TOLD):
        return f"{graph.class_of(source)}[{value}]"
    if kind in ("property", "context"):
        return graph.strings[value]
    name = graph.class_of(target)
    # what V8 and Blink need for themselves tells nobody anything
    return "" if name.startswith(NOT_TOLD) else name

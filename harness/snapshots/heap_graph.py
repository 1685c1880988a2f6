"""A heap snapshot as arrays: nodes, edges between them, and counts by class.

The format is V8's own (https://v8.dev, ``heap-snapshot-generator.cc``): flat lists of whole numbers whose
fields the head of the file names.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]
DETACHED = "Detached "
V8_NAMES = {"system / JSArrayBufferData": "ArrayBuffer contents", "system / JSProxy": "Proxy"}
"""V8's own names of what scripts know by another."""
BY_TYPE = {
    "array": "(internal arrays)",
    "string": "(strings)",
    "concatenated string": "(strings)",
    "sliced string": "(strings)",
    "code": "(compiled code)",
    "closure": "(functions)",
    "regexp": "(regular expressions)",
    "number": "(numbers)",
    "hidden": "(system)",
    "synthetic": "(roots)",
    "symbol": "(symbols)",
    "bigint": "(numbers)",
    "object shape": "(object shapes)",
}
"""What is no object of a class is counted under these names, as DevTools does."""


@dataclass(frozen=True)
class HeapGraph:
    """Node ``i`` has edges ``first_edge[i]`` up to ``first_edge[i + 1]``."""

    node_types: list[str]
    node_type: Whole
    node_name: Whole
    node_id: Whole
    self_size: Whole
    first_edge: Whole
    edge_types: list[str]
    edge_type: Whole
    edge_name: Whole
    edge_to: Whole
    strings: list[str]

    def __len__(self) -> int:
        return len(self.node_type)

    @cached_property
    def is_native(self) -> npt.NDArray[np.bool_]:
        """Which nodes are the browser's own objects rather than JavaScript's."""
        native = [number for number, kind in enumerate(self.node_types) if kind == "native"]
        return np.isin(self.node_type, native)

    def class_of(self, node: int) -> str:
        """The class of an object, or the kind of thing that the node is."""
        kind = self.node_types[self.node_type[node]]
        return BY_TYPE.get(kind) or self.plain_names[self.node_name[node]]

    @cached_property
    def plain_names(self) -> list[str]:
        """What `plain_name` makes of each of `strings`."""
        return [plain_name(text) for text in self.strings]

    def edges_of(self, nodes: Whole) -> Whole:
        """The edges that start at these nodes."""
        starts, counts = self.first_edge[nodes], self.first_edge[nodes + 1] - self.first_edge[nodes]
        ends = np.cumsum(counts)
        total = int(ends[-1]) if len(ends) else 0
        edges: Whole = np.arange(total) + np.repeat(starts - (ends - counts), counts)
        return edges

    def edges_to(self, node: int) -> Whole:
        """The edges that end at a node."""
        return np.flatnonzero(self.edge_to == node)

    def source_of(self, edge: int) -> int:
        return int(np.searchsorted(self.first_edge, edge, side="right")) - 1

    def of_class(self, name: str) -> Whole:
        """Every object of a class, detached ones included; the class's own prototype is left out."""
        wanted = [i for i, plain in enumerate(self.plain_names) if plain == name]
        kinds = [i for i, kind in enumerate(self.node_types) if kind not in BY_TYPE]
        nodes = np.flatnonzero(np.isin(self.node_name, wanted) & np.isin(self.node_type, kinds))
        return np.array([node for node in nodes if not self._is_prototype(int(node))], dtype=np.int64)

    def _is_prototype(self, node: int) -> bool:
        edges = self.edges_of(np.array([node]))
        return any(
            self.edge_types[self.edge_type[edge]] == "property"
            and self.strings[self.edge_name[edge]] == "constructor"
            for edge in edges
        )


@dataclass(frozen=True)
class ClassTotal:
    """Objects of one class and their own bytes, what they refer to not included."""

    name: str
    count: int
    self_bytes: int


def class_totals(graph: HeapGraph) -> dict[str, ClassTotal]:
    """Counts and sizes by class."""
    key = graph.node_type * (len(graph.strings) + 1) + graph.node_name
    _, first, inverse, counts = np.unique(key, return_index=True, return_inverse=True, return_counts=True)
    sizes = np.bincount(inverse, weights=graph.self_size).astype(np.int64)
    totals: dict[str, ClassTotal] = {}
    for node, count, size in zip(first.tolist(), counts.tolist(), sizes.tolist(), strict=True):
        name = graph.class_of(node)
        old = totals.get(name, ClassTotal(name, 0, 0))
        totals[name] = ClassTotal(name, old.count + count, old.self_bytes + size)
    return totals


def growth(before: HeapGraph, after: HeapGraph) -> list[ClassTotal]:
    """What is there more of, the most bytes first."""
    old = class_totals(before)
    nothing = ClassTotal("", 0, 0)
    changes = [
        ClassTotal(name, total.count - was.count, total.self_bytes - was.self_bytes)
        for name, total in class_totals(after).items()
        for was in [old.get(name, nothing)]
    ]
    more = [change for change in changes if change.count > 0 or change.self_bytes > 0]
    return sorted(more, key=lambda change: change.self_bytes, reverse=True)


@dataclass(frozen=True)
class SizeClassGrowth:
    """Objects of one class and one size, of which a later snapshot has ``more`` than an earlier one."""

    name: str
    self_bytes: int
    more: int
    nodes: Whole

    def __str__(self) -> str:
        return f"{self.more} more of {self.name}, {self.self_bytes} B each"


def most_grown(before: HeapGraph, after: HeapGraph, least: int = 1) -> SizeClassGrowth | None:
    """Where the most bytes have come from between two snapshots, None where nothing has.

    What is forgotten once a game is alike in class and size, whereas other growth spreads over many sizes.
    With ``least``, of which there are so many more.
    """
    old, new = _by_class_and_size(before), _by_class_and_size(after)
    more = {key: len(nodes) - len(old.get(key, ())) for key, nodes in new.items()}
    more = {key: count for key, count in more.items() if count >= least}
    if not more:
        return None
    name, size = max(more, key=lambda key: more[key] * key[1])
    return SizeClassGrowth(name, size, more[name, size], new[name, size])


def _by_class_and_size(graph: HeapGraph) -> dict[tuple[str, int], Whole]:
    key = graph.node_type * (len(graph.strings) + 1) + graph.node_name
    _, first, kind = np.unique(key, return_index=True, return_inverse=True)
    names = [graph.class_of(int(node)) for node in first]
    classes = {name: number for number, name in enumerate(dict.fromkeys(names))}
    of_node = np.array([classes[name] for name in names], dtype=np.int64)[kind]
    order = np.lexsort((graph.self_size, of_node))
    change = (np.diff(of_node[order]) != 0) | (np.diff(graph.self_size[order]) != 0)
    titles = list(classes)
    return {
        (titles[of_node[nodes[0]]], int(graph.self_size[nodes[0]])): nodes
        for nodes in np.split(order, np.flatnonzero(change) + 1)
        if len(nodes)
    }


def plain_name(name: str) -> str:
    """A class's name as scripts know it: in a snapshot a window is "Window / address", a link "<a id=x>"."""
    if name in V8_NAMES:
        return V8_NAMES[name]
    name = name.removeprefix(DETACHED)
    if name.startswith("<"):
        return name.split(" ", 1)[0].rstrip(">") + ">"
    return name.split(" / ")[0].split(" [JS")[0]


def parse(text: str) -> HeapGraph:
    """ValueError when the text is no complete heap snapshot."""
    try:
        head = json.loads(_object_after(text, '"snapshot":'))["meta"]
        nodes, at = _numbers_after(text, '"nodes":', 0)
        edges, at = _numbers_after(text, '"edges":', at)
        strings: list[str] = json.loads(text[text.index('"strings":', at) + len('"strings":') : -1])
    except (KeyError, ValueError) as error:
        raise ValueError(f"this is no complete heap snapshot: {error}") from None
    node_fields, edge_fields = head["node_fields"], head["edge_fields"]
    node = nodes.reshape(-1, len(node_fields)).T
    edge = edges.reshape(-1, len(edge_fields)).T
    counts = node[node_fields.index("edge_count")]
    return HeapGraph(
        node_types=head["node_types"][0],
        node_type=np.ascontiguousarray(node[node_fields.index("type")]),
        node_name=np.ascontiguousarray(node[node_fields.index("name")]),
        node_id=np.ascontiguousarray(node[node_fields.index("id")]),
        self_size=np.ascontiguousarray(node[node_fields.index("self_size")]),
        first_edge=np.concatenate(([0], np.cumsum(counts))),
        edge_types=head["edge_types"][0],
        edge_type=np.ascontiguousarray(edge[edge_fields.index("type")]),
        edge_name=np.ascontiguousarray(edge[edge_fields.index("name_or_index")]),
        edge_to=edge[edge_fields.index("to_node")] // len(node_fields),
        strings=strings,
    )


def _numbers_after(text: str, key: str, start: int) -> tuple[Whole, int]:
    """The flat list after a key; numpy reads it ten times as fast as a JSON parser."""
    begin = text.index(key, start)
    begin = text.index("[", begin) + 1
    end = text.index("]", begin)
    return np.fromstring(text[begin:end], dtype=np.int64, sep=","), end


def _object_after(text: str, key: str) -> str:
    begin = text.index(key) + len(key)
    for end in _ends_of_object(text, begin):
        return text[begin:end]
    raise ValueError("its head does not end")


def _ends_of_object(text: str, begin: int) -> Iterator[int]:
    depth = 0
    # the head holds names and numbers only, no braces within strings
    for at in range(begin, min(len(text), begin + 100_000)):
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if depth == 0:
            yield at + 1

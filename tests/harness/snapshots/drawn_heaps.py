"""Heap snapshots that are drawn by hand: who holds what, from the window on."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from harness.snapshots.heap_graph import HeapGraph, parse

META = {
    "node_fields": ["type", "name", "id", "self_size", "edge_count"],
    "node_types": [["synthetic", "object", "native", "closure"], "string", "number", "number", "number"],
    "edge_fields": ["type", "name_or_index", "to_node"],
    "edge_types": [["internal", "property", "context", "weak", "element"], "string_or_number", "node"],
}


def heap(holds: Mapping[str, Sequence[str]], ids: Mapping[str, int], size: int = 100) -> HeapGraph:
    """Things are called "Class number"; a window is there from the start, and weak holders end in "?"."""
    things = ["root", "Window 0", *ids]
    strings: list[str] = []

    def text(word: str) -> int:
        if word not in strings:
            strings.append(word)
        return strings.index(word)

    nodes: list[int] = []
    edges: list[int] = []
    for thing in things:
        held = ["Window 0"] if thing == "root" else list(holds.get(thing, ()))
        weakly = list(holds.get(f"{thing}?", ()))
        kind = 0 if thing == "root" else 2 if thing.split()[0].startswith(("V8", "HTML")) else 1
        number = {"root": 1, "Window 0": 3}.get(thing) or ids[thing]
        nodes += [kind, text(thing.split()[0]), number, size, len(held) + len(weakly)]
        for other in held:
            edges += [1, text(other.split()[0].lower()), 5 * things.index(other)]
        for other in weakly:
            edges += [3, text("weak"), 5 * things.index(other)]
    return parse(
        '{"snapshot":'
        + json.dumps({"meta": META})
        + f',"nodes":[{",".join(map(str, nodes))}],"edges":[{",".join(map(str, edges))}],"strings":'
        + json.dumps(strings)
        + "}"
    )

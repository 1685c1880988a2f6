"""Which things of a page's snapshot each layer counts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from harness.probes.live_objects import CLASSES
from harness.snapshots.heap_graph import HeapGraph, Whole

LISTENER = r"(V8|JS)\w*(EventListener|EventHandler|ErrorHandler)\w*"
# an element is called by its class or by its tag
NODE = r"<[^>]+>|(HTML|SVG|MathML)\w*Element|Element|Text|Comment|Attr|DocumentFragment|ShadowRoot"
WHOLE_HEAP = "page_heap"
# by layer, the names of what it counts
NAMES: Mapping[str, str] = {
    "workers": "Worker",
    "window_workers": "Worker",
    "other_workers": "Worker",
    **CLASSES,
    "canvases": f"{CLASSES['canvases']}|<canvas>",
    "documents": r"\w*Document",
    "listeners": LISTENER,
    "nodes": NODE,
}
GAME_OBJECTS = "game_objects"
BROWSER_OBJECTS = "browser_objects"
COUNTED = (*NAMES, GAME_OBJECTS, BROWSER_OBJECTS, WHOLE_HEAP)
"""Layers whose things are in a snapshot of the page."""
# what the browser notes about its own speed, up to a bound that a game cannot move
NOTES = r"Performance\w*|\w+Timing|LayoutShift\w*|\w+ContentfulPaint|VisibilityStateEntry|DOMRectReadOnly"
# what stands between an object of the browser and a function or an object of a script
BETWEEN = r"V8\w+|EventListener|Proxy"
# without what only Blink has a name for, such as blink::ComputedStyle
OF_THE_BROWSER = rf"(?!(?:{'|'.join((*NAMES.values(), NOTES, BETWEEN))})$)[A-Z]\w*"


def counted(graph: HeapGraph, layer: str, among: Whole, own_classes: Sequence[str] = ()) -> Whole:
    """Those of the nodes that a layer of COUNTED counts; `own_classes` are those of the page's scripts."""
    if layer == WHOLE_HEAP:
        return among
    if layer == GAME_OBJECTS:
        return _named(graph, among, "|".join(map(re.escape, own_classes)) or "(?!)")
    if layer == BROWSER_OBJECTS:
        return _named(graph, among[graph.is_native[among]], OF_THE_BROWSER)
    return _named(graph, among, NAMES[layer])


def _named(graph: HeapGraph, nodes: Whole, pattern: str) -> Whole:
    wanted = re.compile(pattern)
    return np.array(
        [node for node in nodes.tolist() if wanted.fullmatch(graph.class_of(node))], dtype=np.int64
    )

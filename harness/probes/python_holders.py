"""Runs in the Worker's Python: what refers to the newest objects of a type, by kind and by name.

Its source is sent there as it stands, so it imports nothing but the standard library. It names a module's
global, an attribute of a class or an object, a variable of a function that waits, and what lies in between.
"""

from __future__ import annotations

import gc
import json
import sys
import types
from collections import Counter
from collections.abc import Sequence
from typing import Any

NEWEST = 10
DEPTH = 4
CONTAINERS = (list, dict, tuple, set, frozenset)


def holders_as_json(names: Sequence[str], proxied: Sequence[int] = ()) -> str:
    """By name of a type, 'PyProxy of list' for what a proxy stands for, its holders and how many they hold.

    `proxied` are the addresses of objects that have a proxy.
    """
    gc.collect()
    everything = gc.get_objects()
    addresses = set(proxied)
    found: dict[str, dict[str, int]] = {}
    for name in names:
        plain = name.removeprefix("PyProxy of ")
        objects = [each for each in everything if type(each).__name__ == plain]
        if plain != name:
            objects = [each for each in objects if id(each) in addresses]
        newest, counts = objects[-NEWEST:], Counter[str]()
        hidden = {id(everything), id(objects), id(newest)}
        for each in newest:
            counts.update({_holder(each, hidden, 0)})
        found[name] = dict(counts.most_common())
        del objects, newest
    return json.dumps(found)


def _holder(thing: object, hidden: set[int], depth: int) -> str:
    """'a list in global _kept of module kitchen.rules'; the most telling of several."""
    referrers = gc.get_referrers(thing)
    hidden = hidden | {id(referrers)}
    ways = []
    # no comprehension, which would hold the thing in a variable of its own
    for each in referrers:
        own = isinstance(each, types.FrameType) and each.f_globals is globals()
        if id(each) not in hidden and not own:
            ways.append(_way(thing, each, hidden, depth))
    known = [way for way in ways if way]
    return min(known, key=lambda way: (way.count(" in "), way), default="nothing in Python")


def _way(thing: object, holder: Any, hidden: set[int], depth: int) -> str:
    if isinstance(holder, types.GeneratorType | types.CoroutineType):
        frame = getattr(holder, "gi_frame", None) or getattr(holder, "cr_frame", None)
        return f"variable {_key(frame.f_locals, thing)} of function {holder.__qualname__}" if frame else ""
    if isinstance(holder, types.CellType):
        return _closure(holder)
    if isinstance(holder, dict):
        key = _key(holder, thing)
        for name, module in list(sys.modules.items()):
            if getattr(module, "__dict__", None) is holder:
                return f"global {key} of module {name}"
        for owner in gc.get_referrers(holder):
            if isinstance(owner, type):
                return f"attribute {key} of class {owner.__qualname__}"
            if not isinstance(owner, CONTAINERS) and getattr(owner, "__dict__", None) is holder:
                return f"attribute {key} of a {type(owner).__qualname__}"
    if isinstance(holder, CONTAINERS):
        kind = f"a {type(holder).__name__}"
        return kind if depth == DEPTH else f"{kind} in {_holder(holder, hidden | {id(thing)}, depth + 1)}"
    if isinstance(holder, type):
        return f"attribute {_key(vars(holder), thing)} of class {holder.__qualname__}"
    key = _key(getattr(holder, "__dict__", {}), thing)
    return f"attribute {key} of a {type(holder).__qualname__}" if key else f"a {type(holder).__qualname__}"


def _closure(cell: types.CellType) -> str:
    for cells in [each for each in gc.get_referrers(cell) if isinstance(each, tuple)]:
        for function in gc.get_referrers(cells):
            if isinstance(function, types.FunctionType) and function.__closure__ is cells:
                name = function.__code__.co_freevars[list(cells).index(cell)]
                return f"variable {name} of function {function.__qualname__}"
    return "a variable of an inner function"


def _key(holder: Any, thing: object) -> str:
    for key, value in list(holder.items()):
        if value is thing:
            return str(key)
    return ""

"""A kitchen's state as plain data: written, read back with any damage refused, and boiled down to a hash."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from reprlib import repr as brief
from struct import Struct
from typing import Any

from .layouts import COUNTER, FLOOR, POT, Layout
from .rules import COOK_TIME, DELIVERY_POINTS, KINDS, NOTHING, ONIONS_PER_SOUP, Cook, Pot, State

STATE_KEYS = ("layout", "horizon", "frame", "score", "rng", "cooks", "pots", "things")
HASH_BYTES = 8
_KIND_CODES = {kind: code for code, kind in enumerate(KINDS)}
# frame, score, generator, then cell, facing and held thing of either cook.
_HEAD = Struct("<IIIHBBHBB")
_THING = Struct("<HB")


class StateHasher:
    """Hashes states of one episode setting (layout and horizon) quickly and canonically.

    BLAKE2b over a packed form in which equal states have equal bytes: fixed order, fixed widths, things
    sorted by cell.
    """

    def __init__(self, layout: Layout, horizon: int) -> None:
        """Prepare for this layout and horizon, which are part of every hash."""
        setting = repr((layout.name, layout.terrain, horizon)).encode()
        self._seeded = hashlib.blake2b(setting, digest_size=HASH_BYTES)

    def hash(self, state: State, rng_state: int) -> str:
        """Return 16 lower-case hexadecimal digits."""
        one, two = state.cooks
        packed = _HEAD.pack(
            state.frame, state.score, rng_state,
            one.cell, one.facing, _KIND_CODES[one.held],
            two.cell, two.facing, _KIND_CODES[two.held],
        )  # fmt: skip
        packed += bytes([amount for pot in state.pots.values() for amount in (pot.onions, pot.ticks)])
        for cell, kind in sorted(state.things.items()):
            packed += _THING.pack(cell, _KIND_CODES[kind])
        digest = self._seeded.copy()
        digest.update(packed)
        return digest.hexdigest()


def to_snapshot(layout: Layout, horizon: int, state: State, rng_state: int) -> dict[str, Any]:
    """Return ``state`` as a dictionary of JSON types; equal states give equal dictionaries in equal order."""

    def place(cell: int) -> dict[str, Any]:
        x, y = layout.xy(cell)
        return {"x": x, "y": y}

    return {
        "layout": layout.name,
        "horizon": horizon,
        "frame": state.frame,
        "score": state.score,
        "rng": rng_state,
        "cooks": [place(cook.cell) | {"facing": cook.facing, "held": cook.held} for cook in state.cooks],
        "pots": [
            place(cell) | {"onions": pot.onions, "ticks": pot.ticks} for cell, pot in state.pots.items()
        ],
        "things": [place(cell) | {"kind": kind} for cell, kind in sorted(state.things.items())],
    }


def from_snapshot(layout: Layout, horizon: int, data: Any) -> tuple[State, int]:
    """Return the state and the generator's state written by :func:`to_snapshot`.

    Raises ValueError, naming the field, for anything that ``layout`` and the rules do not allow.
    """
    _check_keys("the state", data, STATE_KEYS)
    if data["layout"] != layout.name or data["horizon"] != horizon:
        raise _damaged(
            f"it is of layout {brief(data['layout'])} and horizon {brief(data['horizon'])}, "
            f"this kitchen of {layout.name!r} and {horizon}"
        )
    cooks = [_read_cook(layout, f"cooks[{i}]", item) for i, item in enumerate(_list("cooks", data["cooks"]))]
    if len(cooks) != 2 or cooks[0].cell == cooks[1].cell:
        raise _damaged("cooks must be two, on two different cells")
    pots = dict(_read_pot(layout, f"pots[{i}]", item) for i, item in enumerate(_list("pots", data["pots"])))
    if tuple(pots) != layout.pots or len(data["pots"]) != len(pots):
        raise _damaged("pots must list each pot of the layout once, row by row")
    things = dict(
        _read_thing(layout, f"things[{i}]", item) for i, item in enumerate(_list("things", data["things"]))
    )
    if len(things) != len(data["things"]):
        raise _damaged("things must lie on different counters")
    frame = _number("frame", data["frame"], range(horizon + 1))
    score = _number("score", data["score"], range(0, 2 * DELIVERY_POINTS * frame + 1, DELIVERY_POINTS))
    rng_state = _number("rng", data["rng"], range(1, 2**32))
    return State((cooks[0], cooks[1]), pots, things, frame, score), rng_state


def _read_cook(layout: Layout, where: str, item: Any) -> Cook:
    cell = _read_place(layout, where, item, ("facing", "held"), FLOOR)
    return Cook(
        cell,
        _number(f"{where}.facing", item["facing"], range(4)),
        _kind(f"{where}.held", item["held"], KINDS),
    )


def _read_pot(layout: Layout, where: str, item: Any) -> tuple[int, Pot]:
    cell = _read_place(layout, where, item, ("onions", "ticks"), POT)
    onions = _number(f"{where}.onions", item["onions"], range(ONIONS_PER_SOUP + 1))
    # Between steps a full pot has cooked at least one tick, and only a full pot cooks.
    allowed = range(1, COOK_TIME + 1) if onions == ONIONS_PER_SOUP else range(1)
    return cell, Pot(onions, _number(f"{where}.ticks", item["ticks"], allowed))


def _read_thing(layout: Layout, where: str, item: Any) -> tuple[int, str]:
    cell = _read_place(layout, where, item, ("kind",), COUNTER)
    return cell, _kind(f"{where}.kind", item["kind"], [kind for kind in KINDS if kind != NOTHING])


def _read_place(layout: Layout, where: str, item: Any, more_keys: tuple[str, ...], letter: str) -> int:
    _check_keys(where, item, ("x", "y", *more_keys))
    x = _number(f"{where}.x", item["x"], range(layout.width))
    y = _number(f"{where}.y", item["y"], range(layout.height))
    if layout.terrain[y][x] != letter:
        raise _damaged(
            f"{where} is at ({x}, {y}), where the layout has {layout.terrain[y][x]!r}, not {letter!r}"
        )
    return y * layout.width + x


def _check_keys(where: str, item: Any, keys: tuple[str, ...]) -> None:
    if not isinstance(item, dict) or set(item) != set(keys):
        raise _damaged(f"{where} must be an object with exactly {', '.join(keys)}")


def _list(where: str, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise _damaged(f"{where} must be a list")
    return value


def _number(where: str, value: Any, allowed: range) -> int:
    # bool is a subclass of int, and True would pass for 1.
    if type(value) is not int or value not in allowed:
        steps = f" in steps of {allowed.step}" if allowed.step > 1 else ""
        raise _damaged(
            f"{where} is {brief(value)}, not a whole number from {allowed.start} to {allowed[-1]}{steps}"
        )
    return value


def _kind(where: str, value: Any, allowed: Iterable[str]) -> str:
    for kind in allowed:
        if value == kind:
            return kind
    raise _damaged(f"{where} is {brief(value)}, not one of {', '.join(map(repr, allowed))}")


def _damaged(what: str) -> ValueError:
    return ValueError(f"This state cannot be set: {what}; pass on what get_state() returned, unchanged.")

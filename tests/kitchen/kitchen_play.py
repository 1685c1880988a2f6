"""Helpers of the kitchen's tests: kitchens arranged by hand, and random players."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from game.kitchen import Kitchen, parse_layout

UP, DOWN, LEFT, RIGHT, INTERACT, TOGGLE, NOOP = range(7)

# Both cooks in one room with one of everything; a counter at (1, 0), a pot at (2, 0).
SMALL_ROOM = (
    "XXPXX",
    "O1 2S",
    "X   X",
    "XDXXX",
)
HORIZON_FRAMES = 1000

CookTuple = tuple[int, int, int, str]
"""x, y, facing, held."""


def small_kitchen(
    cook0: CookTuple,
    cook1: CookTuple = (3, 2, UP, ""),
    pot: tuple[int, int] = (0, 0),
    things: tuple[tuple[int, int, str], ...] = (),
) -> Kitchen:
    """A kitchen in the small room; cooks as CookTuple, pot as (onions, ticks), things as (x, y, kind)."""
    kitchen = Kitchen(parse_layout("small_room", SMALL_ROOM), HORIZON_FRAMES)
    return arranged(kitchen, cook0, cook1, things, [{"x": 2, "y": 0, "onions": pot[0], "ticks": pot[1]}])


def arranged(
    kitchen: Kitchen,
    cook0: CookTuple,
    cook1: CookTuple,
    things: tuple[tuple[int, int, str], ...] = (),
    pots: list[dict[str, int]] | None = None,
) -> Kitchen:
    """The same kitchen at frame 0 with cooks, things and, when given, pots put there by hand."""
    kitchen.reset(1)
    state = kitchen.get_state()
    state["cooks"] = [
        dict(zip(("x", "y", "facing", "held"), a_cook, strict=True)) for a_cook in (cook0, cook1)
    ]
    state["things"] = [dict(zip(("x", "y", "kind"), thing, strict=True)) for thing in things]
    state["pots"] = pots or state["pots"]
    kitchen.set_state(state)
    return kitchen


def cook(kitchen: Kitchen, index: int) -> CookTuple:
    """What one cook is up to."""
    x, y, facing, held = kitchen.drawing()["cooks"][index]
    return int(x), int(y), int(facing), str(held)


def pot(kitchen: Kitchen) -> tuple[int, int]:
    """(onions, ticks) of the small room's pot."""
    _, _, onions, ticks = kitchen.drawing()["pots"][0]
    return onions, ticks


def random_actions(seed: int, count: int) -> Iterator[tuple[int, int]]:
    """Pairs of actions with many interactions, so that things get moved about."""
    source = random.Random(seed)
    choices = (UP, DOWN, LEFT, RIGHT, INTERACT, INTERACT, TOGGLE, NOOP)
    for _ in range(count):
        yield source.choice(choices), source.choice(choices)


def nonzero_planes(view: memoryview, names: tuple[str, ...]) -> dict[tuple[int, int, str], int]:
    """An observation as {(x, y, plane): value}, zeros left out."""
    width, height, planes = view.shape or ()
    return {
        (x, y, names[plane]): int(value)
        for x in range(width)
        for y in range(height)
        for plane in range(planes)
        if (value := view[x, y, plane])
    }


def plain_observation(
    state: dict[str, Any], terrain: tuple[str, ...], own: int
) -> dict[tuple[int, int, str], int]:
    """What Overcooked-AI's lossless encoding says of a saved state, written as plainly as can be."""
    facing = ("up", "down", "left", "right")
    letters = {
        "P": "pot",
        "X": "counter",
        "O": "onion_dispenser",
        "D": "dish_dispenser",
        "S": "serving_window",
    }
    seen: dict[tuple[int, int, str], int] = {}
    for y, row in enumerate(terrain):
        for x, letter in enumerate(row):
            if letter in letters:
                seen[x, y, letters[letter]] = 1
            if state["horizon"] - state["frame"] < 40:
                seen[x, y, "urgency"] = 1
    for who, a_cook in (("own", state["cooks"][own]), ("other", state["cooks"][1 - own])):
        seen[a_cook["x"], a_cook["y"], f"{who}_position"] = 1
        seen[a_cook["x"], a_cook["y"], f"{who}_facing_{facing[a_cook['facing']]}"] = 1
    held = [{"x": c["x"], "y": c["y"], "kind": c["held"]} for c in state["cooks"] if c["held"]]
    for thing in [*held, *state["things"]]:
        place = (thing["x"], thing["y"])
        if thing["kind"] == "soup":
            seen[*place, "onions_in_soup"] = 3
            seen[*place, "soup_done"] = 1
        else:
            seen[*place, {"onion": "onions", "dish": "dishes"}[thing["kind"]]] = 1
    for a_pot in state["pots"]:
        place = (a_pot["x"], a_pot["y"])
        if a_pot["ticks"] == 0:
            seen[*place, "onions_in_pot"] = a_pot["onions"]
        else:
            seen[*place, "onions_in_soup"] = a_pot["onions"]
            seen[*place, "soup_steps_left"] = 20 - a_pot["ticks"]
            seen[*place, "soup_done"] = int(a_pot["ticks"] == 20)
    return {key: value for key, value in seen.items() if value}

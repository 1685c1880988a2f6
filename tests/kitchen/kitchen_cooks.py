"""Two plain cooks for the tests: each goes for the nearest useful cell, so that soups really get served.

Not a clever policy: each cook finds the nearest cell it could work at with what it holds. Where the room is
divided it hands things over counters that both can reach.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable

from game.kitchen import Kitchen, Layout
from game.kitchen.layouts import COUNTER, DISHES, FLOOR, ONIONS, POT, SERVING, touched_by
from game.kitchen.rules import INTERACT, NOOP

DIRECTIONS = range(4)


def cooks_actions(kitchen: Kitchen, source: random.Random, whim: float) -> tuple[int, int]:
    """The two cooks' actions; each is random with probability ``whim``, which also ends every stand-off."""
    first, second = (
        source.randrange(7) if source.random() < whim else _cook_action(kitchen, index) for index in (0, 1)
    )
    return first, second


def _cook_action(kitchen: Kitchen, index: int) -> int:
    layout, drawing = kitchen.layout, kitchen.drawing()
    x, y, facing, held = drawing["cooks"][index]
    other_x, other_y = drawing["cooks"][1 - index][:2]
    cell = int(y) * layout.width + int(x)
    other = int(other_y) * layout.width + int(other_x)
    pots = {py * layout.width + px: (onions, ticks) for px, py, onions, ticks in drawing["pots"]}
    things = {int(ty) * layout.width + int(tx): str(kind) for tx, ty, kind in drawing["things"]}
    mine = touched_by(layout, cell)
    shared = mine & touched_by(layout, other)
    for wanted in _wishes(layout, str(held), mine, shared, pots, things):
        action = _towards(layout, cell, other, int(facing), wanted)
        if action is not None:
            return action
    return NOOP


def _wishes(
    layout: Layout,
    held: str,
    mine: frozenset[int],
    shared: frozenset[int],
    pots: dict[int, tuple[int, int]],
    things: dict[int, str],
) -> list[Callable[[int], bool]]:
    """What a cook would work at next, best first, as tests of a cell."""
    letters = layout.cells

    def free_counter(cell: int) -> bool:
        return letters[cell] == COUNTER and cell not in things and (cell in shared or mine == shared)

    if held == "soup":
        return [lambda cell: letters[cell] == SERVING, free_counter]
    if held == "onion":
        return [lambda cell: letters[cell] == POT and pots[cell][0] < 3, free_counter]
    if held == "dish":
        return [lambda cell: letters[cell] == POT and pots[cell][0] == 3, free_counter]
    dish_is_due = any(onions == 3 for onions, _ in pots.values()) and "dish" not in things.values()
    # In a divided room, taking back what was just handed over would go on for ever.
    offered = mine if mine == shared or any(letters[cell] == POT for cell in mine) else frozenset[int]()
    return [
        lambda cell: cell in offered and things.get(cell) == "soup",
        lambda cell: cell in offered and things.get(cell) == "dish" and any(p[0] == 3 for p in pots.values()),
        lambda cell: dish_is_due and letters[cell] == DISHES,
        lambda cell: cell in offered and things.get(cell) == "onion" and any(p[0] < 3 for p in pots.values()),
        lambda cell: letters[cell] == ONIONS,
        lambda cell: cell in offered and cell in things,
    ]


def _towards(layout: Layout, cell: int, other: int, facing: int, wanted: Callable[[int], bool]) -> int | None:
    """The first action on the shortest way to work at a wanted cell, or None when there is none."""
    if layout.cells[cell + layout.deltas[facing]] != FLOOR and wanted(cell + layout.deltas[facing]):
        return INTERACT
    queue: deque[tuple[int, int | None]] = deque([(cell, None)])
    seen = {cell, other}
    while queue:
        here, first = queue.popleft()
        for direction in DIRECTIONS:
            neighbour = here + layout.deltas[direction]
            step = direction if first is None else first
            if layout.cells[neighbour] == FLOOR:
                if neighbour not in seen:
                    seen.add(neighbour)
                    queue.append((neighbour, step))
            elif wanted(neighbour):
                return step
    return None

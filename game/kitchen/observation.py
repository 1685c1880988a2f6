"""The lossless observation of Overcooked-AI: 26 planes over the kitchen, one stack for each cook.

Planes, their order and their meaning are those of ``lossless_state_encoding`` in the environment of Carroll
et al. 2019, "On the Utility of Learning about Humans for Human-AI Coordination". This kitchen has no
tomatoes; their four planes stay zero, so that agents trained on 26 planes fit.
"""

from __future__ import annotations

from .layouts import COUNTER, DISHES, ONIONS, POT, SERVING, Layout
from .rules import COOK_TIME, DISH, NOTHING, ONION, ONIONS_PER_SOUP, State

CHANNELS = (
    "own_position",
    "other_position",
    "own_facing_up",
    "own_facing_down",
    "own_facing_right",
    "own_facing_left",
    "other_facing_up",
    "other_facing_down",
    "other_facing_right",
    "other_facing_left",
    "pot",
    "counter",
    "onion_dispenser",
    "tomato_dispenser",
    "dish_dispenser",
    "serving_window",
    "onions_in_pot",
    "tomatoes_in_pot",
    "onions_in_soup",
    "tomatoes_in_soup",
    "soup_steps_left",
    "soup_done",
    "dishes",
    "onions",
    "tomatoes",
    "urgency",
)
CHANNEL_COUNT = len(CHANNELS)
URGENT_BELOW_FRAMES = 40
"""The urgency plane is all ones while fewer frames than this are left."""

_PLANE = {name: plane for plane, name in enumerate(CHANNELS)}
_ONIONS_IN_POT = _PLANE["onions_in_pot"]
_ONIONS_IN_SOUP = _PLANE["onions_in_soup"]
_SOUP_STEPS_LEFT = _PLANE["soup_steps_left"]
_SOUP_DONE = _PLANE["soup_done"]
_DISHES = _PLANE["dishes"]
_ONIONS = _PLANE["onions"]
# Overcooked-AI orders directions north, south, east, west; the actions here are up, down, left, right.
_FACING_PLANE = (0, 1, 3, 2)
_OWN_FACING = tuple(_PLANE["own_facing_up"] + offset for offset in _FACING_PLANE)
_OTHER_FACING = tuple(_PLANE["other_facing_up"] + offset for offset in _FACING_PLANE)
_TERRAIN_PLANES = {
    POT: _PLANE["pot"],
    COUNTER: _PLANE["counter"],
    ONIONS: _PLANE["onion_dispenser"],
    DISHES: _PLANE["dish_dispenser"],
    SERVING: _PLANE["serving_window"],
}


class ObservationWriter:
    """Writes both cooks' observations of one kitchen into one buffer.

    ``buffer`` holds uint8 values of shape (2, width, height, 26) in C order: first cook 0's view, then cook
    1's; x before y as in Overcooked-AI. It is the same object for the writer's life.

    What never changes is copied from a template, then the few cells that do change are set; that is cheaper
    than undoing the last step and cannot leave anything behind.
    """

    def __init__(self, layout: Layout) -> None:
        """Prepare the templates for ``layout``; the buffer starts as zeros."""
        self.shape = (layout.width, layout.height, CHANNEL_COUNT)
        self._view_bytes = layout.width * layout.height * CHANNEL_COUNT
        self.buffer = bytearray(2 * self._view_bytes)
        places = (layout.xy(cell) for cell in range(layout.width * layout.height))
        self._offsets = tuple((x * layout.height + y) * CHANNEL_COUNT for x, y in places)
        view = bytearray(self._view_bytes)
        for offset, letter in zip(self._offsets, layout.cells, strict=True):
            if letter in _TERRAIN_PLANES:
                view[offset + _TERRAIN_PLANES[letter]] = 1
        self._calm = bytes(view) * 2
        view[_PLANE["urgency"] :: CHANNEL_COUNT] = bytes([1]) * len(self._offsets)
        self._urgent = bytes(view) * 2

    def write(self, state: State, frames_left: int) -> None:
        """Fill the buffer from ``state``."""
        buffer = self.buffer
        offsets = self._offsets
        buffer[:] = self._urgent if frames_left < URGENT_BELOW_FRAMES else self._calm
        cooks = state.cooks
        for start, own, other in ((0, cooks[0], cooks[1]), (self._view_bytes, cooks[1], cooks[0])):
            at_own = start + offsets[own.cell]
            at_other = start + offsets[other.cell]
            buffer[at_own] = 1
            buffer[at_other + 1] = 1
            buffer[at_own + _OWN_FACING[own.facing]] = 1
            buffer[at_other + _OTHER_FACING[other.facing]] = 1
        for cook in cooks:
            if cook.held != NOTHING:
                self._write_thing(cook.cell, cook.held)
        for cell, kind in state.things.items():
            self._write_thing(cell, kind)
        for cell, pot in state.pots.items():
            if pot.ticks:
                self._write(cell, _ONIONS_IN_SOUP, pot.onions)
                self._write(cell, _SOUP_STEPS_LEFT, COOK_TIME - pot.ticks)
                self._write(cell, _SOUP_DONE, pot.ticks == COOK_TIME)
            elif pot.onions:
                self._write(cell, _ONIONS_IN_POT, pot.onions)

    def _write_thing(self, cell: int, kind: str) -> None:
        if kind == ONION:
            self._write(cell, _ONIONS, 1)
        elif kind == DISH:
            self._write(cell, _DISHES, 1)
        else:
            self._write(cell, _ONIONS_IN_SOUP, ONIONS_PER_SOUP)
            self._write(cell, _SOUP_DONE, 1)

    def _write(self, cell: int, plane: int, value: int) -> None:
        offset = self._offsets[cell] + plane
        self.buffer[offset] = value
        self.buffer[self._view_bytes + offset] = value

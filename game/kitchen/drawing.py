"""What a picture of the kitchen needs: all that moves, as short lists ready for JSON."""

from __future__ import annotations

from typing import TypedDict

from .layouts import Layout
from .rules import State


class Drawing(TypedDict):
    """All that moves. Columns and rows count from the top left.

    ``cooks``: [x, y, facing, held] each; ``pots``: [x, y, onions, ticks] each; ``things``: [x, y, kind] each,
    in the order of the cells; ``framesLeft``: frames until the episode ends.
    """

    cooks: list[list[int | str]]
    pots: list[list[int]]
    things: list[list[int | str]]
    score: int
    framesLeft: int


class Picture(TypedDict):
    """The whole kitchen: ``terrain`` holds one string a row, with the letters of :mod:`layouts`."""

    terrain: list[str]
    drawing: Drawing


def draw(layout: Layout, state: State, frames_left: int) -> Drawing:
    """Return the drawing of ``state``."""
    width = layout.width
    return {
        "cooks": [[cook.cell % width, cook.cell // width, cook.facing, cook.held] for cook in state.cooks],
        "pots": [[cell % width, cell // width, pot.onions, pot.ticks] for cell, pot in state.pots.items()],
        "things": [[cell % width, cell // width, kind] for cell, kind in sorted(state.things.items())],
        "score": state.score,
        "framesLeft": frames_left,
    }

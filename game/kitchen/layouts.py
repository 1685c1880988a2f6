"""The kitchens: their grids, and the checks that a grid must pass before anyone cooks in it.

The five classics are the grids of Carroll et al. 2019, "On the Utility of Learning about Humans for Human-AI
Coordination". Letters: ``' '`` floor, ``X`` counter, ``O`` onions, ``D`` dishes, ``P`` pot, ``S`` serving
window, ``1`` and ``2`` the floor cells where the cooks start. Cells are numbered row by row: ``cell = y *
width + x``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from reprlib import repr as brief

FLOOR, COUNTER, ONIONS, DISHES, POT, SERVING = " ", "X", "O", "D", "P", "S"
STARTS = ("1", "2")
LETTERS = FLOOR + COUNTER + ONIONS + DISHES + POT + SERVING + "".join(STARTS)
STATIONS = {ONIONS: "onion dispenser", DISHES: "dish dispenser", POT: "pot", SERVING: "serving window"}
MIN_SIDE, MAX_SIDE = 3, 64

GRIDS: dict[str, tuple[str, ...]] = {
    "cramped_room": (
        "XXPXX",
        "O  2O",
        "X1  X",
        "XDXSX",
    ),
    "asymmetric_advantages": (
        "XXXXXXXXX",
        "O XSXOX S",
        "X   P 1 X",
        "X2  P   X",
        "XXXDXDXXX",
    ),
    "coordination_ring": (
        "XXXPX",
        "X 1 P",
        "D2X X",
        "O   X",
        "XOSXX",
    ),
    "forced_coordination": (
        "XXXPX",
        "O X1P",
        "O2X X",
        "D X X",
        "XXXSX",
    ),
    "counter_circuit": (
        "XXXPPXXX",
        "X  2   X",
        "D XXXX S",
        "X  1   X",
        "XXXOOXXX",
    ),
    "grand_kitchen": (
        "XXXPXXPXXXXSSSXXXXPXXPXXX",
        "X                       X",
        "O                       O",
        "O  XXDXX  XXXXX  XXDXX  O",
        "X  XXXXX  XXPXX  XXXXX  X",
        "X                       X",
        "D     1                 D",
        "X  XPXXX  XXOXX  XXXPX  X",
        "D                 2     D",
        "X                       X",
        "X  XXXXX  XXPXX  XXXXX  X",
        "O  XXDXX  XXXXX  XXDXX  O",
        "O                       O",
        "X                       X",
        "XXXPXXPXXXXSSSXXXXPXXPXXX",
    ),
}
LAYOUT_NAMES = tuple(GRIDS)


@dataclass(frozen=True, slots=True)
class Layout:
    """A checked kitchen without its cooks.

    ``terrain`` holds ``height`` strings of ``width`` letters, the start cells shown as floor; ``cells`` is
    the same in one string. ``starts`` are the two start cells, ``pots`` the pot cells in ascending order.
    """

    name: str
    width: int
    height: int
    terrain: tuple[str, ...]
    cells: str
    starts: tuple[int, int]
    pots: tuple[int, ...]
    deltas: tuple[int, int, int, int]

    def xy(self, cell: int) -> tuple[int, int]:
        """The column and the row of a cell; rows count downwards."""
        return cell % self.width, cell // self.width


def layout_named(name: str) -> Layout:
    """Return the built-in kitchen of this name; raises ValueError for an unknown one."""
    rows = GRIDS.get(name) if isinstance(name, str) else None
    if rows is None:
        raise ValueError(f"There is no layout {brief(name)}: choose one of {', '.join(LAYOUT_NAMES)}.")
    return parse_layout(name, rows)


def parse_layout(name: str, rows: Sequence[str]) -> Layout:
    """Check a grid and return the kitchen; raises ValueError with what is wrong, where, and what to do."""
    _check_shape(name, rows)
    width, height = len(rows[0]), len(rows)
    grid = "".join(rows)
    _check_enclosed(name, rows)
    starts = (_only_cell(name, grid, STARTS[0]), _only_cell(name, grid, STARTS[1]))
    cells = grid.replace(STARTS[0], FLOOR).replace(STARTS[1], FLOOR)
    layout = Layout(
        name=name,
        width=width,
        height=height,
        terrain=tuple(cells[y * width : (y + 1) * width] for y in range(height)),
        cells=cells,
        starts=starts,
        pots=tuple(cell for cell, letter in enumerate(cells) if letter == POT),
        deltas=(-width, width, -1, 1),
    )
    _check_stations(layout)
    return layout


def touched_by(layout: Layout, start: int) -> frozenset[int]:
    """All cells that a cook starting at ``start`` can stand on or work at."""
    touched = {start}
    to_visit = [start]
    while to_visit:
        cell = to_visit.pop()
        for delta in layout.deltas:
            neighbour = cell + delta
            if neighbour not in touched:
                touched.add(neighbour)
                if layout.cells[neighbour] == FLOOR:
                    to_visit.append(neighbour)
    return frozenset(touched)


def _check_shape(name: str, rows: Sequence[str]) -> None:
    height, width = len(rows), len(rows[0]) if rows else 0
    if not (MIN_SIDE <= height <= MAX_SIDE and MIN_SIDE <= width <= MAX_SIDE):
        raise ValueError(
            f"Layout {name!r} is {width} x {height} cells: "
            f"make both sides {MIN_SIDE} to {MAX_SIDE} cells long."
        )
    for y, row in enumerate(rows):
        if len(row) != width:
            raise ValueError(
                f"Layout {name!r}, row {y} is {len(row)} cells wide and row 0 is {width}: "
                "make every row equally wide."
            )
        for x, letter in enumerate(row):
            if letter not in LETTERS:
                raise ValueError(
                    f"Layout {name!r} has {letter!r} at ({x}, {y}): use only the letters {LETTERS!r}."
                )


def _check_enclosed(name: str, rows: Sequence[str]) -> None:
    last_x, last_y = len(rows[0]) - 1, len(rows) - 1
    for y, row in enumerate(rows):
        for x, letter in enumerate(row):
            if (x in (0, last_x) or y in (0, last_y)) and letter in (FLOOR, *STARTS):
                raise ValueError(
                    f"Layout {name!r} is open at ({x}, {y}): put a counter or a station on its edge."
                )


def _only_cell(name: str, grid: str, letter: str) -> int:
    count = grid.count(letter)
    if count != 1:
        raise ValueError(f"Layout {name!r} has {count} start cells {letter!r}: mark exactly one.")
    return grid.index(letter)


def _check_stations(layout: Layout) -> None:
    touched = touched_by(layout, layout.starts[0]) | touched_by(layout, layout.starts[1])
    for letter, station in STATIONS.items():
        if letter not in layout.cells:
            raise ValueError(f"Layout {layout.name!r} has no {station}: add the letter {letter!r}.")
        if not any(layout.cells[cell] == letter for cell in touched):
            raise ValueError(
                f"Layout {layout.name!r} has no {station} that a cook can reach: put one beside the floor."
            )

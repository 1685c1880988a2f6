"""Every built-in kitchen can be played; every bad one is refused with a sentence."""

from __future__ import annotations

import random

import pytest

from game.kitchen import LAYOUT_NAMES, Kitchen, layout_named, parse_layout
from game.kitchen.layouts import STATIONS, touched_by
from tests.kitchen.kitchen_cooks import cooks_actions

GOOD = (
    "XXPXX",
    "O1 2S",
    "XDXXX",
)

SIZES = {
    "cramped_room": (5, 4),
    "asymmetric_advantages": (9, 5),
    "coordination_ring": (5, 5),
    "forced_coordination": (5, 5),
    "counter_circuit": (8, 5),
    "grand_kitchen": (25, 15),
}


def test_the_layouts_are_the_five_classics_and_a_large_one() -> None:
    sizes = {name: (layout_named(name).width, layout_named(name).height) for name in LAYOUT_NAMES}
    assert sizes == SIZES


@pytest.mark.parametrize("name", LAYOUT_NAMES)
def test_a_layout_shows_start_cells_as_floor_and_keeps_its_stations(name: str) -> None:
    layout = layout_named(name)
    assert [len(row) for row in layout.terrain] == [layout.width] * layout.height
    assert "".join(layout.terrain) == layout.cells
    assert set(layout.cells) <= set(" X") | set(STATIONS)
    assert {layout.cells[start] for start in layout.starts} == {" "}
    assert {layout.cells[cell] for cell in layout.pots} == {"P"}
    assert len(layout.pots) == layout.cells.count("P")


@pytest.mark.parametrize("name", LAYOUT_NAMES)
def test_all_floor_and_all_stations_can_be_reached(name: str) -> None:
    layout = layout_named(name)
    touched = touched_by(layout, layout.starts[0]) | touched_by(layout, layout.starts[1])
    useful = {cell for cell, letter in enumerate(layout.cells) if letter != "X"}
    assert useful <= touched


def test_two_layouts_keep_the_cooks_apart() -> None:
    apart = [
        name
        for name in LAYOUT_NAMES
        if layout_named(name).starts[1] not in touched_by(layout_named(name), layout_named(name).starts[0])
    ]
    assert apart == ["asymmetric_advantages", "forced_coordination"]


@pytest.mark.parametrize("name", LAYOUT_NAMES)
def test_two_plain_cooks_serve_soups_in_every_layout(name: str) -> None:
    kitchen = Kitchen(name, 400)
    kitchen.reset(5)
    source = random.Random(5)
    while not kitchen.done:
        kitchen.step(cooks_actions(kitchen, source, whim=0.2))
    assert kitchen.score >= 60


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ((), "'bad' is 0 x 0 cells: make both sides 3 to 64 cells long"),
        (("XX", "XX", "XX"), "'bad' is 2 x 3 cells: make both sides 3 to 64 cells long"),
        (("X" * 65,) * 3, "'bad' is 65 x 3 cells: make both sides 3 to 64 cells long"),
        (("XXPXX", "O1 2S", "XDXX"), r"row 2 is 4 cells wide and row 0 is 5: make every row equally wide"),
        (("XXPXX", "O1T2S", "XDXXX"), r"has 'T' at \(2, 1\): use only the letters"),
        (("XXPXX", "O1 2S", "XDX X"), r"is open at \(3, 2\): put a counter or a station"),
        (("XXPXX", "O1  2", "XDXSX"), r"is open at \(4, 1\): put a counter or a station"),
        (("XXPXX", "O  2S", "XDXXX"), "has 0 start cells '1': mark exactly one"),
        (("XXPXX", "O1 1S", "XDXXX"), "has 2 start cells '1': mark exactly one"),
        (("XXPXX", "O1 XS", "XDXXX"), "has 0 start cells '2': mark exactly one"),
        (("XXPXX", "X1 2S", "XDXXX"), "has no onion dispenser: add the letter 'O'"),
        (("XXPXX", "O1 2S", "XXXXX"), "has no dish dispenser: add the letter 'D'"),
        (("XXXXX", "O1 2S", "XDXXX"), "has no pot: add the letter 'P'"),
        (("XXPXX", "O1 2X", "XDXXX"), "has no serving window: add the letter 'S'"),
        (("PXXXX", "O1 2S", "XDXXX"), "has no pot that a cook can reach: put one beside the floor"),
    ],
)
def test_a_bad_layout_is_refused_with_a_sentence(rows: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(ValueError, match=rf"^Layout .*{sentence}.*\.$"):
        parse_layout("bad", rows)


def test_a_layout_of_ones_own_can_be_played() -> None:
    kitchen = Kitchen(parse_layout("tiny", GOOD), 5)
    assert kitchen.reset(1).frame == 0
    assert kitchen.render()["terrain"] == ["XXPXX", "O   S", "XDXXX"]


@pytest.mark.parametrize("name", ["", "cramped", "Cramped_Room", 3, None, ["cramped_room"]])
def test_an_unknown_name_is_refused_with_the_known_ones(name: str) -> None:
    with pytest.raises(
        ValueError, match=r"^There is no layout .*: choose one of cramped_room, .*grand_kitchen\.$"
    ):
        Kitchen(name, 10)


@pytest.mark.parametrize("horizon", [0, -1, 100_001, 4.5, "450", None, True])
def test_a_horizon_that_is_no_number_of_frames_is_refused(horizon: int) -> None:
    with pytest.raises(
        ValueError, match=r"^Horizon .* is not usable: give a whole number from 1 to 100000\.$"
    ):
        Kitchen("cramped_room", horizon)

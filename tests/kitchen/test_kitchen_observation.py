"""The lossless observation: shape, order of planes, and values against a plain reference."""

from __future__ import annotations

import random

import pytest

from game.kitchen import LAYOUT_NAMES, Kitchen
from game.kitchen.observation import CHANNELS
from tests.kitchen.kitchen_cooks import cooks_actions
from tests.kitchen.kitchen_play import (
    DOWN,
    LEFT,
    NOOP,
    RIGHT,
    UP,
    CookTuple,
    nonzero_planes,
    plain_observation,
    small_kitchen,
)


@pytest.mark.parametrize("layout", LAYOUT_NAMES)
def test_views_have_width_height_and_26_planes_of_bytes(layout: str) -> None:
    kitchen = Kitchen(layout, 10)
    kitchen.reset(1)
    width, height = kitchen.layout.width, kitchen.layout.height
    for view in kitchen.observations:
        assert (view.shape, view.format, view.readonly) == ((width, height, 26), "B", True)
    assert len(kitchen.observation_buffer) == 2 * width * height * 26


def test_the_planes_are_in_the_order_of_overcooked_ai() -> None:
    # Own and other position, 4 + 4 orientations (north, south, east, west), 6 terrain, 9 objects, urgency.
    assert len(CHANNELS) == len(set(CHANNELS)) == 26
    assert CHANNELS[:10] == (
        "own_position",
        "other_position",
        *(f"{who}_facing_{way}" for who in ("own", "other") for way in ("up", "down", "right", "left")),
    )
    assert CHANNELS[10:16] == (
        "pot",
        "counter",
        "onion_dispenser",
        "tomato_dispenser",
        "dish_dispenser",
        "serving_window",
    )
    assert CHANNELS[16:] == (
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


@pytest.mark.parametrize(("facing", "plane"), [(UP, 2), (DOWN, 3), (RIGHT, 4), (LEFT, 5)])
def test_each_direction_has_its_plane(facing: int, plane: int) -> None:
    mine, others = small_kitchen((1, 2, facing, "")).observations
    assert [mine[1, 2, number] for number in range(2, 6)] == [int(number == plane) for number in range(2, 6)]
    assert others[1, 2, plane + 4] == 1


@pytest.mark.parametrize(
    ("pot", "planes"),
    [
        ((0, 0), {}),
        ((2, 0), {"onions_in_pot": 2}),
        ((3, 1), {"onions_in_soup": 3, "soup_steps_left": 19}),
        ((3, 20), {"onions_in_soup": 3, "soup_done": 1}),
    ],
)
def test_a_pot_tells_raw_onions_from_soup(pot: tuple[int, int], planes: dict[str, int]) -> None:
    for view in small_kitchen((1, 1, UP, ""), pot=pot).observations:
        seen = {
            plane: value
            for (x, y, plane), value in nonzero_planes(view, CHANNELS).items()
            if (x, y) == (2, 0)
        }
        assert seen == {"pot": 1} | planes


@pytest.mark.parametrize(
    ("kind", "planes"),
    [("onion", {"onions": 1}), ("dish", {"dishes": 1}), ("soup", {"onions_in_soup": 3, "soup_done": 1})],
)
def test_things_show_alike_in_hand_and_on_a_counter(kind: str, planes: dict[str, int]) -> None:
    cook: CookTuple = (1, 1, UP, kind)
    seen = nonzero_planes(small_kitchen(cook, things=((1, 0, kind),)).observations[0], CHANNELS)
    for plane, value in planes.items():
        assert seen[1, 1, plane] == seen[1, 0, plane] == value


def test_urgency_fills_its_plane_when_fewer_than_40_frames_are_left() -> None:
    kitchen = Kitchen("cramped_room", 42)
    kitchen.reset(1)
    sums = []
    for _ in range(5):
        view = kitchen.observations[0]
        sums.append(sum(view[x, y, 25] for x in range(5) for y in range(4)))
        kitchen.step((NOOP, NOOP))
    assert sums == [0, 0, 0, 20, 20]


@pytest.mark.parametrize("layout", LAYOUT_NAMES)
def test_each_frame_of_a_cooked_game_matches_the_plain_reference(layout: str) -> None:
    kitchen = Kitchen(layout, 120)
    kitchen.reset(3)
    source = random.Random(3)
    while not kitchen.done:
        kitchen.step(cooks_actions(kitchen, source, whim=0.2))
        for own, view in enumerate(kitchen.observations):
            expected = plain_observation(kitchen.get_state(), kitchen.layout.terrain, own)
            assert nonzero_planes(view, CHANNELS) == expected


def test_the_buffer_stays_the_same_object() -> None:
    kitchen = Kitchen("cramped_room", 10)
    buffer = kitchen.observation_buffer
    kitchen.reset(1)
    state = kitchen.get_state()
    kitchen.step((UP, DOWN))
    kitchen.set_state(state)
    assert kitchen.observation_buffer is buffer

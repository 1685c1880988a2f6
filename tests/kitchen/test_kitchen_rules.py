"""The rules of the kitchen, one by one."""

from __future__ import annotations

import pytest

from game.kitchen import Kitchen
from tests.kitchen.kitchen_play import (
    DOWN,
    INTERACT,
    LEFT,
    NOOP,
    RIGHT,
    TOGGLE,
    UP,
    CookTuple,
    arranged,
    cook,
    pot,
    small_kitchen,
)

# The small room:   XXPXX
#                   O1 2S
#                   X   X
#                   XDXXX


@pytest.mark.parametrize(
    ("action", "where"),
    [(UP, (2, 1, UP)), (DOWN, (2, 2, DOWN)), (LEFT, (1, 2, LEFT)), (RIGHT, (3, 2, RIGHT))],
)
def test_a_cook_turns_and_walks_onto_free_floor(action: int, where: tuple[int, int, int]) -> None:
    start = (2, 1, DOWN, "") if action == DOWN else (2, 2, DOWN, "")
    kitchen = small_kitchen(start, (1, 1, UP, ""))
    kitchen.step((action, NOOP))
    assert cook(kitchen, 0)[:3] == where


def test_a_cook_only_turns_towards_a_counter() -> None:
    kitchen = small_kitchen((1, 1, DOWN, ""))
    kitchen.step((UP, NOOP))
    assert cook(kitchen, 0) == (1, 1, UP, "")


@pytest.mark.parametrize("action", [TOGGLE, NOOP])
def test_toggle_and_noop_leave_everything_but_the_frame(action: int) -> None:
    kitchen = small_kitchen((1, 1, UP, "onion"), things=((1, 0, "dish"),))
    before = kitchen.get_state()
    kitchen.step((action, action))
    assert kitchen.get_state() == before | {"frame": 1}


def test_cooks_who_want_the_same_cell_both_stay_and_turn() -> None:
    kitchen = small_kitchen((1, 1, UP, ""), (3, 1, UP, ""))
    kitchen.step((RIGHT, LEFT))
    assert cook(kitchen, 0) == (1, 1, RIGHT, "")
    assert cook(kitchen, 1) == (3, 1, LEFT, "")


def test_cooks_cannot_change_places() -> None:
    kitchen = small_kitchen((1, 1, UP, ""), (2, 1, UP, ""))
    kitchen.step((RIGHT, LEFT))
    assert cook(kitchen, 0) == (1, 1, RIGHT, "")
    assert cook(kitchen, 1) == (2, 1, LEFT, "")


@pytest.mark.parametrize("still", [NOOP, TOGGLE, INTERACT, UP])
def test_a_cook_cannot_walk_into_one_who_stays(still: int) -> None:
    kitchen = small_kitchen((1, 1, UP, ""), (2, 1, UP, ""))
    kitchen.step((RIGHT, still))
    assert cook(kitchen, 0) == (1, 1, RIGHT, "")
    assert cook(kitchen, 1) == (2, 1, UP, "")


def test_a_cook_follows_into_the_cell_the_other_leaves() -> None:
    kitchen = small_kitchen((1, 1, UP, ""), (2, 1, UP, ""))
    kitchen.step((RIGHT, RIGHT))
    assert cook(kitchen, 0) == (2, 1, RIGHT, "")
    assert cook(kitchen, 1) == (3, 1, RIGHT, "")


def test_a_collision_also_stops_the_one_who_would_have_been_free_to_go() -> None:
    # Cook 1 wants the cell that cook 0, blocked by a counter, does not leave.
    kitchen = small_kitchen((2, 1, DOWN, ""), (3, 1, UP, ""))
    kitchen.step((UP, LEFT))
    assert cook(kitchen, 0) == (2, 1, UP, "")
    assert cook(kitchen, 1) == (3, 1, LEFT, "")


@pytest.mark.parametrize(
    ("start", "held"), [((1, 1, LEFT, ""), "onion"), ((1, 2, DOWN, ""), "dish"), ((1, 2, LEFT, ""), "")]
)
def test_dispensers_fill_empty_hands(start: tuple[int, int, int, str], held: str) -> None:
    kitchen = small_kitchen(start)
    kitchen.step((INTERACT, NOOP))
    assert cook(kitchen, 0) == (*start[:3], held)


@pytest.mark.parametrize("held", ["onion", "dish", "soup"])
@pytest.mark.parametrize("place", [(1, 1, LEFT), (1, 2, DOWN)])
def test_dispensers_leave_full_hands_alone(place: tuple[int, int, int], held: str) -> None:
    kitchen = small_kitchen((*place, held))
    kitchen.step((INTERACT, NOOP))
    assert cook(kitchen, 0)[3] == held


@pytest.mark.parametrize("held", ["onion", "dish", "soup"])
def test_a_counter_takes_one_thing_and_gives_it_back(held: str) -> None:
    kitchen = small_kitchen((1, 1, UP, held))
    kitchen.step((INTERACT, NOOP))
    assert cook(kitchen, 0)[3] == ""
    assert kitchen.drawing()["things"] == [[1, 0, held]]
    kitchen.step((INTERACT, NOOP))
    assert cook(kitchen, 0)[3] == held
    assert kitchen.drawing()["things"] == []


def test_a_full_counter_takes_nothing_more() -> None:
    kitchen = small_kitchen((1, 1, UP, "onion"), things=((1, 0, "dish"),))
    kitchen.step((INTERACT, NOOP))
    assert cook(kitchen, 0)[3] == "onion"
    assert kitchen.drawing()["things"] == [[1, 0, "dish"]]


def test_interacting_with_floor_or_an_empty_counter_does_nothing() -> None:
    kitchen = small_kitchen((1, 1, RIGHT, "onion"), (3, 2, DOWN, ""))
    kitchen.step((INTERACT, INTERACT))
    assert cook(kitchen, 0) == (1, 1, RIGHT, "onion")
    assert cook(kitchen, 1) == (3, 2, DOWN, "")


def test_cook_0_comes_first_when_both_reach_for_one_thing() -> None:
    kitchen = arranged(
        Kitchen("forced_coordination", 10), (1, 1, RIGHT, ""), (3, 1, LEFT, ""), ((2, 1, "dish"),)
    )
    kitchen.step((INTERACT, INTERACT))
    assert (cook(kitchen, 0)[3], cook(kitchen, 1)[3]) == ("dish", "")


@pytest.mark.parametrize(("held", "after"), [(("onion", ""), ("", "onion")), (("", "onion"), ("", ""))])
def test_a_thing_passes_over_a_counter_in_one_step_from_cook_0_to_cook_1_alone(
    held: tuple[str, str], after: tuple[str, str]
) -> None:
    cooks: tuple[CookTuple, CookTuple] = ((1, 1, RIGHT, held[0]), (3, 1, LEFT, held[1]))
    kitchen = arranged(Kitchen("forced_coordination", 10), *cooks)
    kitchen.step((INTERACT, INTERACT))
    assert (cook(kitchen, 0)[3], cook(kitchen, 1)[3]) == after


@pytest.mark.parametrize("onions", [0, 1])
def test_an_onion_goes_into_a_pot_that_is_not_full(onions: int) -> None:
    kitchen = small_kitchen((2, 1, UP, "onion"), pot=(onions, 0))
    kitchen.step((INTERACT, NOOP))
    assert cook(kitchen, 0)[3] == ""
    assert pot(kitchen) == (onions + 1, 0)


def test_the_third_onion_starts_the_cooking_which_takes_20_ticks() -> None:
    kitchen = small_kitchen((2, 1, UP, "onion"), pot=(2, 0))
    kitchen.step((INTERACT, NOOP))
    assert pot(kitchen) == (3, 1)
    ticks = []
    for _ in range(21):
        kitchen.step((NOOP, NOOP))
        ticks.append(pot(kitchen)[1])
    assert ticks == [*range(2, 21), 20, 20]


def test_a_pot_with_two_onions_does_not_cook() -> None:
    kitchen = small_kitchen((2, 1, UP, ""), pot=(2, 0))
    for action in (INTERACT, NOOP, INTERACT):
        kitchen.step((action, NOOP))
    assert pot(kitchen) == (2, 0)


@pytest.mark.parametrize("ticks", [1, 10, 20])
def test_a_full_pot_takes_no_onion(ticks: int) -> None:
    kitchen = small_kitchen((2, 1, UP, "onion"), pot=(3, ticks))
    kitchen.step((INTERACT, NOOP))
    assert cook(kitchen, 0)[3] == "onion"
    assert pot(kitchen)[0] == 3


@pytest.mark.parametrize("pot_before", [(0, 0), (2, 0), (3, 1), (3, 18), (3, 19)])
def test_a_dish_waits_until_the_soup_is_ready(pot_before: tuple[int, int]) -> None:
    # With 19 ticks the soup is ready at the end of the step, too late for an interaction in it.
    kitchen = small_kitchen((2, 1, UP, "dish"), pot=pot_before)
    kitchen.step((INTERACT, NOOP))
    assert cook(kitchen, 0)[3] == "dish"
    assert pot(kitchen)[0] == pot_before[0]


@pytest.mark.parametrize(
    ("held", "after"), [("dish", "soup"), ("", ""), ("soup", "soup"), ("onion", "onion")]
)
def test_only_a_dish_takes_the_ready_soup(held: str, after: str) -> None:
    kitchen = small_kitchen((2, 1, UP, held), pot=(3, 20))
    kitchen.step((INTERACT, NOOP))
    assert cook(kitchen, 0)[3] == after
    assert pot(kitchen) == ((0, 0) if held == "dish" else (3, 20))


@pytest.mark.parametrize("server", [0, 1])
def test_a_soup_served_gives_both_cooks_20_points_and_the_score_20(server: int) -> None:
    bearer, idler = (3, 1, RIGHT, "soup"), (1, 2, UP, "")
    kitchen = small_kitchen(bearer, idler) if server == 0 else small_kitchen(idler, bearer)
    result = kitchen.step((INTERACT, NOOP) if server == 0 else (NOOP, INTERACT))
    assert (result.rewards, result.score, kitchen.score) == ((20, 20), 20, 20)
    assert cook(kitchen, server)[3] == ""
    assert kitchen.step((NOOP, NOOP)).rewards == (0, 0)
    assert kitchen.score == 20


@pytest.mark.parametrize("held", ["", "onion", "dish"])
def test_nothing_but_soup_is_served(held: str) -> None:
    kitchen = small_kitchen((3, 1, RIGHT, held), (1, 2, UP, ""))
    result = kitchen.step((INTERACT, NOOP))
    assert (result.rewards, result.score) == ((0, 0), 0)
    assert cook(kitchen, 0)[3] == held


def test_interactions_come_before_movements() -> None:
    # Cook 1 leaves in the step in which cook 0 uses the pot it faces; neither disturbs the other.
    kitchen = small_kitchen((2, 1, UP, "onion"), (3, 1, UP, ""))
    kitchen.step((INTERACT, DOWN))
    assert pot(kitchen) == (1, 0)
    assert cook(kitchen, 1) == (3, 2, DOWN, "")


def test_the_episode_ends_after_its_last_frame() -> None:
    kitchen = small_kitchen((1, 1, UP, ""))
    results = [kitchen.step((NOOP, NOOP)) for _ in range(kitchen.horizon)]
    assert [result.frame for result in results] == list(range(1, kitchen.horizon + 1))
    assert [result.done for result in results] == [False] * (kitchen.horizon - 1) + [True]
    assert kitchen.done
    with pytest.raises(ValueError, match=r"^The episode of 1000 frames is over: call reset"):
        kitchen.step((NOOP, NOOP))
    assert kitchen.reset(3).frame == 0
    assert not kitchen.done

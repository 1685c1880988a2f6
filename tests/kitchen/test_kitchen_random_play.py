"""10,000 steps in each kitchen, most of them random: what must always hold does hold."""

from __future__ import annotations

import random
from typing import Any

import pytest

from game.kitchen import LAYOUT_NAMES, Kitchen
from game.kitchen.observation import CHANNELS
from tests.kitchen.kitchen_cooks import cooks_actions
from tests.kitchen.kitchen_play import nonzero_planes, plain_observation, random_actions

pytestmark = pytest.mark.simulation

STEPS = 10_000
LOOK_EVERY_STEPS = 100
# Random steps alone hardly ever serve a soup; in the first steps of each round the cooks work on purpose.
ROUND_STEPS, WORKING_STEPS = 400, 100


def check_state(state: dict[str, Any], terrain: tuple[str, ...]) -> None:
    places = [(cook["x"], cook["y"]) for cook in state["cooks"]]
    assert places[0] != places[1]
    assert all(terrain[y][x] == " " for x, y in places)
    assert all(cook["held"] in ("", "onion", "dish", "soup") for cook in state["cooks"])
    for pot in state["pots"]:
        assert 0 <= pot["onions"] <= 3
        assert (1 <= pot["ticks"] <= 20) if pot["onions"] == 3 else pot["ticks"] == 0
    for thing in state["things"]:
        assert terrain[thing["y"]][thing["x"]] == "X"
        assert thing["kind"] in ("onion", "dish", "soup")


def check_change(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert after["frame"] == before["frame"] + 1
    for cook, moved in zip(before["cooks"], after["cooks"], strict=True):
        assert abs(cook["x"] - moved["x"]) + abs(cook["y"] - moved["y"]) <= 1
    for pot, later in zip(before["pots"], after["pots"], strict=True):
        if 0 < pot["ticks"] < 20:
            assert (later["onions"], later["ticks"]) == (3, pot["ticks"] + 1)
    assert abs(len(after["things"]) - len(before["things"])) <= 2
    # A soup that has come out of a pot is in hand, on a counter or served; none appears from nowhere.
    assert (
        soups(after) - soups(before) == pots_emptied(before, after) - (after["score"] - before["score"]) // 20
    )


def soups(state: dict[str, Any]) -> int:
    kinds = [cook["held"] for cook in state["cooks"]] + [thing["kind"] for thing in state["things"]]
    return kinds.count("soup")


def pots_emptied(before: dict[str, Any], after: dict[str, Any]) -> int:
    pairs = zip(before["pots"], after["pots"], strict=True)
    return sum(pot["onions"] == 3 and later["onions"] < 3 for pot, later in pairs)


@pytest.mark.parametrize("layout", LAYOUT_NAMES)
def test_invariants_hold_over_10000_steps(layout: str) -> None:
    kitchen = Kitchen(layout, STEPS)
    kitchen.reset(20)
    terrain = kitchen.layout.terrain
    before = kitchen.get_state()
    source = random.Random(20)
    for number, at_random in enumerate(random_actions(20, STEPS)):
        working = number % ROUND_STEPS < WORKING_STEPS
        actions = cooks_actions(kitchen, source, whim=0.2) if working else at_random
        result = kitchen.step(actions)
        after = kitchen.get_state()
        check_state(after, terrain)
        check_change(before, after)
        earned = after["score"] - before["score"]
        assert (result.rewards, result.score) == ((earned, earned), after["score"])
        if number % LOOK_EVERY_STEPS == 0 or number >= STEPS - 3:
            for own, view in enumerate(kitchen.observations):
                assert nonzero_planes(view, CHANNELS) == plain_observation(after, terrain, own)
        before = after
    assert kitchen.done
    assert kitchen.score > 0

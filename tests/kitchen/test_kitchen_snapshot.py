"""A saved state brings the game back exactly; a damaged one is refused and changes nothing."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable
from typing import Any

import pytest

from game.kitchen import LAYOUT_NAMES, Kitchen, parse_layout
from tests.kitchen.kitchen_cooks import cooks_actions
from tests.kitchen.kitchen_play import SMALL_ROOM, UP, random_actions, small_kitchen

Damage = Callable[[dict[str, Any]], Any]


def played(layout: str, frames: int) -> Kitchen:
    kitchen = Kitchen(layout, 400)
    kitchen.reset(8)
    source = random.Random(8)
    for _ in range(frames):
        kitchen.step(cooks_actions(kitchen, source, whim=0.3))
    return kitchen


@pytest.mark.parametrize("layout", LAYOUT_NAMES)
@pytest.mark.parametrize("frames", [0, 57, 163])
def test_a_restored_game_has_the_same_future(layout: str, frames: int) -> None:
    original = played(layout, frames)
    restored = Kitchen(layout, 400)
    result = restored.set_state(json.loads(json.dumps(original.get_state())))
    assert (result.frame, result.score, result.rewards) == (frames, original.score, (0, 0))
    for actions in random_actions(4, 200):
        assert restored.get_state() == original.get_state()
        assert restored.state_hash() == original.state_hash()
        assert restored.observation_buffer == original.observation_buffer
        assert restored.step(actions) == original.step(actions)
    # The generator came along too.
    original.reset()
    restored.reset()
    assert restored.state_hash() == original.state_hash()


def test_the_order_in_which_things_were_put_down_leaves_no_mark() -> None:
    things = ((1, 0, "dish"), (3, 0, "onion"))
    one = small_kitchen((1, 1, UP, ""), things=things)
    other = small_kitchen((1, 1, UP, ""), things=things[::-1])
    assert one.state_hash() == other.state_hash()
    assert json.dumps(one.get_state()) == json.dumps(other.get_state())
    assert one.drawing()["things"] == other.drawing()["things"] == [[1, 0, "dish"], [3, 0, "onion"]]


def test_every_part_of_a_state_shows_in_its_hash() -> None:
    base = small_kitchen((1, 1, UP, ""), things=((1, 0, "dish"),)).get_state()
    changes: list[Damage] = [
        lambda s: s.update(frame=1),
        lambda s: s.update(frame=1, score=20),
        lambda s: s.update(rng=s["rng"] ^ 1),
        lambda s: s["cooks"][0].update(x=2),
        lambda s: s["cooks"][0].update(y=2),
        lambda s: s["cooks"][0].update(facing=1),
        lambda s: s["cooks"][0].update(held="onion"),
        lambda s: s["cooks"][1].update(held="onion"),
        lambda s: s["cooks"].reverse(),
        lambda s: s["pots"][0].update(onions=1),
        lambda s: s["pots"][0].update(onions=3, ticks=1),
        lambda s: s["things"].clear(),
        lambda s: s["things"][0].update(kind="soup"),
        lambda s: s["things"][0].update(x=3),
    ]
    kitchen = Kitchen(parse_layout("small_room", SMALL_ROOM), 1000)
    kitchen.set_state(base)
    hashes = [kitchen.state_hash()]
    for change in changes:
        state = copy.deepcopy(base)
        change(state)
        kitchen.set_state(state)
        hashes.append(kitchen.state_hash())
    assert len(set(hashes)) == len(changes) + 1


def test_changing_a_saved_state_does_not_reach_into_the_kitchen() -> None:
    kitchen = small_kitchen((1, 1, UP, ""))
    before = kitchen.state_hash()
    state = kitchen.get_state()
    state["cooks"][0]["x"] = 2
    state["pots"].clear()
    assert kitchen.state_hash() == before


DAMAGES: list[tuple[Damage, str]] = [
    (lambda s: s.pop("rng"), "the state must be an object with exactly layout, horizon, frame"),
    (lambda s: s.update(extra=1), "the state must be an object with exactly"),
    (
        lambda s: s.update(layout="cramped_room"),
        "it is of layout 'cramped_room' and horizon 1000, this kitchen of",
    ),
    (lambda s: s.update(horizon=999), "it is of layout 'small_room' and horizon 999"),
    (lambda s: s.update(frame=-1), "frame is -1, not a whole number from 0 to 1000"),
    (lambda s: s.update(frame=1001), "frame is 1001"),
    (lambda s: s.update(frame=3.0), "frame is 3.0"),
    (lambda s: s.update(frame=True), "frame is True"),
    (lambda s: s.update(score=20), "score is 20, not a whole number from 0 to 0"),
    (lambda s: s.update(frame=10, score=30), "score is 30, not a whole number from 0 to 400 in steps of 20"),
    (lambda s: s.update(rng=0), "rng is 0, not a whole number from 1 to 4294967295"),
    (lambda s: s.update(rng="x" * 10_000), r"rng is 'xxx.*\.\.\.xxx.*', not"),
    (lambda s: s.update(cooks=None), "cooks must be a list"),
    (lambda s: s["cooks"].pop(), "cooks must be two, on two different cells"),
    (lambda s: s["cooks"].append(s["cooks"][0]), "cooks must be two, on two different cells"),
    (lambda s: s["cooks"][1].update(x=1, y=1), "cooks must be two, on two different cells"),
    (lambda s: s["cooks"][0].pop("held"), r"cooks\[0\] must be an object with exactly x, y, facing, held"),
    (lambda s: s["cooks"][0].update(x=0), r"cooks\[0\] is at \(0, 1\), where the layout has 'O', not ' '"),
    (lambda s: s["cooks"][0].update(x=9), r"cooks\[0\].x is 9, not a whole number from 0 to 4"),
    (lambda s: s["cooks"][1].update(facing=4), r"cooks\[1\].facing is 4"),
    (lambda s: s["cooks"][1].update(held="tomato"), r"cooks\[1\].held is 'tomato', not one of '', 'onion'"),
    (lambda s: s["cooks"][1].update(held=[]), r"cooks\[1\].held is \[\]"),
    (lambda s: s.update(pots=[]), "pots must list each pot of the layout once"),
    (lambda s: s["pots"].append(s["pots"][0]), "pots must list each pot of the layout once"),
    (lambda s: s["pots"][0].update(x=1), r"pots\[0\] is at \(1, 0\), where the layout has 'X', not 'P'"),
    (lambda s: s["pots"][0].update(onions=4), r"pots\[0\].onions is 4"),
    (lambda s: s["pots"][0].update(ticks=5), r"pots\[0\].ticks is 5, not a whole number from 0 to 0"),
    (lambda s: s["pots"][0].update(onions=3), r"pots\[0\].ticks is 0, not a whole number from 1 to 20"),
    (lambda s: s.update(things={}), "things must be a list"),
    (lambda s: s["things"].append(s["things"][0]), "things must lie on different counters"),
    (lambda s: s["things"][0].update(kind=""), r"things\[0\].kind is '', not one of 'onion', 'dish', 'soup'"),
    (lambda s: s["things"][0].update(y=1), r"things\[0\] is at \(1, 1\), where the layout has ' ', not 'X'"),
    (lambda s: s["things"].insert(0, "onion"), r"things\[0\] must be an object with exactly x, y, kind"),
]


@pytest.mark.parametrize(("damage", "what"), DAMAGES)
def test_a_damaged_state_is_refused_and_changes_nothing(damage: Damage, what: str) -> None:
    kitchen = small_kitchen((1, 1, UP, "onion"), things=((1, 0, "dish"),))
    before, seen = kitchen.get_state(), bytes(kitchen.observation_buffer)
    state = copy.deepcopy(before)
    damage(state)
    with pytest.raises(
        ValueError, match=rf"^This state cannot be set: {what}.*; pass on what get_state\(\) .*\.$"
    ):
        kitchen.set_state(state)
    assert kitchen.get_state() == before
    assert bytes(kitchen.observation_buffer) == seen


@pytest.mark.parametrize("data", [None, 3, "{}", [], {}])
def test_what_is_no_state_at_all_is_refused(data: object) -> None:
    with pytest.raises(ValueError, match=r"^This state cannot be set: the state must be an object"):
        Kitchen("cramped_room", 10).set_state(data)

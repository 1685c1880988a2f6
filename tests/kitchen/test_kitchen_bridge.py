"""What JavaScript calls: the JSON it gets, the buffer it reads, the sentences it shows."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from game.kitchen import LAYOUT_NAMES, Kitchen, bridge


@pytest.fixture(autouse=True)
def _no_kitchen_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridge, "_kitchen", None)


def config(layout: str = "cramped_room", horizon: int = 60) -> str:
    return json.dumps({"layout": layout, "horizon": horizon})


@pytest.mark.parametrize("layout", LAYOUT_NAMES)
def test_init_env_describes_the_kitchen(layout: str) -> None:
    reply = json.loads(bridge.init_env(config(layout)))
    width, height = reply["width"], reply["height"]
    assert list(reply) == ["layout", "width", "height", "horizon", "terrain", "observationShape", "cookTime"]
    assert (reply["layout"], reply["horizon"], reply["cookTime"]) == (layout, 60, 20)
    assert [len(row) for row in reply["terrain"]] == [width] * height
    assert reply["observationShape"] == [2, width, height, 26]
    assert isinstance(bridge.OBSERVATIONS, bytearray)
    assert len(bridge.OBSERVATIONS) == 2 * width * height * 26


def check_step_json(reply: dict[str, Any], frame: int) -> None:
    assert list(reply) == ["frame", "rewards", "score", "done", "hash", "drawing"]
    assert (reply["frame"], reply["rewards"], reply["score"], reply["done"]) == (
        frame,
        [0, 0],
        0,
        frame == 60,
    )
    assert len(bytes.fromhex(reply["hash"])) == 8
    drawing = reply["drawing"]
    assert list(drawing) == ["cooks", "pots", "things", "score", "framesLeft"]
    assert [len(cook) for cook in drawing["cooks"]] == [4, 4]
    assert drawing["pots"] == [[2, 0, 0, 0]]
    assert (drawing["things"], drawing["score"], drawing["framesLeft"]) == ([], 0, 60 - frame)


def test_reset_and_step_answer_with_the_same_shape_to_the_end() -> None:
    bridge.init_env(config())
    check_step_json(json.loads(bridge.reset(5)), 0)
    for frame in range(1, 61):
        check_step_json(json.loads(bridge.step(frame % 4, 6)), frame)


def test_the_bridge_plays_the_same_game_as_the_environment() -> None:
    bridge.init_env(config())
    bridge.reset(5)
    kitchen = Kitchen("cramped_room", 60)
    kitchen.reset(5)
    for number in range(60):
        actions = (number % 7, number * 3 % 7)
        reply = json.loads(bridge.step(*actions))
        result = kitchen.step(actions)
        assert (reply["frame"], reply["score"], reply["done"]) == (result.frame, result.score, result.done)
        assert reply["hash"] == bridge.compute_hash() == kitchen.state_hash()
        assert reply["drawing"] == kitchen.drawing()
        assert kitchen.observation_buffer == bridge.OBSERVATIONS


def test_one_buffer_serves_an_environment_for_life() -> None:
    bridge.init_env(config())
    buffer = bridge.OBSERVATIONS
    bridge.reset(5)
    bridge.set_state(bridge.get_state())
    bridge.step(0, 1)
    assert bridge.OBSERVATIONS is buffer
    bridge.init_env(config("grand_kitchen"))
    assert len(bridge.OBSERVATIONS) != len(buffer)


def test_a_state_travels_as_a_string() -> None:
    bridge.init_env(config())
    bridge.reset(5)
    bridge.step(4, 1)
    saved, seen = bridge.get_state(), bridge.compute_hash()
    bridge.step(2, 3)
    reply = json.loads(bridge.set_state(saved))
    check_step_json(reply, 1)
    assert reply["hash"] == seen
    assert bridge.get_state() == saved


def test_render_gives_terrain_and_drawing() -> None:
    reply = json.loads(bridge.init_env(config()))
    drawing = json.loads(bridge.reset(5))["drawing"]
    assert json.loads(bridge.render()) == {"terrain": reply["terrain"], "drawing": drawing}


def test_seed_rng_decides_the_next_reset_without_a_seed() -> None:
    bridge.init_env(config())
    bridge.seed_rng(12)
    first = bridge.reset()
    bridge.seed_rng(12)
    assert bridge.reset() == first


def test_everything_before_init_env_is_refused() -> None:
    calls: list[Callable[[], object]] = [
        lambda: bridge.reset(1),
        lambda: bridge.step(0, 0),
        bridge.get_state,
        lambda: bridge.set_state("{}"),
        bridge.compute_hash,
        lambda: bridge.seed_rng(1),
        bridge.render,
    ]
    for call in calls:
        with pytest.raises(ValueError, match=r"^There is no kitchen yet: call init_env first\.$"):
            call()


def test_everything_that_needs_a_state_is_refused_before_reset() -> None:
    bridge.init_env(config())
    calls: list[Callable[[], object]] = [
        lambda: bridge.step(0, 0),
        bridge.get_state,
        bridge.compute_hash,
        bridge.render,
    ]
    for call in calls:
        with pytest.raises(ValueError, match=r"^The kitchen has no state yet: call reset first\.$"):
            call()


@pytest.mark.parametrize("action", [-1, 7, 1.0, "4", None, True])
def test_a_bad_action_is_refused_and_the_state_kept(action: int) -> None:
    bridge.init_env(config())
    bridge.reset(5)
    before = bridge.get_state()
    sentence = r"^Action .* of cook {} is not usable: give a whole number from 0 to 6\.$"
    with pytest.raises(ValueError, match=sentence.format(0)):
        bridge.step(action, 0)
    with pytest.raises(ValueError, match=sentence.format(1)):
        bridge.step(0, action)
    assert bridge.get_state() == before


@pytest.mark.parametrize("actions", [(), (1,), (1, 2, 3), None, 4])
def test_the_environment_takes_exactly_two_actions(actions: tuple[int, int]) -> None:
    kitchen = Kitchen("cramped_room", 10)
    kitchen.reset(1)
    with pytest.raises(ValueError, match=r"^Actions .* are not usable: give two, one for each cook\.$"):
        kitchen.step(actions)


def test_a_step_after_the_end_is_refused() -> None:
    bridge.init_env(config(horizon=1))
    bridge.reset(5)
    bridge.step(6, 6)
    with pytest.raises(
        ValueError, match=r"^The episode of 1 frames is over: call reset before another step\.$"
    ):
        bridge.step(6, 6)


@pytest.mark.parametrize("text", ["", "{", "nonsense", None, 3, "[" * 100_000])
def test_text_that_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(
        ValueError, match=r"^The configuration is not JSON as expected \(.*\): give a JSON string\.$"
    ):
        bridge.init_env(text)
    bridge.init_env(config())
    with pytest.raises(ValueError, match=r"^The state is not JSON as expected \(.*\): give a JSON string\.$"):
        bridge.set_state(text)


@pytest.mark.parametrize(
    "text", ["[]", "3", "{}", '{"layout": "cramped_room"}', '{"layout": 1, "horizon": 2, "x": 3}']
)
def test_a_configuration_of_the_wrong_shape_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^The configuration is not usable: give exactly"):
        bridge.init_env(text)


def test_a_refused_configuration_leaves_the_kitchen_in_place() -> None:
    bridge.init_env(config())
    bridge.reset(5)
    before, buffer = bridge.compute_hash(), bridge.OBSERVATIONS
    with pytest.raises(ValueError, match="There is no layout 'nowhere'"):
        bridge.init_env(config("nowhere"))
    assert bridge.compute_hash() == before
    assert bridge.OBSERVATIONS is buffer

"""The same seed and actions give the same states, here and wherever else the traces are replayed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from game.kitchen import LAYOUT_NAMES, Kitchen
from game.kitchen.rng import MAX_SEED, Xorshift32
from tests.kitchen.kitchen_play import random_actions
from tests.kitchen.record_traces import TRACES, record

TRACE_FILES = sorted(TRACES.glob("*.json"))


def history(layout: str, seed: int) -> list[tuple[str, bytes, str]]:
    """State as JSON, observations and hash after the reset and after each of 200 steps."""
    kitchen = Kitchen(layout, 200)
    kitchen.reset(seed)
    seen = []
    for actions in random_actions(seed, 200):
        seen.append(
            (json.dumps(kitchen.get_state()), bytes(kitchen.observation_buffer), kitchen.state_hash())
        )
        kitchen.step(actions)
    return seen


@pytest.mark.parametrize("layout", LAYOUT_NAMES)
def test_the_same_seed_and_actions_give_identical_states(layout: str) -> None:
    assert history(layout, 11) == history(layout, 11)


@pytest.mark.parametrize("path", TRACE_FILES, ids=[path.stem for path in TRACE_FILES])
def test_a_recorded_trace_gives_its_hashes_again(path: Path) -> None:
    trace = json.loads(path.read_text(encoding="utf-8"))
    kitchen = Kitchen(trace["layout"], trace["horizon"])
    kitchen.reset(trace["seed"])
    hashes = [kitchen.state_hash()]
    for first, second in trace["actions"]:
        kitchen.step((first, second))
        hashes.append(kitchen.state_hash())
    assert hashes == trace["hashes"]
    assert kitchen.score >= 60


def test_there_is_a_trace_for_each_layout_and_recording_again_changes_nothing() -> None:
    assert {path.stem for path in TRACE_FILES} == set(LAYOUT_NAMES)
    trace = json.loads((TRACES / "cramped_room.json").read_text(encoding="utf-8"))
    assert record("cramped_room", trace["seed"]) == trace


def test_no_two_states_of_a_trace_share_a_hash() -> None:
    for path in TRACE_FILES:
        hashes = json.loads(path.read_text(encoding="utf-8"))["hashes"]
        assert len(set(hashes)) == len(hashes)


def test_layout_and_horizon_are_part_of_the_hash() -> None:
    kitchens = [Kitchen("cramped_room", 10), Kitchen("cramped_room", 11), Kitchen("coordination_ring", 10)]
    for kitchen in kitchens:
        kitchen.reset(1)
    assert len({kitchen.state_hash() for kitchen in kitchens}) == 3


def test_the_seed_decides_who_starts_where_and_faces_which_way() -> None:
    seen = set()
    kitchen = Kitchen("cramped_room", 10)
    for seed in range(300):
        kitchen.reset(seed)
        seen.add(str(kitchen.drawing()["cooks"]))
    # Two places for cook 0, four directions for either.
    assert len(seen) == 2 * 4 * 4


def test_without_a_seed_a_reset_goes_on_with_the_generator() -> None:
    kitchens = [Kitchen("cramped_room", 10) for _ in range(2)]
    starts: list[list[str]] = [[], []]
    for kitchen, hashes in zip(kitchens, starts, strict=True):
        kitchen.seed_rng(77)
        for _ in range(5):
            kitchen.reset()
            hashes.append(kitchen.state_hash())
    assert starts[0] == starts[1]
    assert len(set(starts[0])) == 5


def test_seeding_the_generator_moves_nobody() -> None:
    kitchen = Kitchen("cramped_room", 10)
    kitchen.reset(1)
    before = kitchen.get_state()
    kitchen.seed_rng(2)
    after = kitchen.get_state()
    assert before.pop("rng") != after.pop("rng")
    assert before == after


def test_the_generator_is_marsaglias_xorshift() -> None:
    # The first numbers of the triple 13-17-5 from state 1.
    generator = Xorshift32(0)
    generator.state = 1
    seen = []
    for _ in range(2):
        generator.below(2)
        seen.append(generator.state)
    assert seen == [270369, 67634689]


def test_draws_stay_below_their_bound_and_are_spread_evenly() -> None:
    generator = Xorshift32(9)
    counts = [0] * 4
    for _ in range(10_000):
        counts[generator.below(4)] += 1
    assert all(2300 < count < 2700 for count in counts)


@pytest.mark.parametrize("seed", [-1, MAX_SEED + 1, 1.0, "1", True])
def test_a_seed_out_of_range_is_refused(seed: int) -> None:
    kitchen = Kitchen("cramped_room", 10)
    with pytest.raises(
        ValueError, match=r"^Seed .* is not usable: give a whole number from 0 to 4294967295\.$"
    ):
        kitchen.reset(seed)


@pytest.mark.parametrize("seed", [0, 1, MAX_SEED])
def test_the_generator_never_gets_stuck_at_zero(seed: int) -> None:
    assert Xorshift32(seed).state != 0

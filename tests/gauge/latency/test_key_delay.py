"""When keys show with Python in a Worker, against Python on the page."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from gauge.latency.key_chart import keys_shown
from gauge.latency.key_delay import (
    ARMS,
    FEWEST_KEYS,
    KEYS,
    REPAINT_MS,
    KeyDelay,
    by_player,
    judge_key_delay,
    key_table,
    shift,
)
from gauge.latency.key_file import recompute, write_keys
from gauge.sealed_file import InvalidSampleFile
from gauge.verdict import Outcome

FRAME_MS = 1000 / 30


def keys(
    chance: np.random.Generator, late_ms: float = 0.0, count: int = KEYS, seats: Sequence[int] = (0, 1)
) -> list[KeyDelay]:
    """As a game has them, anywhere within a frame, at a repaint of its own; with Python in a Worker late."""
    found = []
    for arm, seat in product(ARMS, (0, 1)):
        late = 3 * FRAME_MS + chance.uniform(0, REPAINT_MS)
        late += late_ms if arm == "worker" and seat in seats else 0
        found += [KeyDelay(arm, 1, seat, late + within) for within in chance.uniform(0, FRAME_MS, count)]
    return found


@pytest.mark.parametrize(
    ("late_ms", "seats", "outcome"),
    [(0.0, (0, 1), Outcome.PASSED), (90.0, (0, 1), Outcome.FAILED), (90.0, (1,), Outcome.FAILED)],
)
def test_keys_that_are_late_are_told_from_those_that_are_not(
    late_ms: float, seats: Sequence[int], outcome: Outcome
) -> None:
    verdict = judge_key_delay(keys(np.random.default_rng(3), late_ms, seats=seats), 33)
    assert (verdict.requirement, verdict.outcome) == ("VALID-03e", outcome)
    if outcome is Outcome.FAILED:
        assert verdict.sentence.startswith(f"Player {seats[0] + 1}: from a key to its picture 2")
        assert "(more than the margin of 33 ms; 12 and 12 keys)" in verdict.sentence


@pytest.mark.simulation
@pytest.mark.parametrize("late_ms", [0.0, 33.0])
def test_the_bounds_hold_the_truth_and_are_narrow_enough_to_pass(late_ms: float) -> None:
    chance = np.random.default_rng(5)
    found = []
    for _ in range(6000):
        worker_ms, direct_ms, *_ = (ms for *_, ms in by_player(keys(chance, late_ms)))
        found.append(shift(worker_ms, direct_ms, 1))
    later, lower, upper = np.array(found).T
    assert np.mean(later) == pytest.approx(late_ms, abs=0.5)
    assert np.mean(lower > late_ms) < 0.02
    assert np.mean(upper < late_ms) < 0.02
    assert np.mean(upper <= late_ms + 33) > 0.95


def test_bounds_are_narrower_with_more_games() -> None:
    one, four = (shift([5.0, 6.0], [1.0, 2.0], games) for games in (1, 4))
    assert one[0] == four[0] == 4.0
    assert one[1] < four[1] < 3.0
    assert 5.0 < four[2] < one[2]


def test_too_few_keys_cannot_tell() -> None:
    verdict = judge_key_delay(keys(np.random.default_rng(3), 60, FEWEST_KEYS - 1), 33)
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert "Player 1: too few keys were seen to show (7 and 7 keys; at least 8)." in verdict.sentence
    assert judge_key_delay([], 33).outcome is Outcome.INCONCLUSIVE


@pytest.mark.parametrize(
    ("lost", "outcome", "words"),
    [
        (
            6,
            Outcome.FAILED,
            "Player 2: 6 of 12 keys did not show with Python in a Worker, and 0 of 12 on the page.",
        ),
        (2, Outcome.INCONCLUSIVE, "0 of 12 on the page: too few to tell whether keys are lost."),
        (0, Outcome.PASSED, "12 and 12 keys"),
    ],
)
def test_keys_that_do_not_show_are_counted(lost: int, outcome: Outcome, words: str) -> None:
    found = keys(np.random.default_rng(3))
    theirs = [key for key in found if (key.arm, key.player) == ("worker", 1)]
    ours = [key for key in found if key not in theirs]
    gone = [replace(key, ms=math.inf) for key in theirs[:lost]]
    verdict = judge_key_delay([*ours, *gone, *theirs[lost:]], 33)
    assert verdict.outcome is outcome
    assert words in verdict.sentence
    assert recompute(write_keys([*ours, *gone, *theirs[lost:]], 33)) == verdict


def test_keys_that_do_not_show_in_either_setup_are_left_out() -> None:
    found = [
        replace(key, ms=math.inf) if n % 12 == 0 else key
        for n, key in enumerate(keys(np.random.default_rng(3)))
    ]
    verdict = judge_key_delay(found, 33)
    assert (verdict.outcome, "11 and 11 keys" in verdict.sentence) == (Outcome.PASSED, True)


def test_a_margin_within_the_interval_cannot_be_told() -> None:
    verdict = judge_key_delay(keys(np.random.default_rng(3), 33), 33)
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert "the margin of 33 ms lies between" in verdict.sentence


def test_the_file_gives_the_same_verdict_again_and_a_changed_one_none() -> None:
    found = keys(np.random.default_rng(3))
    text = write_keys(found, 33)
    assert recompute(text) == judge_key_delay(found, 33)
    with pytest.raises(InvalidSampleFile):
        recompute(text.replace("worker,1", "worker,3", 1))


def test_the_table_and_the_chart_have_a_row_for_each_player_and_setup() -> None:
    found = keys(np.random.default_rng(3))
    assert [row[:3] for row in key_table(found).rows] == [
        (f"player {seat}", place, KEYS) for seat in (1, 2) for place in ("in a Worker", "on the page")
    ]
    (axes,) = keys_shown(found, 33, judge_key_delay(found, 33)).axes
    assert axes.get_title(loc="left") == "Keys show as soon with Python in a Worker"
    assert len(axes.get_yticks()) == 4

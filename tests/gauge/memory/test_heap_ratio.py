"""The factor-of-two rule for the page heap."""

from __future__ import annotations

import pytest

from gauge.memory.heap_ratio import HeapReading, judge_heap_ratio
from gauge.memory.layers import MIB
from gauge.verdict import Outcome

ALL = set(range(1, 11))


def heaps(first_mib: float, last_mib: float, games: int = 10, grown_player: int = 0) -> list[HeapReading]:
    readings = []
    for player in (0, 1):
        for game in range(1, games + 1):
            grown = player == grown_player and game == games
            readings.append(HeapReading(game, player, int((last_mib if grown else first_mib) * MIB)))
    return readings


@pytest.mark.parametrize(
    ("last_mib", "outcome"), [(10.0, Outcome.PASSED), (20.0, Outcome.PASSED), (20.01, Outcome.FAILED)]
)
def test_twice_the_first_is_the_last_value_that_passes(last_mib: float, outcome: Outcome) -> None:
    assert judge_heap_ratio(heaps(10.0, last_mib), 10).outcome is outcome


def test_the_player_who_grew_most_decides_and_is_named() -> None:
    verdict = judge_heap_ratio(heaps(10.0, 30.0, grown_player=1), 10)
    assert verdict.outcome is Outcome.FAILED
    assert "Player 2" in verdict.sentence
    assert "3.00 times that after game 1 (over the limit 2 times" in verdict.sentence
    assert "after game 10" in verdict.sentence
    assert verdict.figures["worst_ratio"] == pytest.approx(3.0)


def test_no_channel_passes_by_the_crash_check_and_warns() -> None:
    readings = [HeapReading(game, player, None) for game in range(1, 11) for player in (0, 1)]
    verdict = judge_heap_ratio(readings, 10)
    assert verdict.outcome is Outcome.PASSED
    assert "not measurable" in verdict.sentence
    assert verdict.warnings


@pytest.mark.parametrize(
    ("games", "players"),
    [(ALL - {1}, {0, 1}), (ALL - {10}, {0, 1}), (ALL - {5}, {0, 1}), (ALL, {0}), (set(), set())],
)
def test_what_was_not_read_is_inconclusive(games: set[int], players: set[int]) -> None:
    readings = [r for r in heaps(10.0, 10.0) if r.game in games and r.player in players]
    assert judge_heap_ratio(readings, 10).outcome is Outcome.INCONCLUSIVE


@pytest.mark.parametrize("lost", [1, 10])
def test_a_first_or_last_without_a_number_among_numbers_is_inconclusive(lost: int) -> None:
    readings = [reading for reading in heaps(10.0, 10.0) if (reading.game, reading.player) != (lost, 0)]
    verdict = judge_heap_ratio([*readings, HeapReading(lost, 0, None)], 10)
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert "not measurable" in verdict.sentence


def test_one_game_cannot_show_growth() -> None:
    assert judge_heap_ratio(heaps(10.0, 10.0, games=1), 1).outcome is Outcome.INCONCLUSIVE


@pytest.mark.parametrize("size", [0, -1])
def test_zero_is_never_a_reading(size: int) -> None:
    with pytest.raises(ValueError, match="not measurable"):
        HeapReading(1, 0, size)


def test_game_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="count from 1"):
        HeapReading(0, 0, 1)

"""A trend is the median slope with its interval; budgets include their boundary; amounts read well."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from gauge.memory.trend import MIN_READINGS, Trend, first_growing_game, fit_trend, shown
from gauge.verdict import Outcome

GAMES = list(range(11))


def test_the_trend_is_that_of_scipy_to_the_last_digit() -> None:
    values = np.random.default_rng(1).normal(100, 4, 11)
    found, theirs = fit_trend(GAMES, values.tolist()), stats.theilslopes(values, GAMES, 0.95)
    assert (found.slope, found.lower, found.upper) == (theirs.slope, theirs.low_slope, theirs.high_slope)


def test_added_growth_moves_slope_and_interval_by_as_much() -> None:
    values = np.random.default_rng(2).normal(100, 4, 11)
    still, growing = (
        fit_trend(GAMES, values.tolist()),
        fit_trend(GAMES, (values + 3 * np.arange(11)).tolist()),
    )
    assert growing.slope - still.slope == pytest.approx(3)
    assert growing.lower - still.lower == pytest.approx(3)
    assert growing.width == pytest.approx(still.width)
    assert growing.min_detectable(2.0) == pytest.approx(still.min_detectable(2.0))


def test_a_value_that_never_changes_has_no_growth_and_no_doubt() -> None:
    assert fit_trend(GAMES, [7.0] * 11) == Trend(11, 0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("lower", "upper", "outcome"),
    [
        (-1.0, 20.0, Outcome.PASSED),
        (-1.0, 20.0000001, Outcome.INCONCLUSIVE),
        (20.0, 30.0, Outcome.INCONCLUSIVE),
        (20.0000001, 30.0, Outcome.FAILED),
        (20.0, 20.0, Outcome.PASSED),
    ],
)
def test_the_budget_includes_its_boundary(lower: float, upper: float, outcome: Outcome) -> None:
    assert Trend(11, (lower + upper) / 2, lower, upper).outcome(20.0) is outcome


def test_too_few_readings_decide_nothing() -> None:
    assert Trend(MIN_READINGS - 1, 0.0, 0.0, 0.0).outcome(20.0) is Outcome.INCONCLUSIVE
    assert Trend(MIN_READINGS, 0.0, 0.0, 0.0).outcome(20.0) is Outcome.PASSED


@pytest.mark.parametrize(
    ("games", "values", "reason"),
    [
        ([0], [1.0], "no trend"),
        ([0, 1], [1.0], "no trend"),
        ([0, 1, 1], [1.0, 2.0, 3.0], "two values"),
        ([0, 1, 2], [1.0, float("nan"), 3.0], "finite"),
    ],
)
def test_what_gives_no_trend_is_refused(games: list[int], values: list[float], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        fit_trend(games, values)


@pytest.mark.parametrize("first", range(1, 9))
@pytest.mark.parametrize("noise", [0.0, 0.5])
def test_the_first_growing_game_is_found(first: int, noise: float) -> None:
    rng = np.random.default_rng(first)
    values = [100 + 20 * max(0, game - first + 1) + noise * rng.standard_normal() for game in GAMES]
    assert first_growing_game(GAMES, values) == first


def test_the_first_growing_game_is_found_in_process_memory_within_two_games() -> None:
    rng = np.random.default_rng(5)
    errors = []
    for _ in range(200):
        values = [4 * rng.choice((-1, 1)) + 48 * max(0, game - 3) for game in GAMES]
        errors.append(abs(first_growing_game(GAMES, values) - 4))
    assert np.mean(np.asarray(errors) == 0) >= 0.9
    assert max(errors) <= 2


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0, "B", "0 B"),
        (312, "B", "312 B"),
        (20 * 1024, "B", "20 KiB"),
        (19.5 * 1024, "B", "19.50 KiB"),
        (-3.5 * 1024**2, "B", "-3.50 MiB"),
        (5000 * 1024**2, "B", "5000 MiB"),
        (3.0, "count", "3"),
        (0.5, "count", "0.50"),
        (9.61, "s", "9.61 s"),
    ],
)
def test_amounts_are_written_in_1024s(value: float, unit: str, text: str) -> None:
    assert shown(value, unit) == text


def test_an_amount_never_reads_like_the_budget_that_it_misses() -> None:
    assert shown(20_480.4, "B", signed=True, apart_from=20_480) == "+20.0004 KiB"
    assert shown(20_480, "B", apart_from=20_480) == "20 KiB"
    assert shown(-0.0001, "B", signed=True) == "0.00 B"

"""The error rates that docs/statistics.md claims for trends, by simulated runs of ten and of twenty games.

Process memory is two levels 8 MiB apart with 0.5 MiB of jitter; the levels may stick, single games may move
it for good by 3 MiB either way, and the warm-up may fade over the first games. Budget: 2 MiB a game.
"""

import functools

import numpy as np
import pytest
from numpy.typing import NDArray

from gauge.memory.trend import fit_trend
from gauge.verdict import Outcome

pytestmark = pytest.mark.simulation

Array = NDArray[np.float64]

RUNS = 3000
GAMES, MORE = 10, 10
BUDGET_MIB = 2.0
NOISE = ("two levels", "sticking levels", "and steps", "and given back", "and taken up")


@functools.cache
def noise(kind: str, runs: int = RUNS) -> Array:
    """Readings in MiB without growth, (runs, 21)."""
    rng = np.random.default_rng(20_260_401)
    size = (runs, GAMES + MORE + 1)
    upper = rng.random(size) < 0.5
    if kind == "sticking levels":
        changes = rng.random(size) < 0.3
        changes[:, 0] = upper[:, 0]
        upper = np.cumsum(changes, axis=1) % 2 == 1
    values = np.where(upper, 4.0, -4.0) + 0.5 * rng.standard_normal(size)
    if kind.startswith("and"):
        steps = 3.0 * rng.choice((-1, 1), size) * (rng.random(size) < 0.1)
        steps[:, 0] = 0
        values += np.cumsum(steps, axis=1)
    fading = 10 * np.exp(-np.arange(size[1]) / 1.5)
    return np.asarray(values + {"and given back": 1, "and taken up": -1}.get(kind, 0) * fading)


def bounds(values: Array) -> tuple[Array, Array]:
    """Ends of the interval of every run, as scipy takes them when no two readings are equal."""
    count = values.shape[1]
    i, j = np.triu_indices(count, 1)
    slopes = np.sort((values[:, j] - values[:, i]) / (j - i), axis=1)
    reach = 1.959963984540054 * np.sqrt(count * (count - 1) * (2 * count + 5) / 18)
    upper = int(np.round((i.size + reach) / 2))
    return slopes[:, int(np.round((i.size - reach) / 2)) - 1], slopes[:, upper]


def outcomes(values: Array, budget: float) -> tuple[NDArray[np.int_], NDArray[np.int_]]:
    """1 passed, -1 failed, 0 open: after ten games, and after twenty where ten were inconclusive."""
    looks = []
    for games in (GAMES, GAMES + MORE):
        lower, upper = bounds(values[:, : games + 1])
        looks.append(np.where(upper <= budget, 1, np.where(lower > budget, -1, 0)))
    return looks[0], np.where(looks[0] == 0, looks[1], looks[0])


def growing(kind: str, mib_per_game: float) -> Array:
    return np.asarray(noise(kind) + mib_per_game * np.arange(GAMES + MORE + 1))


def share(where: NDArray[np.bool_]) -> float:
    return float(np.mean(where))


@pytest.mark.parametrize("games", [GAMES, GAMES + MORE])
@pytest.mark.parametrize("kind", NOISE)
def test_the_simulation_judges_as_the_gauge_does(kind: str, games: int) -> None:
    values = growing(kind, 2.0)[:40, : games + 1]
    for run, lower, upper in zip(values, *bounds(values), strict=True):
        trend = fit_trend(list(range(games + 1)), run.tolist())
        assert (trend.lower, trend.upper) == pytest.approx((float(lower), float(upper)))


@pytest.mark.parametrize(
    ("kind", "passed_at_ten", "passed_in_all"),
    [
        (NOISE[0], 0.99, 0.99),
        (NOISE[1], 0.99, 0.99),
        (NOISE[2], 0.97, 0.99),
        (NOISE[3], 0.99, 0.99),
        (NOISE[4], 0.6, 0.99),
    ],
)
def test_a_clean_run_is_never_failed_and_passes_with_the_extension(
    kind: str, passed_at_ten: float, passed_in_all: float
) -> None:
    at_ten, in_all = outcomes(noise(kind), BUDGET_MIB)
    assert share(in_all == -1) <= 0.001
    assert share(at_ten == 1) >= passed_at_ten
    assert share(in_all == 1) >= passed_in_all


@pytest.mark.parametrize(
    ("kind", "failed_at_ten"),
    [(NOISE[0], 0.99), (NOISE[1], 0.99), (NOISE[2], 0.97), (NOISE[3], 0.6), (NOISE[4], 0.99)],
)
def test_twice_the_budget_is_failed(kind: str, failed_at_ten: float) -> None:
    at_ten, in_all = outcomes(growing(kind, 2 * BUDGET_MIB), BUDGET_MIB)
    assert share(at_ten == -1) >= failed_at_ten
    assert share(in_all == -1) >= 0.98
    assert share(in_all == 1) == 0


@pytest.mark.parametrize("kind", NOISE[:3])
def test_growth_of_exactly_the_budget_errs_rarely_either_way(kind: str) -> None:
    at_ten, _ = outcomes(growing(kind, BUDGET_MIB), BUDGET_MIB)
    allowed = {NOISE[0]: 0.03, NOISE[1]: 0.08, NOISE[2]: 0.08}[kind]
    assert share(at_ten == -1) <= allowed
    assert share(at_ten == 1) <= allowed


@pytest.mark.parametrize("count", [11, 21])
def test_the_interval_holds_the_truth_in_95_percent(count: int) -> None:
    lower, upper = bounds(np.random.default_rng(7).standard_normal((20_000, count)))
    assert 0.945 <= share((lower <= 0) & (upper >= 0)) <= 0.97


@pytest.mark.parametrize(
    ("kind", "least"), [(NOISE[0], 0.96), (NOISE[1], 0.92), (NOISE[2], 0.90), (NOISE[3], 0.55)]
)
def test_growth_that_a_run_says_it_detects_fails_such_runs(kind: str, least: float) -> None:
    lower, upper = bounds(noise(kind)[:, : GAMES + 1])
    min_detectable = BUDGET_MIB + (upper - lower)
    assert share(lower + min_detectable > BUDGET_MIB) >= least


@pytest.mark.parametrize("at", range(1, 11))
@pytest.mark.parametrize("height_kib", [20.0, 95.0, 400.0, 2000.0])
def test_a_cache_filled_once_never_fails_a_still_heap(at: int, height_kib: float) -> None:
    rng = np.random.default_rng(at)
    steps = height_kib * (np.arange(GAMES + MORE + 1) >= at) + rng.uniform(0, 1, (300, GAMES + MORE + 1))
    at_ten, in_all = outcomes(np.asarray(steps), 20.0)
    assert not np.any(in_all == -1)
    if height_kib < 100:
        assert np.all(at_ten == 1)


def test_a_heap_that_settles_over_the_first_games_passes() -> None:
    games = list(range(11))
    settling = [140 * (1 - float(np.exp(-game / 2))) for game in games]
    assert fit_trend(games, settling).outcome(20.0) is Outcome.PASSED

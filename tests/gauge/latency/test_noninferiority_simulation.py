"""The error rates that gauge.latency.noninferiority and gauge.latency.study claim, by simulated studies.

A step time is lognormal with serial correlation and rare heavy-tailed spikes; a match multiplies all of
its steps (standard deviation 10 to 25 %), and a drift is shared by the two matches of a pair. Truth is
the population value of the typical difference. Match quantiles come from a pool of simulated matches,
which makes thousands of studies affordable; the last test runs whole studies from their raw steps.
"""

import functools

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from gauge.latency.match_steps import MatchSteps
from gauge.latency.noninferiority import shift_bounds
from gauge.latency.study import DEFAULT_PLAN, SequentialPlan, judge_study
from gauge.verdict import Outcome

pytestmark = pytest.mark.simulation

Array = NDArray[np.float64]

STUDIES = 2000
POOL = 12_000
DRIFT_SD = 0.10
MARGIN_MS = {0.5: 2.0, 0.95: 5.0}
UNDECIDED, PASSED, FAILED = 0, 1, -1


def unit_steps(rng: np.random.Generator, series: int, steps: int) -> Array:
    """Step times of a player with a median near 1, one series per column: (steps, series)."""
    correlation = 0.4
    noise = rng.standard_normal((steps, series), dtype=np.float32)
    for step in range(1, steps):
        noise[step] = correlation * noise[step - 1] + np.sqrt(1 - correlation**2) * noise[step]
    times = np.exp(0.35 * noise)
    spikes = rng.random((steps, series), dtype=np.float32) < 0.03
    times[spikes] *= 2 + rng.pareto(2.5, int(spikes.sum())).astype(np.float32)
    return np.asarray(times, dtype=np.float64)


def pooled_quantile(times: Array, quantile: float) -> Array:
    """The quantile of two players' steps per match, as MatchSteps takes it."""
    players = np.concatenate([times[:, 0::2], times[:, 1::2]])
    return np.asarray(np.quantile(players, quantile, axis=0, method="median_unbiased"))


@functools.cache
def pool(steps: int) -> dict[float, Array]:
    times = unit_steps(np.random.default_rng(20_260_101), 2 * POOL, steps)
    return {quantile: pooled_quantile(times, quantile) for quantile in MARGIN_MS}


def arms(
    seed: int, quantile: float, match_sd: float, studies: int = STUDIES, pairs: int = 12, steps: int = 240
) -> tuple[Array, Array]:
    """Match quantiles of two identical arms with a median step near 1 ms, each (studies, pairs)."""
    rng = np.random.default_rng(seed)
    spread = np.sqrt(np.log1p(match_sd**2))
    drift = np.exp(DRIFT_SD * rng.standard_normal((studies, pairs)))

    def arm() -> Array:
        effect = np.exp(spread * rng.standard_normal((studies, pairs)) - spread**2 / 2)
        return np.asarray(drift * effect * rng.choice(pool(steps)[quantile], (studies, pairs)))

    return arm(), arm()


def slowed(kind: str, amount: float, base: Array) -> Array:
    return base + amount if kind == "delay" else base * amount


def population_difference(kind: str, amount: float, quantile: float, match_sd: float, steps: int) -> float:
    if kind == "delay":
        return amount
    worker, direct = arms(5, quantile, match_sd, 1, 200_000, steps)
    return float(shift_bounds(slowed(kind, amount, worker), direct, 0.05)[0][0])


def decide(
    worker: Array, direct: Array, margin_ms: float, plan: SequentialPlan = DEFAULT_PLAN
) -> NDArray[np.int_]:
    """The rule of judge_study at one quantile, for many studies at once."""
    outcome = np.zeros(len(worker), dtype=int)
    for look in plan.looks:
        open_ = np.flatnonzero(outcome == UNDECIDED)
        if open_.size:
            _, lower, upper = shift_bounds(worker[open_, :look], direct[open_, :look], plan.alpha_per_look)
            outcome[open_] = np.where(
                upper <= margin_ms, PASSED, np.where(lower > margin_ms, FAILED, UNDECIDED)
            )
    return outcome


@pytest.mark.parametrize("quantile", [0.5, 0.95])
@pytest.mark.parametrize(
    ("kind", "amount", "match_sd", "steps"),
    [
        ("delay", 0.0, 0.25, 150),
        ("delay", 2.0, 0.10, 340),
        ("stretch", 1.5, 0.10, 150),
        ("stretch", 1.5, 0.25, 340),
        ("stretch", 3.0, 0.25, 150),
    ],
)
def test_each_bound_covers_the_truth_at_its_nominal_rate(
    kind: str, amount: float, match_sd: float, steps: int, quantile: float
) -> None:
    truth = population_difference(kind, amount, quantile, match_sd, steps)
    worker, direct = arms(11, quantile, match_sd, steps=steps)
    worker = slowed(kind, amount, worker)
    for pairs in (4, 5, 8, 12):
        _, lower, upper = shift_bounds(worker[:, :pairs], direct[:, :pairs], 0.05)
        assert np.mean(upper >= truth) == pytest.approx(0.95, abs=0.02), (pairs, "upper")
        assert np.mean(lower <= truth) == pytest.approx(0.95, abs=0.02), (pairs, "lower")


def test_each_bound_stays_close_when_whole_matches_are_disturbed() -> None:
    worker, direct = arms(12, 0.5, 0.25)
    disturbed = np.random.default_rng(13).random((2, *worker.shape)) < 1 / 12
    worker, direct = (
        np.where(disturbed[0], 1.8 * worker, worker),
        np.where(disturbed[1], 1.8 * direct, direct),
    )
    for pairs in (5, 12):
        _, lower, upper = shift_bounds(worker[:, :pairs], direct[:, :pairs], 0.05)
        assert np.mean(upper >= 0) == pytest.approx(0.95, abs=0.02)
        assert np.mean(lower <= 0) == pytest.approx(0.95, abs=0.02)


def test_the_usual_bounds_cover_too_little_here() -> None:
    """Why the percentile bootstrap and the t test of plain differences were not taken."""
    worker, direct = arms(14, 0.5, 0.25)
    worker = 3 * worker
    differences = (worker - direct)[:, :5]
    truth = float((worker - direct).mean())
    resamples = np.random.default_rng(15).integers(0, 5, (999, 5))
    percentile = np.quantile(differences[:, resamples].mean(axis=-1), 0.95, axis=1)
    plain_t = differences.mean(axis=1) + stats.t.isf(0.05, 4) * differences.std(axis=1, ddof=1) / np.sqrt(5)
    assert np.mean(percentile >= truth) < 0.89
    assert np.mean(plain_t >= truth) < 0.935


@pytest.mark.parametrize("quantile", [0.5, 0.95])
@pytest.mark.parametrize("match_sd", [0.10, 0.25])
@pytest.mark.parametrize("step_ms", [1, 3, 10])
def test_identical_arms_hardly_ever_fail(step_ms: int, match_sd: float, quantile: float) -> None:
    worker, direct = arms(21, quantile, match_sd)
    outcome = decide(step_ms * worker, step_ms * direct, MARGIN_MS[quantile])
    assert np.mean(outcome == FAILED) <= 0.005
    if step_ms <= 3:
        assert np.mean(outcome == PASSED) >= 0.99


MINIMUM_DETECTABLE_MS = {
    # direct median step in ms, match sd: delayed and stretched at the median, the same at the 95th percentile
    (1, 0.10): (2.2, 2.6, 5.5, 6.4),
    (1, 0.25): (2.5, 3.3, 6.0, 8.0),
    (2, 0.10): (2.4, 2.8, 5.9, 6.8),
    (2, 0.25): (2.9, 3.8, 6.8, 9.0),
    (3, 0.10): (2.6, 3.0, 6.2, 7.1),
    (3, 0.25): (3.4, 4.3, 7.7, 10.0),
    (10, 0.10): (3.9, 4.3, 8.9, 9.9),
    (10, 0.25): (6.2, 7.9, 13.3, 16.9),
}


@pytest.mark.parametrize(("step_ms", "match_sd"), MINIMUM_DETECTABLE_MS)
def test_the_documented_slowdown_is_found(step_ms: int, match_sd: float) -> None:
    documented = iter(MINIMUM_DETECTABLE_MS[step_ms, match_sd])
    for quantile, margin_ms in MARGIN_MS.items():
        worker, direct = (step_ms * arm for arm in arms(31, quantile, match_sd))
        typical = step_ms * float(pool(240)[quantile].mean())
        delayed = decide(worker + next(documented), direct, margin_ms)
        stretched = decide(worker * (1 + next(documented) / typical), direct, margin_ms)
        assert np.mean(delayed == FAILED) >= 0.95, quantile
        assert np.mean(stretched == FAILED) >= 0.95, quantile


@pytest.mark.parametrize("kind", ["delay", "stretch"])
def test_looking_three_times_errs_no_more_often_than_stated(kind: str) -> None:
    """The truth is put exactly at the margin, where a pass and a failure are both errors."""
    worker, direct = arms(41, 0.5, 0.25, studies=8000)
    amount = 2.0 if kind == "delay" else 3.0
    margin_ms = population_difference(kind, amount, 0.5, 0.25, 240)
    worker = slowed(kind, amount, worker)
    corrected = decide(worker, direct, margin_ms)
    assert np.mean(corrected == PASSED) <= 0.058
    assert np.mean(corrected == FAILED) <= 0.058
    naive = decide(worker, direct, margin_ms, SequentialPlan((5, 8, 12), 0.05, 0.05))
    assert np.mean(naive != UNDECIDED) > 0.16


def test_the_error_per_look_of_the_default_plan_makes_up_the_error_of_the_study() -> None:
    """It is the alpha quantile of the smallest p-value over the looks, where there is no difference."""
    rng = np.random.default_rng(51)
    smallest = [
        np.min(
            [stats.ttest_1samp(values[:, :n], 0, axis=1, alternative="greater").pvalue for n in (5, 8, 12)], 0
        )
        for values in rng.standard_normal((20, 20_000, 12))
    ]
    found = np.quantile(smallest, DEFAULT_PLAN.alpha)
    assert found == pytest.approx(DEFAULT_PLAN.alpha_per_look, rel=0.03)


def raw_study(seed: int, step_ms: float, every_twentieth_ms: float) -> list[MatchSteps]:
    """Twelve pairs from their raw steps; in the worker arm every twentieth step takes longer."""
    rng = np.random.default_rng(seed)
    matches = []
    for pair in range(12):
        drift = float(np.exp(DRIFT_SD * rng.standard_normal()))
        for arm in ("worker", "direct"):
            times = unit_steps(rng, 2, 240) * step_ms * drift * float(np.exp(0.15 * rng.standard_normal()))
            if arm == "worker":
                times[::20] += every_twentieth_ms
            matches.append(MatchSteps(pair, arm, (tuple(times[:, 0]), tuple(times[:, 1]))))
    return matches


def test_whole_studies_from_raw_steps_agree_with_the_simulated_rule() -> None:
    for seed in range(20):
        slow_ms = 40.0 if seed % 2 else 0.0
        matches = raw_study(seed, 1.5, slow_ms)
        played = DEFAULT_PLAN.looks[0]
        result = judge_study(matches[: 2 * played], MARGIN_MS)
        while result.more_pairs:
            played += result.more_pairs
            result = judge_study(matches[: 2 * played], MARGIN_MS)
        expected = []
        for quantile, margin_ms in MARGIN_MS.items():
            ms = {
                arm: [m.quantile_ms(quantile) for m in matches if m.arm == arm]
                for arm in ("worker", "direct")
            }
            expected.append(int(decide(np.array([ms["worker"]]), np.array([ms["direct"]]), margin_ms)[0]))
        assert result.outcome is {PASSED: Outcome.PASSED, FAILED: Outcome.FAILED}[min(expected)]
        assert result.outcome is (Outcome.FAILED if slow_ms else Outcome.PASSED)

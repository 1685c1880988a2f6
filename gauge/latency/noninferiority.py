"""Is a step in the Worker slower than on the page by more than a margin? Judged over pairs of matches.

The unit is the match, because starting the processes anew moves every step of a match together: it gives one
number per quantile. A pair of neighbouring matches, one of each arm, shares what the machine was doing.

The typical difference is the shift theta, in ms, for which the direct matches plus theta and the worker
matches agree in geometric mean. For each theta the pairs log W - log(D + theta) get a one-sided paired t
test; a bound is where it just does not reject (Lehmann & Romano, Testing Statistical Hypotheses, 3rd ed.
2005, section 3.5; log ratios: Bland & Altman, BMJ 312:1153, 1996). Why these bounds: docs/statistics.md.

Non-inferiority with a margin stated beforehand (Piaggio et al., JAMA 308:2594, 2012): passed when the upper
bound is at most the margin (inclusive), failed when the lower bound is above it, else inconclusive.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import NDArray

from gauge.latency.match_steps import MatchSteps, paired
from gauge.tables import Table
from gauge.verdict import Figure, Measure, Outcome, quantity

Array = NDArray[np.float64]

MIN_PAIRS = 4
MIN_STEPS_BEYOND = 5
"""A match must hold at least this many steps beyond the quantile, half of them from each player."""


@dataclass(frozen=True)
class Interval:
    """An estimate between two one-sided confidence bounds, each at the level of its comparison."""

    estimate: float
    lower: float
    upper: float


@dataclass(frozen=True)
class Comparison:
    """Worker against direct at one quantile, with all that is needed to recompute it.

    `alpha` is the one-sided error of each bound, `pairs` the pair numbers in ascending order,
    `worker_ms` and `direct_ms` the matches' quantiles in that order, `steps` how many steps were
    recorded in all; without enough steps the matches' quantiles are left out. `difference_ms` and
    `ratio` (of geometric means) are None when there is too little data to state them; `outcome` is
    then inconclusive.
    """

    quantile: float
    margin_ms: float
    alpha: float
    pairs: tuple[int, ...]
    worker_ms: tuple[float, ...]
    direct_ms: tuple[float, ...]
    steps: int
    difference_ms: Interval | None
    ratio: Interval | None
    outcome: Outcome
    sentence: str

    def figures(self) -> dict[str, Figure]:
        """The numbers behind the sentence, flat, with units in their names."""
        figures: dict[str, Figure] = {
            "quantile": self.quantile,
            "margin_ms": self.margin_ms,
            "one_sided_alpha": self.alpha,
            "pairs": len(self.pairs),
            "steps": self.steps,
        }
        for name, interval in (("difference_ms", self.difference_ms), ("ratio", self.ratio)):
            figures[name] = interval.estimate if interval else None
            figures[f"{name}_lower"] = interval.lower if interval else None
            figures[f"{name}_upper"] = interval.upper if interval else None
        for pair, worker, direct in zip(self.pairs, self.worker_ms, self.direct_ms, strict=False):
            figures[f"pair_{pair}_worker_ms"] = worker
            figures[f"pair_{pair}_direct_ms"] = direct
        return figures

    @property
    def measure(self) -> Measure | None:
        """Worker minus direct with its interval; None when there is too little data to state it."""
        if self.difference_ms is None:
            return None
        found, name = self.difference_ms, quantile_name(self.quantile)
        return Measure(
            f"{name[:1].lower()}{name[1:]}: Worker minus page",
            found.estimate,
            "ms",
            self.margin_ms,
            lower=found.lower,
            upper=found.upper,
            detectable=self.margin_ms + found.upper - found.lower,
            samples=f"{quantity(len(self.pairs), 'pair')} of matches, {self.steps:,} steps",
        )

    def arms(self) -> tuple[Measure, ...]:
        """Each arm's typical match, the median of the matches' quantiles."""
        name = quantile_name(self.quantile)
        return tuple(
            Measure(f"{name[:1].lower()}{name[1:]}", statistics.median(times), "ms", line=line)
            for line, times in (
                ("Python in a Worker", self.worker_ms),
                ("Python on the page", self.direct_ms),
            )
            if times
        )

    def table(self) -> Table:
        """The matches' quantiles in ms, a row per pair."""
        by_pair = zip(self.pairs, self.worker_ms, self.direct_ms, strict=False)
        rows = [(pair, worker, direct, worker - direct) for pair, worker, direct in by_pair]
        return Table(("pair", "worker", "direct", "worker - direct"), rows)


def quantile_name(quantile: float) -> str:
    """How a sentence calls the quantile: 'Median step', '95th percentile of steps'."""
    return "Median step" if quantile == 0.5 else f"{100 * quantile:.4g}th percentile of steps"


def fewest_steps_needed(quantile: float) -> int:
    """Steps each of two players must have made for a match's quantile to be stated at all."""
    return max(25, math.ceil(round(MIN_STEPS_BEYOND / min(quantile, 1 - quantile), 6) / 2))


def shift_bounds(worker: Array, direct: Array, alpha: float) -> tuple[Array, Array, Array]:
    """Typical difference and its one-sided bounds, each with error `alpha`: (estimate, lower, upper) in ms.

    `worker` and `direct` are positive match quantiles in ms, of shape (..., pairs); the results have
    shape (...), so that many studies are computed at once. Unchecked; `compare` is the checked way in.
    """
    t = float(scipy.stats.t.isf(alpha, worker.shape[-1] - 1))
    return _shift(worker, direct, 0.0), -_shift(direct, worker, t), _shift(worker, direct, t)


def _shift(worker: Array, direct: Array, t: float) -> Array:
    """The shift at which mean + t * standard error of the log ratios is zero.

    The function falls with the shift as long as its standard error changes less than its mean, so for
    match quantiles that do not differ by a factor of several within an arm. Shapes as in `shift_bounds`.
    """
    # half a second, which a run need not wait for before it judges
    from scipy.optimize import elementwise

    pairs = worker.shape[-1]
    workers, directs = worker.reshape(-1, pairs), direct.reshape(-1, pairs)

    def excess(shift: Array, study: NDArray[np.intp]) -> Array:
        slower = np.log(directs[study] + np.maximum(shift, 0)[..., None])
        logs = np.log(workers[study] + np.maximum(-shift, 0)[..., None]) - slower
        return np.asarray(logs.mean(axis=-1) + t * logs.std(axis=-1, ddof=1) / math.sqrt(pairs))

    studies = (np.arange(len(workers)),)
    widest = np.maximum(workers, directs).max(axis=-1)
    bracket = elementwise.bracket_root(excess, -widest, widest, args=studies).bracket
    return np.asarray(elementwise.find_root(excess, bracket, args=studies).x.reshape(worker.shape[:-1]))


def compare(
    matches: Sequence[MatchSteps],
    quantile: float,
    margin_ms: float,
    alpha: float = 0.05,
    confidence: float | None = None,
    whose: str = "",
) -> Comparison:
    """Judge worker minus direct at one quantile against a margin in ms.

    `matches` in any order, two of each pair number, one per arm. Fewer than MIN_PAIRS pairs, too few
    steps, or quantiles of zero (a clock too coarse for the step) are inconclusive. ValueError for an
    unpaired or doubled match, the same times in two matches, or a parameter out of its range. `confidence` is
    what the sentence states, where that is another level than 1 - `alpha` (see `gauge.latency.study`), and
    `whose` says whose steps these are (`gauge.latency.match_steps.whose`).
    """
    if not 0 < quantile < 1 or not 0 < alpha < 0.5 or not (math.isfinite(margin_ms) and margin_ms >= 0):
        raise ValueError(
            f"quantile {quantile}, margin {margin_ms} ms and alpha {alpha} cannot be used;"
            " allowed are 0 < quantile < 1, a finite margin of at least 0 ms and 0 < alpha < 0.5"
        )
    pairs = paired(matches)
    numbers = tuple(pairs)
    steps = sum(len(times) for match in matches for times in match.player_step_ms)
    name = quantile_name(quantile)

    def result(
        outcome: Outcome,
        sentence: str,
        workers: tuple[float, ...],
        directs: tuple[float, ...],
        difference: Interval | None = None,
        ratio: Interval | None = None,
    ) -> Comparison:
        return Comparison(
            quantile, margin_ms, alpha, numbers, workers, directs, steps, difference, ratio, outcome, sentence
        )

    needed = fewest_steps_needed(quantile)
    if matches and (shortest := min(matches, key=lambda match: match.fewest_steps)).fewest_steps < needed:
        few = (
            f"{name}: {quantity(shortest.fewest_steps, 'step')} after warm-up by a player of {shortest.name}"
            f" (needed: at least {needed})."
        )
        return result(Outcome.INCONCLUSIVE, few, (), ())
    workers = tuple(worker.quantile_ms(quantile) for worker, _ in pairs.values())
    directs = tuple(direct.quantile_ms(quantile) for _, direct in pairs.values())
    if len(numbers) < MIN_PAIRS:
        few = f"{name}: {quantity(len(numbers), 'pair')} of matches (needed: at least {MIN_PAIRS})."
        return result(Outcome.INCONCLUSIVE, few, workers, directs)
    if min(workers + directs) <= 0:
        coarse = (
            f"{name}: a match's {quantile:g} quantile is 0 ms; the page's clock is too coarse to compare."
        )
        return result(Outcome.INCONCLUSIVE, coarse, workers, directs)
    worker, direct = np.asarray(workers), np.asarray(directs)
    difference = Interval(*(float(bound) for bound in shift_bounds(worker, direct, alpha)))
    ratio = _ratio(worker, direct, alpha)
    outcome, finding = _judge(difference, margin_ms, 1 - alpha if confidence is None else confidence)
    sentence = (
        f"{name}: Worker {difference.estimate:+.2f} ms{whose}, {finding}"
        f" ({quantity(len(numbers), 'pair')} of matches, {steps:,} steps; ratio {ratio.estimate:.2f})."
    )
    return result(outcome, sentence, workers, directs, difference, ratio)


def _ratio(worker: Array, direct: Array, alpha: float) -> Interval:
    """Worker over direct, geometric mean over pairs, with one-sided t bounds (Bland & Altman, 1996)."""
    logs = np.log(worker) - np.log(direct)
    reach = float(scipy.stats.t.isf(alpha, logs.size - 1)) * float(logs.std(ddof=1)) / math.sqrt(logs.size)
    mean = float(logs.mean())
    return Interval(math.exp(mean), math.exp(mean - reach), math.exp(mean + reach))


def _judge(difference: Interval, margin_ms: float, level: float) -> tuple[Outcome, str]:
    """The verdict on the bounds, and the part of the sentence that gives its reason."""
    confidence = f"with {100 * level:.4g} % confidence"
    if difference.upper <= margin_ms:
        return (
            Outcome.PASSED,
            f"{confidence} at most {difference.upper:+.2f} ms, margin {margin_ms:g} ms",
        )
    if difference.lower > margin_ms:
        return (
            Outcome.FAILED,
            f"{confidence} at least {difference.lower:+.2f} ms, more than the margin of {margin_ms:g} ms",
        )
    return (
        Outcome.INCONCLUSIVE,
        f"{confidence} each way {difference.lower:+.2f} to {difference.upper:+.2f} ms,"
        f" so it may or may not be within the margin of {margin_ms:g} ms",
    )

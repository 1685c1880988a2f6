"""Growth per game as a robust trend: Theil-Sen slope, its 95 % interval, three verdicts against a budget.

The slope is the median of the slopes between any two readings (Theil, Proc. Kon. Ned. Akad. Wetensch. A
53:386, 1950); its interval comes from the ranks of those slopes by Kendall's tau (Sen, JASA 63:1379, 1968),
as `scipy.stats.theilslopes` computes it. Budgets are inclusive: *passed* when the interval's upper end is at
most the budget, *failed* when its lower end is above it, else *inconclusive*. Error rates and what process
memory allows: docs/statistics.md.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy

from gauge.verdict import INTERVAL, Outcome

CONFIDENCE = 0.95
MIN_READINGS = 5
"""Of fewer readings not even the smallest and largest slope enclose the truth in 95 % of cases."""
_UNITS = {"B": (("B", 1), ("KiB", 1024), ("MiB", 1024**2)), "s": (("s", 1),), "ms": (("ms", 1),)}


@dataclass(frozen=True)
class Trend:
    """Growth per game, in the readings' unit: Theil-Sen slope and the ends of its 95 % interval.

    `interval` is how a sentence calls what lies between these ends.
    """

    readings: int
    slope: float
    lower: float
    upper: float
    interval: str = INTERVAL

    @property
    def width(self) -> float:
        """How far apart the interval's ends are."""
        return self.upper - self.lower

    def min_detectable(self, budget: float) -> float:
        """Least growth per game that at least 95 % of runs as noisy as this one fail (docs/statistics.md)."""
        return budget + self.width

    def outcome(self, budget: float) -> Outcome:
        """Against a budget per game, inclusive; inconclusive below MIN_READINGS readings."""
        if self.readings < MIN_READINGS:
            return Outcome.INCONCLUSIVE
        if self.upper <= budget:
            return Outcome.PASSED
        return Outcome.FAILED if self.lower > budget else Outcome.INCONCLUSIVE


def fit_trend(games: Sequence[float], values: Sequence[float]) -> Trend:
    """The trend of one value per game.

    ValueError for fewer than two readings, a game that is there twice, or a value that is not finite.
    """
    if len(games) != len(values) or len(values) < 2:
        raise ValueError(
            f"{len(games)} games and {len(values)} values give no trend; give one value per game"
        )
    if len(set(games)) < len(games):
        raise ValueError("a game has two values; give one value per game")
    if not all(math.isfinite(value) for value in values):
        raise ValueError("a value is not a finite number; leave out what is not measurable")
    found = scipy.stats.theilslopes(np.asarray(values, float), np.asarray(games, float), CONFIDENCE)
    return Trend(len(values), float(found.slope), float(found.low_slope), float(found.high_slope))


def rise_since_start(games: Sequence[float], values: Sequence[float]) -> Trend:
    """What rose, all at once too, and stayed: from the first two readings to those of the second half.

    The median of the slopes between any two of them, with the least and the greatest as its ends. Of nine
    readings the last five all lie above the first two by chance in 1 of 21 (Mann and Whitney, Ann. Math.
    Stat. 18:50, 1947). Takes MIN_READINGS readings or more, in the order of the games.
    """
    x, y = np.asarray(games, float), np.asarray(values, float)
    late = slice(x.size // 2, None)
    slopes = np.subtract.outer(y[late], y[:2]) / np.subtract.outer(x[late], x[:2])
    ends = float(slopes.min()), float(slopes.max())
    return Trend(x.size, float(np.median(slopes)), *ends, "from the beginning to the second half")


def first_growing_game(games: Sequence[int], values: Sequence[float]) -> int:
    """The game from which on values grow, if they do: where a level followed by a slope fits best.

    For each start the slope is the median slope between readings, the level the median of what is left, and
    the start with the smallest sum of absolute errors wins, the earliest of equals. At least two readings.
    """
    order = np.argsort(np.asarray(games), kind="stable")
    x, y = np.asarray(games, float)[order], np.asarray(values, float)[order]
    i, j = np.triu_indices(x.size, 1)
    best, smallest = int(x[1]), math.inf
    for before in range(x.size - 1):
        grown = np.maximum(0.0, x - x[before])
        rising = grown[j] > grown[i]
        slope = np.median((y[j] - y[i])[rising] / (grown[j] - grown[i])[rising])
        rest = y - slope * grown
        error = float(np.abs(rest - np.median(rest)).sum())
        # Sums that differ by rounding alone are equal.
        if error < smallest * (1 - 1e-9) - 1e-9:
            best, smallest = int(x[before + 1]), error
    return best


def shown(value: float, unit: str, *, signed: bool = False, apart_from: float | None = None) -> str:
    """An amount for people: bytes in B, KiB or MiB, counts and other units as they are.

    Whole amounts have no decimals, others as many as it takes to read differently from `apart_from`.
    """
    scales = _UNITS.get(unit, (("", 1),))
    name, size = next((scale for scale in scales if abs(value) < 1024 * scale[1]), scales[-1])
    whole = float(value / size).is_integer()
    for decimals in range(0 if whole else 2, 12):
        text = f"{value / size:{'+' if signed else ''}.{decimals}f}"
        if apart_from is None or value == apart_from or float(text) != round(apart_from / size, decimals):
            break
    if float(text) == 0:
        text = text.lstrip("+-")
    return f"{text} {name}".rstrip()

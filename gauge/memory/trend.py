"""Growth a game as a robust trend: Theil-Sen slope, its 95 % interval, three verdicts against a budget.

The slope is the median of the slopes between any two readings (Theil, Proc. Kon. Ned. Akad. Wetensch. A
53:386, 1950); its interval comes from the ranks of those slopes by Kendall's tau (Sen, JASA 63:1379, 1968),
as `scipy.stats.theilslopes` computes it. Readings are those after the warm-up game (game 0) and after each
game that followed. Budgets are inclusive: *passed* when the interval's upper end is at most the budget,
*failed* when its lower end is above it, else *inconclusive*.

**Minimum growth that the run could have noticed** = budget + width of the interval, in units a game. Adding
g to the growth moves slope and interval by exactly g. A lower end lies, with 97.5 %, no further than one
width below the true growth, so that at least 95 % of runs as noisy as this one fail at that growth (97 to
98 % in simulation; 93 to 95 % when the noise remembers its last state; some 60 % while memory from the
warm-up is still being given back over the first games, because that hides growth).

**What process memory allows** (simulated, tests/gauge/test_trend_simulation.py: two levels 8 MiB apart,
0.5 MiB of jitter, budget 2 MiB a game). Shares of runs, after 10 games and, where those were inconclusive,
after up to 20:

    noise, in MiB                      no growth             4 MiB a game
                                       passed 10, in all     failed 10, in all   width at 10, 20
    two levels                          100 %   100 %         100 %   100 %       1.5   0.3
    levels that stick (30 % change)     100 %   100 %         100 %   100 %       1.4   0.4
    levels, and steps of 3 in 10 %       98 %   100 %          99 %   100 %       1.6   0.5
      and 10 given back after warm-up   100 %   100 %          64 %   100 %       2.0   0.6
      and 10 taken up after warm-up      64 %   100 %         100 %   100 %       2.0   0.7

No clean run failed. Ten games are therefore enough unless the warm-up is still fading; the planned extension
to twenty games is for that. Two looks at 2.5 % a bound err in at most 5 % (Bonferroni). A single step of a
channel that is otherwise still (a cache filled once) never fails, whatever its size: the lower end stays at
nearly 0. It passes within 10 games up to 4.7 budgets in height, within 20 games up to 12.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from gauge.verdict import Outcome

CONFIDENCE = 0.95
MIN_READINGS = 5
"""Of fewer readings not even the smallest and largest slope enclose the truth in 95 % of cases."""
_UNITS = {"B": (("B", 1), ("KiB", 1024), ("MiB", 1024**2)), "s": (("s", 1),)}


@dataclass(frozen=True)
class Trend:
    """Growth a game, in the readings' unit: Theil-Sen slope and the ends of its 95 % interval."""

    readings: int
    slope: float
    lower: float
    upper: float

    @property
    def width(self) -> float:
        """How far apart the interval's ends are."""
        return self.upper - self.lower

    def min_detectable(self, budget: float) -> float:
        """The least growth a game that at least 95 % of runs as noisy as this one fail (see the module)."""
        return budget + self.width

    def outcome(self, budget: float) -> Outcome:
        """Against a budget a game, inclusive; inconclusive below MIN_READINGS readings."""
        if self.readings < MIN_READINGS:
            return Outcome.INCONCLUSIVE
        if self.upper <= budget:
            return Outcome.PASSED
        return Outcome.FAILED if self.lower > budget else Outcome.INCONCLUSIVE


def fit_trend(games: Sequence[int], values: Sequence[float]) -> Trend:
    """The trend of one value a game.

    ValueError for fewer than two readings, a game that is there twice, or a value that is not finite.
    """
    if len(games) != len(values) or len(values) < 2:
        raise ValueError(f"{len(games)} games and {len(values)} values give no trend; give one value a game")
    if len(set(games)) < len(games):
        raise ValueError("a game has two values; give one value a game")
    if not all(math.isfinite(value) for value in values):
        raise ValueError("a value is not a finite number; leave out what is not measurable")
    found = stats.theilslopes(np.asarray(values, float), np.asarray(games, float), CONFIDENCE)
    return Trend(len(values), float(found.slope), float(found.low_slope), float(found.high_slope))


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

    Takes as many decimals as it needs to read differently from `apart_from` where the two differ.
    """
    scales = _UNITS.get(unit, (("", 1),))
    name, size = next((scale for scale in scales if abs(value) < 1024 * scale[1]), scales[-1])
    whole = size == 1 and float(value).is_integer()
    for decimals in range(0 if whole else 2, 12):
        text = f"{value / size:{'+' if signed else ''}.{decimals}f}"
        if apart_from is None or value == apart_from or float(text) != round(apart_from / size, decimals):
            break
    if float(text) == 0:
        text = text.lstrip("+-")
    return f"{text} {name}".rstrip()

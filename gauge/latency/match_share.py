"""Is a share of frames large enough, of matches whose frames share their fate? (docs/statistics.md)

The count decides, limit included, unless the matches say that it is not certain.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
import scipy

from gauge.latency.match_steps import Arm
from gauge.verdict import INTERVAL, Figure, Measure, Outcome, Verdict, quantity

MIN_FRAMES = 500
"""Of one player."""
MIN_MATCHES = 5
"""Of fewer matches the interval is too wide to fail a share of 95 % as a rule (docs/statistics.md)."""
ARM_NAMES: dict[Arm, str] = {"worker": "Python in the Worker", "direct": "Python on the page"}


class MatchCount(Protocol):
    """The counted frames of one match, of all its players, and how many of them were late."""

    @property
    def pair(self) -> int: ...
    @property
    def frames(self) -> int: ...
    @property
    def late(self) -> int: ...


def judge_share(
    counts: Sequence[MatchCount],
    arm: Arm,
    limit_percent: float,
    good: str,
    kinds: Mapping[str, int],
    table: str,
    whose: str = "",
) -> Verdict:
    """Passed when at least `limit_percent` (inclusive) of the frames of an arm's matches were not late.

    `good` says what those are ("of frames on time"), `kinds` how many frames were late in which way,
    `whose` whose they are (`gauge.latency.match_steps.whose`).
    Inconclusive when leaving one match out would turn the verdict round, when the share is below the limit
    and the upper end of its interval is not, and with fewer than MIN_FRAMES frames or MIN_MATCHES matches.
    ValueError for a limit outside 0 to 100.
    """
    if not 0 <= limit_percent <= 100:
        raise ValueError(f"a limit of {limit_percent} % cannot be met or missed; give one from 0 to 100 %")
    total, late = sum(count.frames for count in counts), sum(count.late for count in counts)
    figures: dict[str, Figure] = {
        "arm": arm,
        "limit_percent": limit_percent,
        "matches": len(counts),
        "frames": total,
        **{f"late_{kind.replace(' ', '_')}": number for kind, number in kinds.items()},
    }
    many = f"{quantity(total, 'frame')} of {quantity(len(counts), 'match')}"
    if total < MIN_FRAMES or len(counts) < MIN_MATCHES:
        few = (
            f"{ARM_NAMES[arm]}{whose}: {many}, too few to judge (needed: {MIN_FRAMES:,} frames of"
            f" {MIN_MATCHES} matches). Play more matches."
        )
        return Verdict("VALID-03c", Outcome.INCONCLUSIVE, few, figures, table)
    percent = on_time_percent(total, late)
    lower, upper = interval_by_match(counts)
    worst = min(counts, key=lambda count: on_time_percent(count.frames, count.late))
    figures |= {
        "on_time_percent": percent,
        "on_time_percent_lower": lower,
        "on_time_percent_upper": upper,
        "worst_match_percent": on_time_percent(worst.frames, worst.late),
        "worst_match_pair": worst.pair,
    }
    holds = percent >= limit_percent
    turning = [c for c in counts if (_percent_without(c, total, late) >= limit_percent) != holds]
    limit = f"{'limit' if holds else 'below the limit of'} {limit_percent:g} %"
    interval = f"{INTERVAL} {lower:.2f} to {upper:.2f} %"
    sentence = (
        f"{ARM_NAMES[arm]}{whose}: {_shown(percent, limit_percent)} % {good}"
        f" ({limit}; {many}{'' if holds else f'; {interval}'})."
    )
    if late:
        sentence += f" Late: {', '.join(f'{number:,} {kind}' for kind, number in kinds.items() if number)}."
    outcome, doubt = Outcome.PASSED if holds else Outcome.FAILED, ""
    if turning:
        without = _shown(_percent_without(turning[0], total, late), limit_percent)
        doubt = f"Without pair {turning[0].pair} it would be {without} %."
    elif not holds and upper >= limit_percent:
        doubt = "The interval reaches the limit."
    if doubt:
        outcome = Outcome.INCONCLUSIVE
        sentence += f" {doubt} The data cannot tell; play more matches."
    evidence = f"{table}\n\nOf the share on time, by match: {interval}."
    share = Measure(
        good.removeprefix("of "),
        percent,
        "%",
        limit_percent,
        "at least",
        lower,
        upper,
        detectable=max(0.0, limit_percent - (upper - lower)),
        samples=many,
        line=ARM_NAMES[arm],
    )
    return Verdict("VALID-03c", outcome, sentence, figures, evidence, measures=(share,))


def interval_by_match(counts: Sequence[MatchCount]) -> tuple[float, float]:
    """Two-sided 95 % interval of the share on time, in percent, resting on how much the matches differ.

    Student's t over the matches' shares. Matches never differ less than chance lets them, so the standard
    error is at least the binomial one, its share moved towards a half by one frame each way (Agresti &
    Coull, The American Statistician 52:119, 1998), which keeps it above zero when no frame is late. A
    share below the limit fails only when the upper end does too. At least two matches, each with frames.
    """
    shares = np.asarray([1 - count.late / count.frames for count in counts])
    total, late = sum(count.frames for count in counts), sum(count.late for count in counts)
    moved = (late + 1) / (total + 2)
    error = math.sqrt(max(float(shares.var(ddof=1)) / shares.size, moved * (1 - moved) / total))
    reach = float(scipy.stats.t.isf(0.025, shares.size - 1)) * error
    share = 1 - late / total
    return 100 * max(0.0, share - reach), 100 * min(1.0, share + reach)


def on_time_percent(frames: int, late: int) -> float:
    """Share of frames that were not late, in percent; 0 of none."""
    return 100 * (frames - late) / frames if frames else 0.0


def _percent_without(count: MatchCount, total: int, late: int) -> float:
    return on_time_percent(total - count.frames, late - count.late)


def _shown(percent: float, limit_percent: float) -> str:
    """Two decimals, or as many as it takes to tell the share from a limit that it misses."""
    for decimals in range(2, 8):
        text = f"{percent:.{decimals}f}"
        if (float(text) >= limit_percent) == (percent >= limit_percent):
            return text
    return repr(percent)

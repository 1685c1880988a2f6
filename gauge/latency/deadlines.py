"""Does every frame meet its deadline at the game's frame rate? The share that does, counted from every step.

At a rate of fps the frames are due T = 1000 / fps ms apart, and a frame meets its deadline when its step has
returned before the next frame is due. The schedule is inferred from the calls, for each player on their own:

    offset(f) = call_ms(f) - f * T
    pace(f)   = the smallest offset among the last second of frames, f itself included
    late(f)   : return_ms(f) > pace(f) + (f + 1) * T

Timers fire late but never early, so the smallest offset is the schedule. A second of frames is round(fps)
frame *numbers*: by the clock, a pause would push the schedule that it broke out of the window. A frame that
was not recorded is *missing* and late. Warm-up frames shape the pace and are not counted.

The count decides, limit included, unless the matches say that it is not certain: docs/statistics.md.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import get_args

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from gauge.clock.schedule import due_ms
from gauge.latency.match_steps import Arm
from gauge.tables import Table
from gauge.verdict import Figure, Measure, Outcome, Verdict, quantity

MIN_FRAMES = 1000
MIN_MATCHES = 5
"""Of fewer matches the interval is too wide to fail a share of 95 % as a rule (docs/statistics.md)."""
ROUNDING_MS = 1e-6
"""Sums of times in ms are off by less than this; clocks in a page tick in 0.005 ms or more."""
ARM_NAMES: dict[Arm, str] = {"worker": "Python in the Worker", "direct": "Python on the page"}


@dataclass(frozen=True)
class StepRecord:
    """One step of one player of one match, a match being a pair number and an arm.

    Both times are `performance.now()` of the player's page in ms. ValueError when the arm is unknown, a
    number is negative, or a time is not finite or runs backwards.
    """

    pair: int
    arm: Arm
    player: int
    frame: int
    call_ms: float
    return_ms: float

    def __post_init__(self) -> None:
        if self.arm not in get_args(Arm):
            raise ValueError(f"arm {self.arm!r} is not one of {', '.join(get_args(Arm))}")
        if min(self.pair, self.player, self.frame) < 0:
            raise ValueError(f"pair {self.pair}, player {self.player} or frame {self.frame} is negative")
        if not (math.isfinite(self.call_ms) and math.isfinite(self.return_ms)):
            raise ValueError(f"frame {self.frame} has a time that is not a finite number")
        if self.return_ms < self.call_ms:
            raise ValueError(f"frame {self.frame} returned before it was called")

    @property
    def step_ms(self) -> float:
        """How long the step took, in milliseconds."""
        return self.return_ms - self.call_ms


@dataclass(frozen=True)
class MatchDeadlines:
    """How the counted frames of one match, of all its players, fared.

    Late are those `slow` (the step alone took longer than a frame), those `behind` (a quick step that came
    too late in the schedule) and those `missing` (never recorded).
    """

    pair: int
    arm: Arm
    frames: int
    slow: int
    behind: int
    missing: int

    @property
    def late(self) -> int:
        """Frames that did not meet their deadline."""
        return self.slow + self.behind + self.missing

    @property
    def on_time_percent(self) -> float:
        """Share of frames that met their deadline, in percent."""
        return _percent(self.frames - self.late, self.frames)


def first_frame(records: Sequence[StepRecord]) -> int:
    """The number of the first frame of a match: games count from 0 or from 1. ValueError without a record."""
    if not records:
        raise ValueError("there is no step to judge; record at least one match")
    return min(record.frame for record in records)


def count_deadlines(
    records: Sequence[StepRecord], fps: float, *, warm_up_frames: int = 100, frames: int | None = None
) -> tuple[MatchDeadlines, ...]:
    """Frames on time and late in every match, ordered by pair and arm.

    `records` hold whole matches, warm-up included, in any order. `frames` is the length of a match; without
    it every match is as long as the longest. ValueError for no record, a rate that is not
    positive, or a frame that a player has twice.
    """
    if not (math.isfinite(fps) and fps > 0):
        raise ValueError(f"a rate of {fps} frames a second is none; give a positive number")
    start = first_frame(records)
    length = max(frames or 0, max(record.frame for record in records) - start + 1)
    players = sorted({record.player for record in records})
    counts = []
    by_match = sorted(records, key=lambda r: (r.pair, r.arm, r.player, r.frame))
    for (pair, arm), group in itertools.groupby(by_match, key=lambda r: (r.pair, r.arm)):
        match = list(group)
        total = slow = behind = missing = 0
        for player in players:
            calls, returns = _by_frame([r for r in match if r.player == player], start, length)
            late = _late(calls, returns, fps)[warm_up_frames:]
            long = (returns - calls > 1000 / fps + ROUNDING_MS)[warm_up_frames:]
            absent = np.isnan(calls)[warm_up_frames:]
            total += late.size
            slow += int(np.count_nonzero(late & long))
            behind += int(np.count_nonzero(late & ~long & ~absent))
            missing += int(np.count_nonzero(absent))
        counts.append(MatchDeadlines(pair, arm, total, slow, behind, missing))
    return tuple(counts)


def judge_deadlines(
    records: Sequence[StepRecord],
    arm: Arm,
    fps: float,
    limit_percent: float,
    *,
    warm_up_frames: int = 100,
    frames: int | None = None,
) -> Verdict:
    """The share of one arm, judged; the records may hold both. ValueError as the two that it calls."""
    counts = count_deadlines(records, fps, warm_up_frames=warm_up_frames, frames=frames)
    verdict = judge_share([count for count in counts if count.arm == arm], arm, limit_percent)
    return replace(verdict, figures={"fps": fps, **verdict.figures})


def judge_share(counts: Sequence[MatchDeadlines], arm: Arm, limit_percent: float) -> Verdict:
    """Passed when at least `limit_percent` (inclusive) of the frames of an arm's matches were on time.

    Inconclusive when leaving one match out would turn the verdict round, when the share is below the limit
    and the upper end of its interval is not, and with fewer than MIN_FRAMES frames or MIN_MATCHES matches.
    ValueError for a limit outside 0 to 100.
    """
    if not 0 <= limit_percent <= 100:
        raise ValueError(f"a limit of {limit_percent} % cannot be met or missed; give one from 0 to 100 %")
    total, late = sum(count.frames for count in counts), sum(count.late for count in counts)
    kinds = {
        "by a slow step": sum(count.slow for count in counts),
        "behind schedule": sum(count.behind for count in counts),
        "missing": sum(count.missing for count in counts),
    }
    figures: dict[str, Figure] = {
        "arm": arm,
        "limit_percent": limit_percent,
        "matches": len(counts),
        "frames": total,
        **dict(zip(("late_slow_step", "late_behind_schedule", "late_missing"), kinds.values(), strict=True)),
    }
    table = deadline_table(counts).text()
    many = f"{quantity(total, 'frame')} of {quantity(len(counts), 'match')}"
    if total < MIN_FRAMES or len(counts) < MIN_MATCHES:
        few = (
            f"{ARM_NAMES[arm]}: {many}, too few to judge (needed: {MIN_FRAMES:,} frames of {MIN_MATCHES}"
            " matches). Play more matches."
        )
        return Verdict("VALID-03c", Outcome.INCONCLUSIVE, few, figures, table)
    percent = _percent(total - late, total)
    lower, upper = interval_by_match(counts)
    worst = min(counts, key=lambda count: count.on_time_percent)
    figures |= {
        "on_time_percent": percent,
        "on_time_percent_lower": lower,
        "on_time_percent_upper": upper,
        "worst_match_percent": worst.on_time_percent,
        "worst_match_pair": worst.pair,
    }
    holds = percent >= limit_percent
    turning = [c for c in counts if (_percent_without(c, total, late) >= limit_percent) != holds]
    limit = f"{'limit' if holds else 'below the limit of'} {limit_percent:g} %"
    interval = f"95 % CI {lower:.2f} to {upper:.2f} %"
    sentence = (
        f"{ARM_NAMES[arm]}: {_shown(percent, limit_percent)} % of frames on time"
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
        "frames on time",
        percent,
        "%",
        limit_percent,
        "at least",
        lower,
        upper,
        samples=many,
        line=ARM_NAMES[arm],
    )
    share = replace(share, detectable=max(0.0, limit_percent - (upper - lower)))
    return Verdict("VALID-03c", outcome, sentence, figures, evidence, measures=(share,))


def interval_by_match(counts: Sequence[MatchDeadlines]) -> tuple[float, float]:
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
    reach = float(stats.t.isf(0.025, shares.size - 1)) * error
    share = 1 - late / total
    return 100 * max(0.0, share - reach), 100 * min(1.0, share + reach)


def deadline_table(counts: Sequence[MatchDeadlines]) -> Table:
    """Frames on time and late in each match, all players together."""
    rows = [(c.pair, c.arm, c.frames, c.on_time_percent, c.slow, c.behind, c.missing) for c in counts]
    headings = ("pair", "arm", "frames", "on_time_percent", "late_slow_step", "late_behind", "late_missing")
    return Table(headings, rows)


def _by_frame(
    records: Sequence[StepRecord], start: int, length: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Call and return of each frame of a player, NaN where none was recorded."""
    calls, returns = np.full(length, np.nan), np.full(length, np.nan)
    for r in records:
        if not math.isnan(calls[r.frame - start]):
            raise ValueError(
                f"pair {r.pair}, {r.arm}: player {r.player} has frame {r.frame} twice; a frame is one step"
            )
        calls[r.frame - start], returns[r.frame - start] = r.call_ms, r.return_ms
    return calls, returns


def _late(calls: NDArray[np.float64], returns: NDArray[np.float64], fps: float) -> NDArray[np.bool_]:
    """Which frames are late; missing ones are."""
    # A NaN compares as false, so a missing frame is not on time.
    return np.asarray(~(returns <= due_ms(calls, fps) + 1000 / fps + ROUNDING_MS))


def _percent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0


def _percent_without(count: MatchDeadlines, total: int, late: int) -> float:
    return _percent(total - count.frames - (late - count.late), total - count.frames)


def _shown(percent: float, limit_percent: float) -> str:
    """Two decimals, or as many as it takes to tell the share from a limit that it misses."""
    for decimals in range(2, 8):
        text = f"{percent:.{decimals}f}"
        if (float(text) >= limit_percent) == (percent >= limit_percent):
            return text
    return repr(percent)

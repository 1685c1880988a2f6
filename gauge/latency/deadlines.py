"""Does every frame meet its deadline at the game's frame rate? The share that does, counted from every step.

At a rate of fps the frames are due T = 1000 / fps ms apart, and a frame meets its deadline when its step has
returned before the next frame is due (`gauge.clock.schedule` says when that is). A frame that was not
recorded is *missing* and late. Warm-up frames shape the pace and are not counted.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from gauge.clock.schedule import due_ms
from gauge.latency.match_share import judge_share, on_time_percent
from gauge.latency.match_steps import Arm
from gauge.latency.step_record import StepRecord, by_frame, first_frame
from gauge.tables import Table
from gauge.verdict import Verdict

ROUNDING_MS = 1e-6
"""Sums of times in ms are off by less than this; clocks in a page tick in 0.005 ms or more."""


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
        return on_time_percent(self.frames, self.late)


@dataclass(frozen=True)
class Pace:
    """How matches are played: at `fps` frames a second, `frames` long (without it each is as long as the
    longest), of which the first `warm_up_frames` shape the pace and are not counted.

    ValueError for a rate that is not positive.
    """

    fps: float = 30.0
    frames: int | None = None
    warm_up_frames: int = 100

    def __post_init__(self) -> None:
        if not (math.isfinite(self.fps) and self.fps > 0):
            raise ValueError(f"a rate of {self.fps} frames a second is none; give a positive number")

    @property
    def frame_ms(self) -> float:
        return 1000 / self.fps


def matches_by_player(
    records: Sequence[StepRecord], pace: Pace
) -> Iterator[tuple[int, Arm, list[list[StepRecord]], int, int]]:
    """Pair, arm, each player's records, first frame and length of every match, by pair and arm.

    ValueError for no record.
    """
    start = first_frame(records)
    length = max(pace.frames or 0, max(record.frame for record in records) - start + 1)
    players = sorted({record.player for record in records})
    by_match = sorted(records, key=lambda r: (r.pair, r.arm, r.player, r.frame))
    for (pair, arm), group in itertools.groupby(by_match, key=lambda r: (r.pair, r.arm)):
        match = list(group)
        yield pair, arm, [[r for r in match if r.player == player] for player in players], start, length


def count_deadlines(records: Sequence[StepRecord], pace: Pace) -> tuple[MatchDeadlines, ...]:
    """Frames on time and late in every match, ordered by pair and arm.

    `records` hold whole matches, warm-up included, in any order. ValueError for no record, or a frame that a
    player has twice.
    """
    counts = []
    counted = slice(pace.warm_up_frames, None)
    for pair, arm, players, start, length in matches_by_player(records, pace):
        total = slow = behind = missing = 0
        for steps in players:
            calls = by_frame(steps, start, length, lambda r: r.call_ms)
            returns = by_frame(steps, start, length, lambda r: r.return_ms)
            # a NaN compares as false, so a missing frame is not on time
            late = ~(returns <= due_ms(calls, pace.fps) + pace.frame_ms + ROUNDING_MS)[counted]
            long = (returns - calls > pace.frame_ms + ROUNDING_MS)[counted]
            absent = np.isnan(calls)[counted]
            total += late.size
            slow += int(np.count_nonzero(late & long))
            behind += int(np.count_nonzero(late & ~long & ~absent))
            missing += int(np.count_nonzero(absent))
        counts.append(MatchDeadlines(pair, arm, total, slow, behind, missing))
    return tuple(counts)


def judge_deadlines(
    records: Sequence[StepRecord], arm: Arm, pace: Pace, limit_percent: float, whose: str = ""
) -> Verdict:
    """VALID-03c: the share of one arm, judged; the records may hold both, of the players that `whose` names.

    ValueError as those that it calls.
    """
    counts = count_deadlines(records, pace)
    verdict = judge_counts([count for count in counts if count.arm == arm], arm, limit_percent, whose)
    return replace(verdict, figures={"fps": pace.fps, **verdict.figures})


def judge_counts(
    counts: Sequence[MatchDeadlines], arm: Arm, limit_percent: float, whose: str = ""
) -> Verdict:
    """As `judge_deadlines`, of matches that are counted already, all of the arm."""
    kinds = {
        "by a slow step": sum(count.slow for count in counts),
        "behind schedule": sum(count.behind for count in counts),
        "missing": sum(count.missing for count in counts),
    }
    table = deadline_table(counts).text()
    return judge_share(counts, arm, limit_percent, "of frames on time", kinds, table, whose)


def deadline_table(counts: Sequence[MatchDeadlines]) -> Table:
    """Frames on time and late in each match, all players together."""
    rows = [(c.pair, c.arm, c.frames, c.on_time_percent, c.slow, c.behind, c.missing) for c in counts]
    headings = ("pair", "arm", "frames", "on_time_percent", "late_slow_step", "late_behind", "late_missing")
    return Table(headings, rows)

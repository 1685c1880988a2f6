"""What a player feels: from the moment at which a frame is due to the moment at which its picture is drawn.

A frame is shown by the first picture that is as new as it is; where frames come quicker than the screen
repaints, one picture shows several. From the draw to the screen it is the browser's next repaint, which does
not count here. Frames are due as in VALID-03c: a game that drops lost time is late until its new pace is a
second old.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from gauge.clock.schedule import due_ms
from gauge.clock.sightings import ClaimedStep, Draw


@dataclass(frozen=True)
class ShownFrames:
    """How long after they were due the frames of some games were drawn; `never` counts those that were not.

    Quantiles are median-unbiased, as those of step times; NaN when no picture was seen.
    """

    frames: int
    never: int
    median_ms: float
    p95_ms: float
    p99_ms: float
    worst_ms: float
    worst_frame: int | None

    @classmethod
    def of(cls, games: Sequence[Mapping[int, float]]) -> ShownFrames:
        """From one mapping of `shown_after_ms` for each player of each match."""
        waits = [(wait, frame) for game in games for frame, wait in game.items()]
        seen = [wait for wait, _ in waits if math.isfinite(wait)]
        if not seen:
            return cls(len(waits), len(waits), math.nan, math.nan, math.nan, math.nan, None)
        low, high, higher = np.quantile(seen, (0.5, 0.95, 0.99), method="median_unbiased")
        worst, frame = max(wait for wait in waits if math.isfinite(wait[0]))
        return cls(len(waits), len(waits) - len(seen), float(low), float(high), float(higher), worst, frame)

    def sentence(self) -> str:
        """Numbers first, then how many."""
        if self.never == self.frames:
            return f"No picture of {self.frames:,} frames was seen to be drawn."
        return (
            f"A picture is drawn {self.median_ms:.1f} ms after its frame is due at the median,"
            f" {self.p95_ms:.1f} ms at the 95th and {self.p99_ms:.1f} ms at the 99th percentile,"
            f" {self.worst_ms:.1f} ms at worst (frame {self.worst_frame}; {self.frames:,} frames,"
            f" {self.never} never drawn)."
        )


def shown_after_ms(
    steps: Sequence[ClaimedStep], draws: Sequence[Draw], fps: float, warm_up_frames: int = 0
) -> dict[int, float]:
    """By frame, ms from its due time to its picture; inf for a frame that was never drawn.

    `steps` are of one game, `draws` may span others. Frames without a step, and those of the warm-up, which
    only shape the schedule, are left out.
    """
    ordered = sorted(steps, key=lambda step: step.call_ms)
    if not ordered:
        return {}
    first = ordered[0].frame
    calls = np.full(ordered[-1].frame - first + 1, np.nan)
    for step in ordered:
        calls[step.frame - first] = step.call_ms
    due = due_ms(calls, fps)
    pictures = _of_one_game([draw for draw in draws if draw.at_ms >= ordered[0].call_ms])
    numbers = [draw.frame for draw in pictures]
    ahead = _ahead(ordered, pictures)
    shown = {}
    for step in ordered:
        if step.frame >= first + warm_up_frames:
            picture = bisect_left(numbers, step.frame + ahead)
            drawn = pictures[picture].at_ms if picture < len(pictures) else math.inf
            shown[step.frame] = drawn - float(due[step.frame - first])
    return shown


def _of_one_game(draws: Sequence[Draw]) -> Sequence[Draw]:
    """The first of them, up to the one with which the numbers begin anew."""
    end = next((n for n, (a, b) in enumerate(pairwise(draws), start=1) if b.frame < a.frame), len(draws))
    return draws[:end]


def _ahead(steps: Sequence[ClaimedStep], pictures: Sequence[Draw]) -> int:
    """By how much the game's number is above a step's when its picture is drawn: games count from 0 or 1."""
    times = [draw.at_ms for draw in pictures]
    found: Counter[int] = Counter()
    for step, following in pairwise(steps):
        index = bisect_left(times, following.call_ms) - 1
        if index >= 0 and times[index] >= step.return_ms:
            found[pictures[index].frame - step.frame] += 1
    return found.most_common(1)[0][0] if found else 1

"""One recorded step and the picture of its frame, as every verdict of a comparison reads them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from gauge.latency.match_steps import Arm


@dataclass(frozen=True)
class StepRecord:
    """One step of one player of one match, a match being a pair number and an arm.

    Times are `performance.now()` of the player's page in ms; `drawn_ms` is when the frame's picture began to
    be drawn, None when none was seen. ValueError when the arm is unknown, a number is negative, or a time is
    not finite or runs backwards.
    """

    pair: int
    arm: Arm
    player: int
    frame: int
    call_ms: float
    return_ms: float
    drawn_ms: float | None = None

    def __post_init__(self) -> None:
        if self.arm not in get_args(Arm):
            raise ValueError(f"arm {self.arm!r} is not one of {', '.join(get_args(Arm))}")
        if min(self.pair, self.player, self.frame) < 0:
            raise ValueError(f"pair {self.pair}, player {self.player} or frame {self.frame} is negative")
        if not all(math.isfinite(ms) for ms in (self.call_ms, self.return_ms, self.drawn_ms or 0.0)):
            raise ValueError(f"frame {self.frame} has a time that is not a finite number")
        if self.return_ms < self.call_ms:
            raise ValueError(f"frame {self.frame} returned before it was called")

    @property
    def step_ms(self) -> float:
        """How long the step took, in milliseconds."""
        return self.return_ms - self.call_ms


def first_frame(records: Sequence[StepRecord]) -> int:
    """The number of the first frame of a match: games count from 0 or from 1. ValueError without a record."""
    if not records:
        raise ValueError("there is no step to judge; record at least one match")
    return min(record.frame for record in records)


def by_frame(
    records: Sequence[StepRecord], start: int, length: int, value: Callable[[StepRecord], float | None]
) -> NDArray[np.float64]:
    """A player's value of each frame of a match, NaN where there is none.

    ValueError when the player has a frame twice.
    """
    values, seen = np.full(length, np.nan), set()
    for r in records:
        if r.frame in seen:
            raise ValueError(
                f"pair {r.pair}, {r.arm}: player {r.player} has frame {r.frame} twice; a frame is one step"
            )
        seen.add(r.frame)
        found = value(r)
        values[r.frame - start] = np.nan if found is None else found
    return values

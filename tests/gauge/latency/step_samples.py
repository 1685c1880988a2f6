"""Games that were never played: a timer that fires late but never early, steps with a tail, a screen."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from gauge.latency.match_steps import Arm
from gauge.latency.pictures import REPAINT_MS
from gauge.latency.step_record import StepRecord

CLOCK_MS = 0.005
STEP_MS: dict[Arm, float] = {"worker": 0.3, "direct": 0.1}


def play(
    rng: np.random.Generator,
    pair: int,
    arm: Arm,
    player: int,
    *,
    frames: int = 240,
    fps: float = 30.0,
    jitter_ms: float = 2.0,
    extra_ms: Callable[[int], float] = lambda _frame: 0.0,
    drops_beyond_frames: float = 5.0,
) -> list[StepRecord]:
    """A player's steps: a timer with drift correction that catches up, but drops what is too far behind."""
    frame_ms = 1000 / fps
    due = 5000 + 500 * rng.random()
    now = due
    match = rng.lognormal(0, 0.12)
    records = []
    for frame in range(frames):
        due = max(due, now - drops_beyond_frames * frame_ms)
        call = now if now > due else due + jitter_ms * rng.random()
        now = call + STEP_MS[arm] * match * rng.lognormal(0, 0.35) + extra_ms(frame)
        due += frame_ms
        ticks = [CLOCK_MS * round(time / CLOCK_MS) for time in (call, now)]
        drawn = REPAINT_MS * math.ceil(ticks[1] / REPAINT_MS)
        records.append(StepRecord(pair, arm, player, frame, ticks[0], ticks[1], drawn))
    return records


def study(
    seed: int,
    pairs: int = 5,
    *,
    frames: int = 240,
    fps: float = 30.0,
    worker_extra_ms: Callable[[int], float] = lambda _frame: 0.0,
    direct_extra_ms: Callable[[int], float] = lambda _frame: 0.0,
) -> list[StepRecord]:
    """Both arms, both players, with something added to the steps of an arm."""
    rng = np.random.default_rng(seed)
    arms: tuple[Arm, Arm] = ("worker", "direct")
    return [
        record
        for pair in range(1, pairs + 1)
        for arm in arms
        for player in (0, 1)
        for record in play(
            rng,
            pair,
            arm,
            player,
            frames=frames,
            fps=fps,
            extra_ms=worker_extra_ms if arm == "worker" else direct_extra_ms,
        )
    ]

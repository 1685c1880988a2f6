"""When the frames of a game are due, inferred from the calls of its steps."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def due_ms(calls_ms: NDArray[np.float64], fps: float) -> NDArray[np.float64]:
    """When each frame is due, by frame from the first; NaN among the calls is a frame that is missing.

    Timers fire late but never early, so the schedule is the smallest offset from an even pace among the last
    second of frames, the frame itself included. A second of frames is round(fps) frame numbers, not a second
    of clock: a pause would otherwise push the schedule that it broke out of the window and be forgiven.
    """
    number, frame_ms, window = np.arange(calls_ms.size), 1000 / fps, max(1, round(fps))
    offsets = np.where(np.isnan(calls_ms), np.inf, calls_ms - number * frame_ms)
    before = np.concatenate([np.full(window - 1, np.inf), offsets])
    pace = np.lib.stride_tricks.sliding_window_view(before, window).min(axis=1)
    return np.asarray(pace + number * frame_ms)

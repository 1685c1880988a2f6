"""The first frames of a match, which no verdict counts: a Worker that is slow in them is told of."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from gauge.latency.match_steps import Arm
from gauge.latency.step_record import StepRecord, first_frame


def slow_start(records: Sequence[StepRecord], frames: int, margin_ms: float) -> tuple[str, ...]:
    """A warning when the median of the first `frames` frames was longer by more than the margin in a Worker.

    Nothing where one of the arms has no such frame. ValueError without a record.
    """
    end = first_frame(records) + frames
    times: dict[Arm, list[float]] = {"worker": [], "direct": []}
    for record in records:
        if record.frame < end:
            times[record.arm].append(record.step_ms)
    if not all(times.values()):
        return ()
    added_ms = median(times["worker"]) - median(times["direct"])
    if added_ms <= margin_ms:
        return ()
    return (
        f"The first {frames} frames are not judged: in them the median step took {added_ms:.2f} ms longer "
        f"with Python in a Worker (margin afterwards: {margin_ms:g} ms).",
    )

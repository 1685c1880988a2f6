"""Tables of the sampled steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gauge.latency.sampled_median import PipelineSamples, summarise
from gauge.tables import Table


def samples_table(samples: Sequence[PipelineSamples]) -> Table:
    """Every latency sample of every player, in the order taken; times in milliseconds."""
    rows = [
        (
            None if taken.player is None else taken.player + 1,
            number,
            s.frame,
            s.call_ms,
            s.return_ms,
            s.step_ms,
        )
        for taken in samples
        for number, s in enumerate(taken.samples, start=1)
    ]
    return Table(("player", "sample", "frame", "step_call_ms", "step_return_ms", "step_ms"), rows)


def summary_table(step_ms: Mapping[str, Sequence[float]]) -> Table:
    """Distribution of each named set of step times, in milliseconds."""
    rows = []
    for name, values in step_ms.items():
        s = summarise(values)
        rows.append((name, s.count, s.min_ms, s.median_ms, s.p90_ms, s.p95_ms, s.p99_ms, s.max_ms))
    return Table(("steps of", "count", "min_ms", "median_ms", "p90_ms", "p95_ms", "p99_ms", "max_ms"), rows)

"""Tables of a comparison: step times of every match, deadlines of every match, freezes of every window."""

from __future__ import annotations

from collections.abc import Sequence

from gauge.latency.deadlines import MatchDeadlines
from gauge.latency.freezes import FreezeReading
from gauge.latency.match_steps import MatchSteps
from gauge.tables import Table

QUANTILES = {"median_ms": 0.5, "p90_ms": 0.9, "p95_ms": 0.95, "p99_ms": 0.99}


def match_table(matches: Sequence[MatchSteps]) -> Table:
    """Distribution of the step times of each match, both players pooled, in milliseconds.

    The quantiles are those that the verdict compares (`MatchSteps.quantile_ms`). None stands where a match
    has no step.
    """
    rows = []
    for match in sorted(matches, key=lambda match: (match.pair, match.arm)):
        steps = [step for times in match.player_step_ms for step in times]
        between = [match.quantile_ms(quantile) if steps else None for quantile in QUANTILES.values()]
        shortest, longest = (min(steps), max(steps)) if steps else (None, None)
        rows.append((match.pair, match.arm, len(steps), shortest, *between, longest))
    return Table(("pair", "arm", "steps", "min_ms", *QUANTILES, "max_ms"), rows)


def deadline_table(counts: Sequence[MatchDeadlines]) -> Table:
    """Frames on time and late in each match, both players together."""
    rows = [(c.pair, c.arm, c.frames, c.on_time_percent, c.slow, c.behind, c.missing) for c in counts]
    headings = ("pair", "arm", "frames", "on_time_percent", "late_slow_step", "late_behind", "late_missing")
    return Table(headings, rows)


def freeze_table(readings: Sequence[FreezeReading]) -> Table:
    """The longest freeze of each window while it loaded Python; None where it was not measured."""
    rows = [
        (
            r.pair,
            r.arm,
            r.player + 1,
            r.freeze_ms if r.measured else None,
            r.longest_gap_ms,
            len(r.long_tasks_ms),
            max(r.long_tasks_ms, default=0.0),
            r.watched_ms,
        )
        for r in sorted(readings, key=lambda r: (r.pair, r.arm, r.player))
    ]
    headings = ("pair", "arm", "player", "freeze_ms", "longest_gap_ms", "long_tasks", "longest_task_ms")
    return Table((*headings, "watched_ms"), rows)

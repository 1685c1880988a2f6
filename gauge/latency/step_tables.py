"""Table of a comparison: the step times of every match."""

from __future__ import annotations

from collections.abc import Sequence

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

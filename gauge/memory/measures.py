"""What was found in each layer of memory as numbers to draw and to follow: growth against its budget."""

from __future__ import annotations

from collections.abc import Sequence

from gauge.memory.findings import Finding
from gauge.memory.spacing import Spacing
from gauge.verdict import INTERVAL, Measure


def measures_of(findings: Sequence[Finding], spacing: Spacing, games: int) -> tuple[Measure, ...]:
    """One per layer in which growth could be stated, the deciding one first, those for information last."""
    stated = [(finding, measure_of(finding, spacing, games)) for finding in findings]
    ranked = [
        (not finding.judged, finding.outcome.rank, -measure.strain, number, measure)
        for number, (finding, measure) in enumerate(stated)
        if measure.value is not None
    ]
    return tuple(measure for *_, measure in sorted(ranked, key=lambda each: each[:-1]))


def measure_of(finding: Finding, spacing: Spacing, games: int) -> Measure:
    """The worst owner's growth; how far above its limit where a count is too high without growing."""
    layer, trend = finding.layer, finding.trends.get(finding.owner)
    value, per = finding.per_game, spacing.each
    above = finding.verdict.figures.get(f"{layer.name}_above_limit{layer.measure}")
    if value is None and isinstance(above, int | float):
        value, per = float(above), "above the limit"
    return Measure(
        layer.title,
        value,
        layer.unit,
        finding.budget,
        lower=trend.lower if trend else None,
        upper=trend.upper if trend else None,
        detectable=finding.min_detectable if finding.judged else None,
        samples=spacing.span(games),
        per=per,
        interval=trend.interval if trend else INTERVAL,
    )

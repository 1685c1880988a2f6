"""What changed since a scenario was last asked: verdicts, figures outside their earlier range, the place."""

from __future__ import annotations

from collections.abc import Sequence

from gauge.verdict import Measure
from reporting.runs import Asked, RunRecord
from reporting.wording import amount, rate, titled

COMPARED_RUNS = 20
FEWEST_RUNS = 5
OUTSIDE = 0.5
"""Of the width of the earlier range: a figure that wanders leaves a range of 5 to 20 runs by more rarely."""


def what_changed(this: RunRecord, earlier: Sequence[RunRecord]) -> list[str]:
    """A sentence each, verdicts first; `earlier` are runs like this one, the oldest first."""
    asked = [scenario for scenario in this.scenarios if scenario.word != "not asked"]
    verdicts = [text for scenario in asked if (text := _verdict(scenario, earlier))]
    figures = [text for scenario in asked for text in _figures(scenario, earlier)]
    return [*verdicts, *figures, *_place(this, earlier)]


def _verdict(scenario: Asked, earlier: Sequence[RunRecord]) -> str:
    before = [
        (run, one)
        for run in earlier
        for one in run.scenarios
        if one.key == scenario.key and one.word != "not asked"
    ]
    if not before or before[-1][1].word == scenario.word:
        return ""
    run, one = before[-1]
    name = " ".join((*scenario.requirements, scenario.scenario))
    return f"{name}: {scenario.word}, was {one.word} on {day(run.ended)}."


def _figures(scenario: Asked, earlier: Sequence[RunRecord]) -> list[str]:
    found = []
    for requirement, measure in scenario.measures:
        values = past_values(scenario, requirement, measure, earlier)[-COMPARED_RUNS:]
        if measure.value is None or len(values) < FEWEST_RUNS:
            continue
        low, high = min(values), max(values)
        beyond = max(low - measure.value, measure.value - high)
        # what is far below its limit may wander: a hundredth of the limit is nothing to tell of
        least = max(OUTSIDE * (high - low), 0.01 * abs(measure.limit or 0.0))
        if beyond > least:
            earlier_range = f"{amount(measure, low)} to {amount(measure, high)}"
            found.append(
                f"{requirement} {titled(measure)}: {rate(measure, measure.value)},"
                f" in the {len(values)} runs before {earlier_range}."
            )
    return found


def past_values(
    scenario: Asked, requirement: str, measure: Measure, runs: Sequence[RunRecord]
) -> list[float]:
    """The same number in other runs, the oldest first; runs without it are passed over."""
    return [
        other.value
        for run in runs
        for one in run.scenarios
        if one.key == scenario.key
        for name, other in one.measures
        if (name, other.name, other.line, other.unit, other.per)
        == (requirement, measure.name, measure.line, measure.unit, measure.per)
        and other.value is not None
    ]


def _place(this: RunRecord, earlier: Sequence[RunRecord]) -> list[str]:
    before = earlier[-1].about if earlier else {}
    return [
        f"{name}: {value}, was {before[name]}."
        for name, value in this.about.items()
        if name in before and before[name] != value
    ]


def day(moment: str) -> str:
    """'2026-11-26 07:34' of an ISO time."""
    return moment[:16].replace("T", " ")

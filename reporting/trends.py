"""Numbers over runs of the same game: which charts there are, and the verdicts beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from gauge.verdict import Measure
from reporting.changes import day
from reporting.runs import RunRecord
from reporting.small_charts import Run, over_runs
from reporting.wording import MARKS, amount, named

RUNS_SHOWN = 30
WALL = "Wall time of the run"


@dataclass(frozen=True)
class Chart:
    """One chart with its legend: by line its name, and the value of the last run that has one.

    Where another has the same title, only the `scenario` tells them apart.
    """

    requirement: str
    title: str
    scenario: str
    picture: Markup
    legend: tuple[tuple[str, str], ...]
    told_apart: bool = False


@dataclass(frozen=True)
class Trends:
    """The charts; `days` are when the runs ended, `verdicts` by scenario a mark and word per run.

    `flat` is how many counts of what must be gone were 0 in every run and have no chart.
    """

    charts: tuple[Chart, ...]
    days: tuple[str, ...]
    verdicts: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    flat: int


Key = tuple[str, str, str, str]


def trends_of(runs: Sequence[RunRecord]) -> Trends:
    """Of runs that are alike, the oldest first and the present one last."""
    shown = list(runs)[-RUNS_SHOWN:]
    measures: dict[Key, Measure] = {}
    lines: dict[Key, dict[str, list[Run]]] = {}
    for number in reversed(range(len(shown))):
        for one in shown[number].scenarios:
            for requirement, measure in one.measures:
                key = (one.feature, one.scenario, requirement, measure.name)
                like = measures.setdefault(key, measure)
                if (like.unit, like.per) != (measure.unit, measure.per) or measure.value is None:
                    continue
                values = lines.setdefault(key, {}).setdefault(measure.line, [None] * len(shown))
                values[number] = measure.value
    flat = {key for key in lines if measures[key].limit == 0 and not _any(lines[key])}
    drawn = sorted((key for key in lines if key not in flat), key=_place)
    charts = [_chart(key, measures[key], lines[key], shown) for key in drawn]
    walls: dict[str, list[Run]] = {"": [run.wall_s for run in shown]}
    titles = [(chart.requirement, chart.title) for chart in charts]
    charts = [replace(c, told_apart=titles.count((c.requirement, c.title)) > 1) for c in charts]
    charts.append(_chart(("", "", "", WALL), Measure(WALL, None, "s"), walls, shown))
    return Trends(tuple(charts), tuple(day(run.ended) for run in shown), _verdicts(shown), len(flat))


def _place(key: Key) -> tuple[object, ...]:
    """By requirement; medians stand before percentiles, which begin with a figure."""
    feature, scenario, requirement, name = key
    return requirement, feature, scenario, not name[:1].isalpha(), name


def _any(lines: dict[str, list[Run]]) -> bool:
    return any(value for values in lines.values() for value in values)


def _chart(key: Key, measure: Measure, lines: dict[str, list[Run]], runs: Sequence[RunRecord]) -> Chart:
    _, scenario, requirement, _ = key
    ordered = dict(sorted(lines.items()))
    title = f"{named(measure)}, {measure.per}" if measure.per else named(measure)
    picture = over_runs(measure, ordered, runs[0].ended[:10], runs[-1].ended[:10], title)
    legend = tuple(
        (line, amount(measure, next(value for value in reversed(values) if value is not None)))
        for line, values in ordered.items()
    )
    return Chart(requirement, title, scenario, picture, legend)


def _verdicts(runs: Sequence[RunRecord]) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """By scenario, those of the last run first, the words of all runs."""
    names: dict[tuple[str, str], str] = {}
    for run in reversed(runs):
        for one in run.scenarios:
            names.setdefault(one.key, " ".join((*one.requirements, one.scenario)))
    words = [{one.key: one.word for one in run.scenarios} for run in runs]
    every = ((name, [by_key.get(key, "not asked") for by_key in words]) for key, name in names.items())
    return tuple((name, tuple((MARKS[word], word) for word in of_runs)) for name, of_runs in every)

"""docs/certificate.md: the rates, the power curves and how they came about."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from matplotlib.figure import Figure

from certify.cases import BAD, families
from certify.identity import Identity
from certify.rates import FOUND_PERCENT, Detection, alarms, detection, smallest_found, together
from certify.store import FILE
from certify.study import Study
from gauge.charts import BLUE, RED, limit_line, png, sheet
from gauge.verdict import quantity

COMMAND = "python -m certify"
Curve = tuple[str, list[Detection], Path]
"""A family, its cases by size, and their chart."""


def write_certificate(path: Path, folder: Path, identity: Identity, studies: Sequence[Study]) -> None:
    """The page at `path` and its charts in `folder`, of the studies of one identity."""
    folder.mkdir(parents=True, exist_ok=True)
    curves = []
    for family, cases in families().items():
        found = [each for each in (detection(case, studies) for case in cases) if each.found.of]
        if found:
            chart = folder / f"{family.lower().replace(' ', '-')}.png"
            chart.write_bytes(png(power_curve(family, found)))
            curves.append((family, found, chart))
    path.write_text(page(path, identity, studies, curves), encoding="utf-8")


def page(path: Path, identity: Identity, studies: Sequence[Study], curves: Sequence[Curve]) -> str:
    """The page's text."""
    told = [study for study in studies if study.stated]
    hours = sum(study.seconds for study in studies) / 3600
    lines = [
        "# Certificate: how often the suite is wrong",
        "",
        summary(identity, studies),
        "",
        f"From {len(told)} studies, {hours:.1f} hours of play, each a run of `worker_validation.feature`;"
        f" `{COMMAND}` goes on from here. Intervals are exact 95 % ones; those above take it that no verdict"
        f" depends on another. Raw data: `{path.stem}/{FILE}`.",
        "",
        f"Made with {identity.words()}.",
        "",
        "## Clean games",
        "",
        "| requirement | false alarms | inconclusive |",
        "|---|---|---|",
        *(f"| {a.requirement} | {a.false_alarms.text()} | {a.inconclusive.text()} |" for a in alarms(told)),
        "",
        "## Games made bad on purpose",
        "",
        "| game | requirement | detected | right layer first | inconclusive | the original rules detect |",
        "|---|---|---|---|---|---|",
    ]
    for case in filter(lambda case: case.must_fail, BAD):
        found = detection(case, told)
        cells = (found.found, found.layer_first, found.inconclusive, found.by_original)
        lines.append(f"| {case.name} | {case.requirement} | {' | '.join(rate.text() for rate in cells)} |")
    for family, detections, chart in curves:
        smallest = smallest_found(detections)
        unit = detections[0].case.unit
        said = "no size" if smallest is None else f"{smallest:g} {unit} and more"
        lines += [
            "",
            f"## {family}",
            "",
            f"Allowed: {detections[0].case.allowed:g} {unit}."
            f" Detected in at least {FOUND_PERCENT:g} % of studies: {said}.",
            "",
            f"![Detection against size: {family}]({chart.relative_to(path.parent).as_posix()})",
        ]
    if silent := [study for study in studies if not study.stated]:
        lines += ["", "## Studies without a verdict", "", f"{len(silent)}, counted nowhere above:", ""]
        lines += [f"- {study.case}: {study.trouble}" for study in silent]
    return "\n".join(lines) + "\n"


def summary(identity: Identity, studies: Sequence[Study]) -> str:
    """One line, as README and the report's first page quote it."""
    told = [study for study in studies if study.stated]
    false = together(each.false_alarms for each in alarms(told))
    found = together(detection(case, told).found for case in BAD if case.must_fail)
    return (
        f"{quantity(false.hits, 'false alarm')} in {quantity(false.of, 'verdict')} on clean games"
        f" ({false.span}); {found.hits} of {quantity(found.of, 'game')} made bad on purpose detected"
        f" ({found.span});"
        f" 95 % intervals, commit {identity.commit}."
    )


def power_curve(family: str, detections: Sequence[Detection]) -> Figure:
    """Share of studies detected against size, with intervals and the aim."""
    smallest, unit = smallest_found(detections), detections[0].case.unit
    said = "no size was always found" if smallest is None else f"found from {smallest:g} {unit} on"
    figure, axes = sheet(f"{family}: {said}")
    sizes = [each.case.size for each in detections]
    percents = [each.found.percent for each in detections]
    low = [p - each.found.interval[0] for p, each in zip(percents, detections, strict=True)]
    high = [each.found.interval[1] - p for p, each in zip(percents, detections, strict=True)]
    axes.errorbar(
        sizes, percents, yerr=[low, high], color=BLUE, marker="o", linewidth=2.5, capsize=5, zorder=3
    )
    limit_line(axes, FOUND_PERCENT, f"aim: {FOUND_PERCENT:g} %")
    for size, percent, each in zip(sizes, percents, detections, strict=True):
        axes.annotate(
            f"{each.found.hits} of {each.found.of}",
            (size, percent),
            xytext=(8, -14),
            textcoords="offset points",
            color=BLUE if percent >= FOUND_PERCENT else RED,
            fontsize=11,
        )
    axes.set_ylim(-5, 108)
    axes.set_xlabel(unit)
    axes.set_ylabel("studies in which it was detected, in %")
    return figure

"""The memory ledger as one sheet: a small chart per layer, the budget line drawn from the warm-up value."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from gauge.charts import AMBER, GREEN, GREY, INK, RED, SERIES, blank
from gauge.memory.findings import Finding
from gauge.memory.layers import LAYERS, Ledger
from gauge.memory.ledger import LedgerVerdicts
from gauge.memory.spacing import Spacing
from gauge.memory.trend import shown
from gauge.tables import NOT_MEASURABLE
from gauge.verdict import Outcome, quantity

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLUMNS = 4
# inches: a panel with its title, that title alone, and what is left of the sheet around all panels
PANEL, TITLE, AROUND = 2.6, 0.95, 0.55
_COLOURS = {Outcome.PASSED: GREEN, Outcome.FAILED: RED, Outcome.INCONCLUSIVE: AMBER}
_SCALES = (("MiB", 1024.0**2), ("KiB", 1024.0), ("bytes", 1.0))

Points = list[tuple[int, float]]


def ledger_sheet(ledger: Ledger, verdicts: LedgerVerdicts) -> Figure:
    """Every layer over the readings, one line per owner; layers with a trend first, then exact counts.

    The dashed line is what the worst owner may hold: its value at the first reading plus the budget of all
    games, or frames, since. ValueError without a layer.
    """
    found = sorted(verdicts.findings, key=_place)
    if not found:
        raise ValueError("there is no layer to draw; measure at least one")
    columns = min(COLUMNS, len(found))
    rows = math.ceil(len(found) / columns)
    width, height = max(8.0, 4.0 * columns), AROUND + PANEL * rows
    figure = blank(width, height)
    figure.suptitle(
        _finding(verdicts), x=0.1 / width, y=1 - 0.12 / height, ha="left", va="top", fontsize=17, color=INK
    )
    grid = figure.subplots(rows, columns, squeeze=False, gridspec_kw=_places(width, height, columns))
    for number, axes in enumerate(grid.flat):
        if number < len(found):
            _draw(axes, ledger, found[number], verdicts)
            if number >= len(found) - columns:
                axes.set_xlabel(verdicts.rules.spacing.axis, fontsize=9, color=INK)
        else:
            axes.axis("off")
    return figure


def _places(width: float, height: float, columns: int) -> dict[str, float]:
    """Where the panels lie on a sheet of so many inches: to have it worked out doubles the time to draw."""
    left, right, between, below = 0.8, 0.6, 0.85, 0.5
    across = (width - left - right - between * (columns - 1)) / columns
    return {
        "left": left / width,
        "right": 1 - right / width,
        "top": 1 - (AROUND + TITLE - below) / height,
        "bottom": below / height,
        "wspace": between / across,
        "hspace": TITLE / (PANEL - TITLE),
    }


def _place(finding: Finding) -> tuple[int, int]:
    """Trends that are judged, exact layers, then what is for information."""
    kind = 2 if finding.budget is None else int(finding.budget == 0)
    return kind, list(LAYERS).index(finding.layer.name)


def _finding(verdicts: LedgerVerdicts) -> str:
    """What the sheet shows, in a line."""
    judged = [f for f in verdicts.findings if f.judged]
    after = f"over {verdicts.rules.spacing.span(verdicts.games)}"
    failed = verdicts.failed
    if failed:
        first = failed[0]
        name = first.layer.of(first.owner)
        # Abbreviations keep their capitals.
        name = name if first.layer.title[0].isupper() else name[0].lower() + name[1:]
        more = len(failed) - 1
        others = f" ({quantity(more, 'more layer')} above the limit)" if more else ""
        if first.per_game is None:
            return f"Above the limit {after}: {name} {first.excess}{others}"
        return f"Memory grows {after}: {name} {first.excess}{others}"
    undecided = [f.layer.title for f in judged if f.outcome is Outcome.INCONCLUSIVE]
    if undecided or not judged:
        return f"Memory {after}: the data cannot tell for {', '.join(undecided[:3]) or 'any layer'}" + (
            f" and {len(undecided) - 3} more" if len(undecided) > 3 else ""
        )
    unmeasured = sum(not f.measurable for f in verdicts.findings)
    beside = f", {unmeasured} not measurable" if unmeasured else ""
    return f"Memory stays flat {after}: all {len(judged)} layers judged are within their limits{beside}"


def _draw(axes: Axes, ledger: Ledger, finding: Finding, verdicts: LedgerVerdicts) -> None:
    games, spacing = max(1, verdicts.games), verdicts.rules.spacing
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(GREY)
    axes.tick_params(colors=INK, labelsize=9)
    bad = finding.judged and finding.outcome is not Outcome.PASSED
    axes.set_title(
        finding.layer.title, loc="left", fontsize=11.5, color=INK, pad=20, weight="bold" if bad else "normal"
    )
    colour = _COLOURS[finding.outcome] if finding.judged else GREY
    caption = axes.text(
        0, 1.03, _caption(finding, spacing), transform=axes.transAxes, fontsize=9.5, color=colour, va="bottom"
    )
    # A long caption may reach beyond its panel rather than make the columns unequal.
    caption.set_in_layout(False)
    lines = {
        owner: [(game, value) for game, value in series.items() if value is not None]
        for owner, series in ledger.series(finding.layer.name).items()
    }
    lines = {owner: points for owner, points in lines.items() if points}
    axes.set_xlim(-0.4, games + 0.4)
    if not lines:
        axes.set_xticks([])
        axes.set_yticks([])
        text = "not measured" if finding.measurable else NOT_MEASURABLE
        axes.text(0.5, 0.5, text, transform=axes.transAxes, ha="center", va="center", color=GREY, fontsize=15)
        return
    axes.grid(axis="y", color="#E8EAED", linewidth=0.8, zorder=0)
    axes.locator_params("x", nbins=6, integer=True)
    axes.xaxis.set_major_formatter(lambda reading, _: f"{spacing.number(round(reading))}")
    _draw_lines(axes, finding, lines, _limit(finding, lines, games, spacing))


def _draw_lines(axes: Axes, finding: Finding, lines: Mapping[str, Points], limit: Points) -> None:
    values = [value for points in lines.values() for _, value in points]
    label, size = {"count": "count", "s": "seconds"}.get(finding.layer.unit, finding.layer.unit), 1.0
    if finding.layer.unit == "B":
        label, size = next((s for s in _SCALES if max(values) >= s[1]), _SCALES[-1])
    for number, (owner, points) in enumerate(lines.items()):
        at, held = [game for game, _ in points], [value / size for _, value in points]
        axes.plot(
            at,
            held,
            # Lines that lie on one another are told apart by their width.
            color=SERIES[number % len(SERIES)],
            linewidth=max(1.2, 3.4 - 1.4 * number),
            marker="o",
            markersize=max(2.5, 5.5 - 1.5 * number),
            zorder=3 + number,
            label=owner,
        )
    if limit:
        axes.plot(
            [game for game, _ in limit],
            [value / size for _, value in limit],
            color=RED,
            linewidth=1.6,
            linestyle=(0, (5, 3)),
            zorder=6,
            label="limit",
        )
    drawn = [value / size for value in (*values, *(value for _, value in limit))]
    low, high = min(drawn), max(drawn)
    if finding.layer.unit == "count" and low <= high / 2 + 10:
        low = 0.0
    pad = 0.12 * (high - low) or max(0.5, 0.02 * abs(high))
    axes.locator_params("y", nbins=4, integer=finding.layer.unit == "count")
    # Room for the names of the owners above the lines.
    axes.set_ylim(low - (0.5 * pad if low == 0 else pad), high + 3 * pad)
    axes.ticklabel_format(axis="y", style="plain", useOffset=False)
    axes.set_ylabel(label, fontsize=9, color=INK)
    axes.legend(
        loc="upper left",
        ncols=3,
        fontsize=8.5,
        frameon=False,
        labelcolor="linecolor",
        handlelength=1.1,
        columnspacing=0.9,
        handletextpad=0.4,
        borderaxespad=0.1,
    )


def _limit(finding: Finding, lines: Mapping[str, Points], games: int, spacing: Spacing) -> Points:
    """From the value at the first reading on, the budget more with every other; none for information."""
    if finding.budget is None:
        return []
    base = 0.0
    if not finding.layer.none_left:
        bases: Sequence[float] = [points[0][1] for points in lines.values()]
        base = lines[finding.owner][0][1] if finding.owner in lines else max(bases)
    return [(0, base), (games, base + finding.budget * games * spacing.units)]


def _caption(finding: Finding, spacing: Spacing) -> str:
    """The finding in a line under the panel's title."""
    unit, trend = finding.layer.unit, finding.trends.get(finding.owner)
    if not finding.measurable:
        return ""
    if finding.budget is None:
        rate = "" if trend is None else f"{shown(trend.slope, unit, signed=True)} {spacing.each}"
        return f"{rate}, for information" if rate else ""
    if finding.outcome is Outcome.INCONCLUSIVE and trend is None:
        return "the data cannot tell"
    if finding.budget == 0:
        if not finding.excess:
            return "exact: none left" if finding.layer.none_left else f"exact: as {spacing.when(0)}"
        if finding.per_game is None:
            return f"above the limit {finding.excess}"
        return f"grows {finding.excess}, first bad: {spacing.called(finding.first_bad_game or 0)}"
    if trend is None:
        return ""
    lower, upper = (
        shown(end, unit, signed=True, apart_from=finding.budget) for end in (trend.lower, trend.upper)
    )
    growth = {
        Outcome.PASSED: f"at most {upper} {spacing.each}",
        Outcome.FAILED: f"at least {lower} {spacing.each}",
        Outcome.INCONCLUSIVE: f"{lower} to {upper}",
    }[finding.outcome]
    return f"{growth}, budget {shown(finding.budget, unit)}"

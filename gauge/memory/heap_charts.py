"""Chart of the page heap over games against the original rule's limit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gauge.charts import GREY, SERIES, limit_line, sheet, spread
from gauge.memory.heap_ratio import HeapReading
from gauge.tables import NOT_MEASURABLE

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def heap_over_games(readings: Sequence[HeapReading], factor: float = 2.0) -> Figure:
    """Page heap in MiB after each game, one line per player, against `factor` times the first.

    The limit of the player who grew most is drawn. Readings that are not measurable leave a gap; when none
    is measurable the sheet says so. ValueError when there is no reading.
    """
    if not readings:
        raise ValueError("there is no heap reading to draw; take at least one")
    players = sorted({reading.player for reading in readings})
    lines = {p: sorted((r.game, r.used_mib) for r in readings if r.player == p) for p in players}
    measured = {
        p: [(game, mib) for game, mib in line if mib is not None]
        for p, line in lines.items()
        if any(mib is not None for _, mib in line)
    }
    if not measured:
        figure, axes = sheet(f"The page heap is {NOT_MEASURABLE} in this browser")
        axes.axis("off")
        axes.text(0.5, 0.5, NOT_MEASURABLE, ha="center", va="center", fontsize=28, color=GREY)
        return figure
    ratios = {p: points[-1][1] / points[0][1] for p, points in measured.items()}
    worst = max(ratios, key=lambda player: ratios[player])
    first_mib = measured[worst][0][1]
    top = 1.12 * max(factor * first_mib, *(mib for points in measured.values() for _, mib in points))
    games = max(reading.game for reading in readings)
    figure, axes = sheet(
        f"Page heap after game {measured[worst][-1][0]} is {ratios[worst]:.2f} times game "
        f"{measured[worst][0][0]}, "
        f"{'within' if ratios[worst] <= factor else 'over'} the limit of {factor:g} times"
    )
    ends = spread([points[-1][1] for points in measured.values()], 0.085 * top)
    for (player, points), colour, label_at in zip(measured.items(), SERIES, ends, strict=False):
        axes.plot(*zip(*points, strict=True), color=colour, linewidth=2.5, marker="o", markersize=6, zorder=3)
        axes.annotate(
            f"player {player + 1}\n{points[-1][1]:.1f} MiB",
            (points[-1][0], label_at),
            xytext=(12, 0),
            textcoords="offset points",
            va="center",
            color=colour,
            fontsize=12,
        )
    limit_line(
        axes,
        factor * first_mib,
        f"limit {factor * first_mib:.1f} MiB: {factor:g} times player {worst + 1}'s game 1",
    )
    axes.set_xlim(0.6, games + max(1.0, games * 0.14))
    axes.set_ylim(0, top)
    axes.set_xticks(range(1, games + 1) if games <= 20 else range(0, games + 1, max(1, games // 10)))
    axes.set_xlabel("game")
    axes.set_ylabel("page heap in MiB")
    return figure

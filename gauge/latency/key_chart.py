"""Chart of how long keys took to show, each key a dot, in both setups."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import TYPE_CHECKING

from gauge.charts import INK, RED, sheet
from gauge.latency.key_delay import KeyDelay, by_player
from gauge.latency.step_charts import ARMS
from gauge.verdict import Outcome, Verdict

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SAID = {
    Outcome.PASSED: "as soon",
    Outcome.FAILED: "later",
    Outcome.INCONCLUSIVE: "perhaps later",
}


def keys_shown(keys: Sequence[KeyDelay], margin_ms: float, verdict: Verdict) -> Figure:
    """A row of dots for each player and setup, medians as bars, and how late the Worker's median may be."""
    figure, axes = sheet(f"Keys show {SAID[verdict.outcome]} with Python in a Worker")
    rows = [(player, arm, ms) for player, arm, ms in by_player(keys) if ms]
    for row, (_, arm, taken) in enumerate(rows):
        colour, middle = ARMS[arm][1], median(taken)
        axes.plot(taken, [row] * len(taken), "o", color=colour, alpha=0.55, markersize=9, zorder=3)
        axes.vlines(middle, row - 0.25, row + 0.25, color=colour, linewidth=4, zorder=4)
        axes.annotate(
            f"median {middle:.0f} ms", (middle, row - 0.28), ha="center", va="bottom", color=INK, fontsize=12
        )
        if arm == "direct":
            axes.vlines(
                middle + margin_ms,
                row - 1.3,
                row + 0.3,
                color=RED,
                linewidth=2,
                linestyle=(0, (6, 3)),
                zorder=2,
            )
            axes.annotate(
                f"on the page and {margin_ms:g} ms",
                (middle + margin_ms, row + 0.3),
                xytext=(6, 0),
                textcoords="offset points",
                color=RED,
                fontsize=12,
            )
    named = [f"player {player + 1}, Python {ARMS[arm][0]}" for player, arm, _ in rows]
    axes.set_yticks(range(len(rows)), named)
    axes.set_ylim(len(rows) - 0.4, -0.7)
    axes.set_xlim(0, 1.15 * max((max(ms) for *_, ms in rows), default=1))
    axes.set_xlabel("time from the press of a key until its picture is drawn, in ms")
    return figure

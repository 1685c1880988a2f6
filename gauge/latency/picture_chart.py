"""A chart of what a player feels: how long after they are due the frames are drawn, in both arms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from gauge.charts import RED, sheet
from gauge.latency.pictures import PlayerPictures, in_time_ms
from gauge.latency.step_charts import ARMS

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def shown_cumulative(players: Sequence[PlayerPictures], fps: float) -> Figure:
    """Share of frames whose picture was drawn within a time of being due, players and matches pooled."""
    limit = in_time_ms(fps)
    shares, ends = {}, [3 * limit]
    figure, axes = sheet("")
    for arm, (name, colour) in ARMS.items():
        after = np.concatenate([[], *(each.after_ms for each in players if each.arm == arm)])
        seen = np.sort(after[np.isfinite(after)])
        if not seen.size:
            continue
        ends.append(min(float(seen[-1]), 12 * limit))
        share = np.arange(1, seen.size + 1) / after.size * 100
        shares[name] = 100 * np.count_nonzero(seen <= limit) / after.size
        axes.step(seen, share, where="post", color=colour, linewidth=2.5, zorder=3)
        side = -1 if arm == "worker" else 1
        axes.annotate(
            f"{name}\n{shares[name]:.1f} % in time",
            (float(np.median(seen)), 50 + 18 * side),
            xytext=(14 if side < 0 else -14, 0),
            textcoords="offset points",
            ha="left" if side < 0 else "right",
            va="center",
            color=colour,
            fontsize=12,
        )
    said = ", ".join(f"{share:.1f} % {name}" for name, share in shares.items())
    axes.set_title(
        f"Pictures drawn in time: {said or 'none was seen'}", loc="left", fontsize=17, pad=18, wrap=True
    )
    axes.axvline(limit, color=RED, linewidth=2, linestyle=(0, (6, 3)), zorder=2)
    axes.annotate(
        f"in time: {limit:.1f} ms",
        (limit, 6),
        xytext=(8, 0),
        textcoords="offset points",
        color=RED,
        fontsize=12,
    )
    axes.set_ylim(0, 103)
    axes.set_xlim(0, 1.05 * max(ends))
    axes.set_xlabel("time from the moment a frame is due until its picture is drawn, in ms")
    axes.set_ylabel("share of frames drawn within this, in %")
    return figure

"""Chart of the sampled steps against the original rule's limit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from gauge.charts import SERIES, limit_line, sheet, spread
from gauge.latency.sampled_median import summarise

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def step_distribution(step_ms: Mapping[str, Sequence[float]], limit_ms: float) -> Figure:
    """Step times of each named set, in milliseconds and in the order taken, against the limit.

    ValueError when a set is empty.
    """
    medians = {name: summarise(values).median_ms for name, values in step_ms.items()}
    worst = max(medians.values())
    stated = ", ".join(f"{name} {median:.1f} ms" for name, median in medians.items())
    figure, axes = sheet(
        f"Median step {'under' if worst < limit_ms else 'not under'} {limit_ms:g} ms: {stated}"
    )
    longest = max(len(values) for values in step_ms.values())
    width = 0.8 / len(step_ms)
    top = max(limit_ms, *(value for values in step_ms.values() for value in values))
    ends = spread(list(medians.values()), top * 0.08)
    for number, ((name, values), colour, label_at) in enumerate(
        zip(step_ms.items(), SERIES, ends, strict=False)
    ):
        at = np.arange(1, len(values) + 1) + (number - (len(step_ms) - 1) / 2) * width
        axes.vlines(at, 0, values, color=colour, linewidth=3, alpha=0.55, zorder=2)
        axes.plot(at, values, "o", color=colour, markersize=8, zorder=3)
        if longest * len(step_ms) <= 24:
            for x, value in zip(at, values, strict=True):
                axes.annotate(
                    f"{value:.1f}",
                    (x, value),
                    xytext=(0, 8),
                    textcoords="offset points",
                    ha="center",
                    fontsize=10,
                )
        axes.annotate(
            f"{name}:\nmedian {medians[name]:.2f} ms",
            (longest + 0.75, label_at),
            va="center",
            color=colour,
            fontsize=12,
            annotation_clip=False,
        )
    limit_line(axes, limit_ms, f"limit: the median must be under {limit_ms:g} ms")
    axes.set_xlim(0.4, longest * 1.28 + 0.6)
    axes.set_ylim(0, 1.12 * top)
    axes.set_xticks(range(1, longest + 1) if longest <= 20 else range(0, longest + 1, max(5, longest // 10)))
    axes.set_xlabel("sample, in the order taken")
    axes.set_ylabel("time of one step in ms")
    return figure

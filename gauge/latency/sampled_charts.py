"""Chart of the sampled steps against the original rule's limit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from gauge.charts import RED, SERIES, limit_line, sheet, spread
from gauge.latency.sampled_median import summarise

FEW = 40


def step_distribution(step_ms: Mapping[str, Sequence[float]], limit_ms: float) -> Figure:
    """Step times of each named set, in milliseconds, against the limit.

    Up to 40 steps a set are drawn one by one, in the order taken, more as a cumulative distribution.
    ValueError when a set is empty.
    """
    medians = {name: summarise(values).median_ms for name, values in step_ms.items()}
    worst = max(medians.values())
    stated = ", ".join(f"{name} {median:.1f} ms" for name, median in medians.items())
    figure, axes = sheet(
        f"Median step {'under' if worst < limit_ms else 'not under'} {limit_ms:g} ms: {stated}"
    )
    if max(len(values) for values in step_ms.values()) <= FEW:
        _draw_each_step(axes, step_ms, medians, limit_ms)
    else:
        _draw_cumulative(axes, step_ms, medians, limit_ms)
    return figure


def _draw_each_step(
    axes: Axes, step_ms: Mapping[str, Sequence[float]], medians: Mapping[str, float], limit_ms: float
) -> None:
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
    axes.set_xticks(range(1, longest + 1) if longest <= 20 else range(5, longest + 1, 5))
    axes.set_xlabel("sample, in the order taken")
    axes.set_ylabel("time of one step in ms")


def _draw_cumulative(
    axes: Axes, step_ms: Mapping[str, Sequence[float]], medians: Mapping[str, float], limit_ms: float
) -> None:
    for number, ((name, values), colour) in enumerate(zip(step_ms.items(), SERIES, strict=False)):
        ordered = np.sort(np.asarray(values, dtype=float))
        share = np.arange(1, ordered.size + 1) / ordered.size * 100
        axes.step(ordered, share, where="post", color=colour, linewidth=2.5, zorder=3)
        summary = summarise(values)
        axes.plot([medians[name], summary.p95_ms], [50, 95], "o", color=colour, markersize=8, zorder=4)
        axes.text(
            0.98,
            0.30 - 0.09 * number,
            f"{name}: median {summary.median_ms:.2f} ms, p95 {summary.p95_ms:.2f} ms ({summary.count} steps)",
            transform=axes.transAxes,
            ha="right",
            color=colour,
            fontsize=12,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 3},
        )
    axes.axvline(limit_ms, color=RED, linewidth=2, linestyle=(0, (6, 3)), zorder=2)
    axes.text(limit_ms, 4, f" limit {limit_ms:g} ms ", color=RED, fontsize=12, ha="right")
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter(lambda value, _position: f"{value:g}")
    axes.set_ylim(0, 103)
    axes.set_xlabel("time of one step in ms (logarithmic)")
    axes.set_ylabel("share of steps that took at most this, in %")

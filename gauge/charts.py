"""Charts as PNG bytes, about 1200 by 700 pixels: a title that states the finding, the limit drawn.

Colours are those of Okabe and Ito, "Color Universal Design" (2008), told apart by
people with any common colour vision; lines are labelled where they end instead of in a legend.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import MaxNLocator

from gauge.census import AFTER, DURING, WorkerCensus
from gauge.latency import summarise
from gauge.memory import NOT_MEASURABLE, HeapReading

BLUE, GREEN, RED, GREY = "#0072B2", "#009E73", "#D55E00", "#5F6368"
# Their orange, darkened until text in it can be read on white.
AMBER = "#A66F00"
SERIES = (BLUE, AMBER, GREEN, "#CC79A7")
INK = "#202124"
DPI = 100
FEW = 40


def step_distribution(step_ms: Mapping[str, Sequence[float]], limit_ms: float, title: str = "") -> bytes:
    """Step times of each named set, in milliseconds, against the limit.

    Up to 40 steps a set are drawn one by one, in the order taken, more as a cumulative distribution.
    ValueError when a set is empty. Without a title, one is made that states the medians.
    """
    medians = {name: summarise(values).median_ms for name, values in step_ms.items()}
    worst = max(medians.values())
    if not title:
        said = ", ".join(f"{name} {median:.1f} ms" for name, median in medians.items())
        title = f"Median step {'under' if worst < limit_ms else 'not under'} {limit_ms:g} ms: {said}"
    figure, axes = sheet(title)
    if max(len(values) for values in step_ms.values()) <= FEW:
        _draw_each_step(axes, step_ms, medians, limit_ms)
    else:
        _draw_cumulative(axes, step_ms, medians, limit_ms)
    return png(figure)


def heap_over_games(readings: Sequence[HeapReading], factor: float = 2.0, title: str = "") -> bytes:
    """Page heap in MiB after each game, one line a player, against `factor` times the first.

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
        figure, axes = sheet(title or f"The page heap is {NOT_MEASURABLE} in this browser")
        axes.axis("off")
        axes.text(0.5, 0.5, NOT_MEASURABLE, ha="center", va="center", fontsize=28, color=GREY)
        return png(figure)
    ratios = {p: points[-1][1] / points[0][1] for p, points in measured.items()}
    worst = max(ratios, key=lambda player: ratios[player])
    first_mib = measured[worst][0][1]
    top = 1.12 * max(factor * first_mib, *(mib for points in measured.values() for _, mib in points))
    games = max(reading.game for reading in readings)
    if not title:
        title = (
            f"Page heap after game {measured[worst][-1][0]} is {ratios[worst]:.2f} times game "
            f"{measured[worst][0][0]}, "
            f"{'within' if ratios[worst] <= factor else 'over'} the limit of {factor:g} times"
        )
    figure, axes = sheet(title)
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
    return png(figure)


def workers_over_games(censuses: Sequence[WorkerCensus], title: str = "") -> bytes:
    """Python workers alive in both players' pages, during and after each game; the limit after is 0."""
    games = sorted({census.game for census in censuses})
    if not games:
        raise ValueError("there is no census to draw; take at least one")
    during = [sum(len(c.workers) for c in censuses if (c.game, c.moment) == (game, DURING)) for game in games]
    after = [sum(len(c.workers) for c in censuses if (c.game, c.moment) == (game, AFTER)) for game in games]
    bad = next((game for game, count in zip(games, after, strict=True) if count), None)
    if not title:
        title = (
            f"Workers left from game {bad} on" if bad else f"No worker left after any of {len(games)} games"
        )
    figure, axes = sheet(title)
    at = np.asarray(games, dtype=float)
    axes.bar(at - 0.2, during, width=0.38, color=BLUE, zorder=3)
    axes.bar(at + 0.2, after, width=0.38, color=RED, zorder=3)
    for x, count in zip(at, after, strict=True):
        axes.annotate(
            str(count), (x + 0.2, count), xytext=(0, 4), textcoords="offset points", ha="center", color=RED
        )
    axes.text(0.01, 0.97, "during the game", transform=axes.transAxes, color=BLUE, fontsize=13, va="top")
    axes.text(
        0.17, 0.97, "after the game (limit 0)", transform=axes.transAxes, color=RED, fontsize=13, va="top"
    )
    axes.set_ylim(0, 1.25 * max(1, *during, *after))
    axes.set_xticks(games if len(games) <= 20 else games[:: max(1, len(games) // 10)])
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel("game")
    axes.set_ylabel("Python workers alive, both players")
    return png(figure)


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


def limit_line(axes: Axes, at: float, label: str) -> None:
    axes.axhline(at, color=RED, linewidth=2, linestyle=(0, (6, 3)), zorder=2)
    axes.annotate(
        label,
        (0.01, at),
        xycoords=("axes fraction", "data"),
        xytext=(0, 6),
        textcoords="offset points",
        color=RED,
        fontsize=12,
    )


def spread(values: Sequence[float], gap: float) -> list[float]:
    """Where labels for the values go, in the values' order, so that none is closer than `gap` to the next."""
    placed: dict[int, float] = {}
    lowest = float("-inf")
    for index in sorted(range(len(values)), key=lambda i: values[i]):
        placed[index] = max(values[index], lowest + gap)
        lowest = placed[index]
    return [placed[index] for index in range(len(values))]


def sheet(title: str) -> tuple[Figure, Axes]:
    figure = Figure(
        figsize=(12, 7), dpi=DPI, facecolor="white", layout=ConstrainedLayoutEngine(w_pad=0.15, h_pad=0.15)
    )
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.set_title(title, loc="left", fontsize=17, color=INK, pad=18, wrap=True)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(GREY)
    axes.tick_params(colors=INK, labelsize=12)
    axes.xaxis.label.set_fontsize(13)
    axes.yaxis.label.set_fontsize(13)
    axes.grid(axis="y", color="#E0E0E0", linewidth=0.8, zorder=0)
    axes.set_axisbelow(True)
    return figure, axes


def png(figure: Figure) -> bytes:
    with io.BytesIO() as data:
        figure.savefig(data, format="png")
        return data.getvalue()

"""What all charts share: about 1200 by 700 pixels, a title that states the finding, the limit drawn.

Colours are those of Okabe and Ito, "Color Universal Design" (2008), told apart by
people with any common colour vision; lines are labelled where they end instead of in a legend.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BLUE, GREEN, RED, GREY = "#0072B2", "#009E73", "#D55E00", "#5F6368"
# Their orange, darkened until text in it can be read on white.
AMBER = "#A66F00"
SERIES = (BLUE, AMBER, GREEN, "#CC79A7")
INK = "#202124"
DPI = 100


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


def blank(width: float, height: float) -> Figure:
    """An empty sheet of so many inches."""
    # a third of a second, which a run without a chart need not wait for
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), dpi=DPI, facecolor="white")
    FigureCanvasAgg(figure)
    return figure


def sheet(title: str) -> tuple[Figure, Axes]:
    figure = blank(12, 7)
    figure.set_layout_engine("constrained", w_pad=0.15, h_pad=0.15)
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

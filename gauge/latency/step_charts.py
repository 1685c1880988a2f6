"""Charts of a comparison: how long steps take in both arms, as a distribution and over the frames."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from gauge.charts import AMBER, BLUE, GREEN, GREY, RED, sheet
from gauge.latency.match_steps import Arm, MatchSteps
from gauge.latency.noninferiority import Comparison
from gauge.latency.step_record import StepRecord, first_frame
from gauge.verdict import Outcome

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ARMS: dict[Arm, tuple[str, str]] = {"direct": ("on the page", AMBER), "worker": ("in the Worker", BLUE)}
CLOCK_MS = 0.005
"""Steps quicker than the clock of an isolated page ticks are drawn at its tick: zero is not on a log axis."""
RUNNING_FRAMES = 15
_STATED = {
    Outcome.PASSED: "within the margin",
    Outcome.FAILED: "over the margin",
    Outcome.INCONCLUSIVE: "not certain to be within the margin",
}

Array = NDArray[np.float64]


def step_cumulative(matches: Sequence[MatchSteps], comparisons: Sequence[Comparison], fps: float) -> Figure:
    """Cumulative distribution of the step times of both arms, matches pooled.

    The margin of each comparison is marked from the direct arm's quantile on, and the frame deadline at the
    rate of `fps`. ValueError when no arm has a step.
    """
    steps = {arm: _pooled(matches, arm) for arm in ARMS}
    drawn = {arm: values for arm, values in steps.items() if values.size}
    if not drawn:
        raise ValueError("there is no step to draw; record at least one match")
    frame_ms = 1000 / fps
    figure, axes = sheet(_finding(comparisons))
    for arm, values in drawn.items():
        ordered = np.sort(np.maximum(values, CLOCK_MS))
        share = np.arange(1, ordered.size + 1) / ordered.size * 100
        axes.step(ordered, share, where="post", color=ARMS[arm][1], linewidth=2.5, zorder=3)
    axes.set_xscale("log")
    quickest = min(float(np.quantile(values, 0.001)) for values in drawn.values())
    slowest = max(float(values.max()) for values in drawn.values())
    left, right = max(CLOCK_MS, quickest) / 1.6, 1.6 * max(frame_ms, slowest)
    axes.set_xlim(left, right)
    axes.set_ylim(0, 106)
    _label_arms(axes, drawn)
    for comparison in comparisons:
        if "direct" in drawn:
            _mark_margin(axes, comparison, drawn["direct"])
    axes.axvline(frame_ms, color=RED, linewidth=2, linestyle=(0, (6, 3)), zorder=2)
    axes.annotate(
        f"frame deadline\n{frame_ms:.1f} ms",
        (frame_ms, 7),
        xytext=(-8, 0),
        textcoords="offset points",
        ha="right",
        va="center",
        color=RED,
        fontsize=12,
    )
    axes.xaxis.set_major_formatter(lambda value, _position: f"{value:g}")
    axes.set_xlabel("time of one step in ms (logarithmic)")
    axes.set_ylabel("share of steps that took at most this, in %")
    return figure


def steps_over_frames(records: Sequence[StepRecord], fps: float, warm_up_frames: int = 100) -> Figure:
    """Step time at each frame: a thin point a step, and each arm's running median over its matches.

    The warm-up is shaded, the frame deadline drawn. ValueError when there is no record.
    """
    start, frame_ms = first_frame(records), 1000 / fps
    found = {arm: _by_frame([r for r in records if r.arm == arm], start) for arm in ARMS}
    found = {arm: points for arm, points in found.items() if points[0].size}
    after = {arm: steps[frames >= warm_up_frames] for arm, (frames, steps) in found.items()}
    medians = [f"{np.median(s):.2f} ms {ARMS[arm][0]}" for arm, s in after.items() if s.size]
    over = [f"{np.count_nonzero(s > frame_ms)} {ARMS[arm][0]}" for arm, s in after.items()]
    figure, axes = sheet(
        f"Median step {', '.join(medians) or 'unknown'}; longer than a frame of {frame_ms:.1f} ms:"
        f" {', '.join(over)}"
    )
    last = 1 + int(max(frames.max() for frames, _ in found.values()))
    if warm_up_frames:
        axes.axvspan(0, min(warm_up_frames, last), color="#F1F3F4", zorder=0)
        axes.text(warm_up_frames / 2, 0.985, "warm-up", transform=axes.get_xaxis_transform(), **_TOP)
    ends = []
    for arm, (frames, steps) in found.items():
        colour = ARMS[arm][1]
        axes.plot(frames, steps, ".", color=colour, markersize=3, alpha=0.22, zorder=2, rasterized=True)
        at, median = _running_median(frames, steps)
        # A white edge keeps the line apart from a cloud of its own colour.
        axes.plot(at, median, color="white", linewidth=6, zorder=3)
        axes.plot(at, median, color=colour, linewidth=2.8, zorder=4)
        settled = steps[frames >= warm_up_frames]
        said = f"\n{np.median(settled):.2f} ms" if settled.size else ""
        ends.append((float(median[-1]), f"{ARMS[arm][0]}{said}", colour))
    axes.set_yscale("log")
    low = min(float(np.quantile(steps, 0.001)) for _, steps in found.values())
    high = max(frame_ms, *(float(steps.max()) for _, steps in found.values()))
    axes.set_ylim(max(CLOCK_MS, low) / 1.6, 2.2 * high)
    axes.axhline(frame_ms, color=RED, linewidth=2, linestyle=(0, (6, 3)), zorder=2)
    ends.append((frame_ms, f"deadline\n{frame_ms:.1f} ms", RED))
    span = float(np.log(2.2 * high) - np.log(max(CLOCK_MS, low) / 1.6))
    lowest = -np.inf
    for value, text, colour in sorted(ends):
        lowest = max(float(np.log(value)), lowest + 0.085 * span)
        place: dict[str, Any] = {"color": colour, "fontsize": 12, "va": "center", "clip_on": False}
        axes.text(last * 1.015, float(np.exp(lowest)), text, **place)
    axes.yaxis.set_major_formatter(lambda value, _position: f"{value:g}")
    axes.set_xlim(0, last)
    axes.set_xlabel("frame")
    axes.set_ylabel("time of one step in ms (logarithmic)")
    return figure


_TOP: dict[str, Any] = {"ha": "center", "va": "top", "color": GREY, "fontsize": 12}


def _pooled(matches: Sequence[MatchSteps], arm: Arm) -> Array:
    return np.asarray(
        [s for m in matches if m.arm == arm for steps in m.player_step_ms for s in steps], float
    )


def _finding(comparisons: Sequence[Comparison]) -> str:
    """What each comparison shows."""
    known = [(c, c.difference_ms.estimate) for c in comparisons if c.difference_ms]
    if not known:
        return "Step times in the Worker and on the page"
    once = len({c.outcome for c, _ in known}) == 1
    said = [
        f"{abs(ms):.2f} ms {'more' if ms >= 0 else 'less'} {_place(c.quantile)}"
        + ("" if once else f" ({_STATED[c.outcome]})")
        for c, ms in known
    ]
    return f"A step in the Worker takes {' and '.join(said)}" + (
        f": {_STATED[known[0][0].outcome]}" if once else ""
    )


def _place(quantile: float) -> str:
    return "at the median" if quantile == 0.5 else f"at the {100 * quantile:g}th percentile"


def _mark_margin(axes: Axes, comparison: Comparison, direct: Array) -> None:
    """A bar from the direct arm's quantile to where the margin ends."""
    at = 100 * comparison.quantile
    begin = max(CLOCK_MS, float(np.quantile(direct, comparison.quantile, method="median_unbiased")))
    end = begin + comparison.margin_ms
    # The label goes under its bar; where that is too short, to the side on which there is room.
    if end > 6 * begin:
        anchor, offset, side = end, (-4, -13), "right"
    elif comparison.quantile <= 0.5:
        anchor, offset, side = end, (10, 0), "left"
    else:
        anchor, offset, side = begin, (-12, 0), "right"
    axes.plot([begin, end], [at, at], color=GREEN, linewidth=5, alpha=0.35, solid_capstyle="butt", zorder=2)
    axes.plot([end, end], [at - 3.5, at + 3.5], color=GREEN, linewidth=3, zorder=4)
    axes.annotate(
        f"margin {comparison.margin_ms:g} ms {_place(comparison.quantile)}",
        (anchor, at),
        xytext=offset,
        textcoords="offset points",
        ha=side,
        va="center",
        color=GREEN,
        fontsize=12,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1, "alpha": 0.8},
        zorder=5,
    )


def _label_arms(axes: Axes, drawn: dict[Arm, Array]) -> None:
    """Each arm's name and figures on the outer side of its curve, where the other one is not."""
    quicker = min(drawn, key=lambda arm: float(np.median(drawn[arm])))
    for arm, values in drawn.items():
        median, p95 = np.quantile(values, [0.5, 0.95], method="median_unbiased")
        side, middle = (-1, 0.7) if arm == quicker else (1, 0.3)
        # Where the label's edge nearest to the curve is.
        edge = middle + side * 0.09
        axes.annotate(
            f"{ARMS[arm][0]}\nmedian {median:.2f} ms\np95 {p95:.2f} ms\n{values.size} steps",
            (max(CLOCK_MS, float(np.quantile(values, edge))), 100 * middle),
            xytext=(12 * side, 0),
            textcoords="offset points",
            ha="right" if side < 0 else "left",
            va="center",
            color=ARMS[arm][1],
            fontsize=12,
        )


def _by_frame(records: Sequence[StepRecord], start: int) -> tuple[Array, Array]:
    """Frame, counted from 0, and step time of every record, as drawn."""
    frames = np.asarray([r.frame - start for r in records], float)
    return frames, np.maximum(np.asarray([r.step_ms for r in records], float), CLOCK_MS)


def _running_median(frames: Array, steps: Array) -> tuple[Array, Array]:
    """At each frame the median of all steps of the frames around it."""
    order = np.argsort(frames, kind="stable")
    frames, steps = frames[order], steps[order]
    at = np.unique(frames)
    begin = np.searchsorted(frames, at - RUNNING_FRAMES // 2, side="left")
    end = np.searchsorted(frames, at + RUNNING_FRAMES // 2, side="right")
    return at, np.asarray([np.median(steps[b:e]) for b, e in zip(begin, end, strict=True)])

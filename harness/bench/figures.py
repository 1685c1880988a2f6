"""The benchmark's figures: what they are made from, how they grow, and the aim they are compared with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from statistics import median

import numpy as np

from gauge.latency.sampled_median import LatencySummary, summarise

# both "at most": the limit itself is within the aim
ADDED_AT_MOST_MS = 0.5
ECHOES_AT_MOST = 3.0


@dataclass(frozen=True)
class Pass:
    """One stretch of rounds in one kitchen; all times in milliseconds, one value a round.

    ``busy``, ``crossing`` and ``unpacking`` are the parts of a further worker step, taken with a clock in the
    Worker: its own time for the request, the two ways, and from the reply's arrival to the result.
    """

    layout: str
    width: int
    height: int
    echo: tuple[float, ...]
    direct: tuple[float, ...]
    worker: tuple[float, ...]
    busy: tuple[float, ...]
    crossing: tuple[float, ...]
    unpacking: tuple[float, ...]

    @property
    def added_ms(self) -> float:
        """Worker minus direct, each at its median."""
        return median(self.worker) - median(self.direct)


@dataclass(frozen=True)
class LayoutFigures:
    """One layout over all its passes; ``added_by_pass_ms`` shows how far the machine repeats itself."""

    layout: str
    cells: int
    rounds: int
    echo: LatencySummary
    direct: LatencySummary
    worker: LatencySummary
    busy_ms: float
    crossing_ms: float
    unpacking_ms: float
    added_by_pass_ms: tuple[float, ...]

    @property
    def added_ms(self) -> float:
        """Worker minus direct, each at its median."""
        return self.worker.median_ms - self.direct.median_ms

    @property
    def added_p95_ms(self) -> float:
        """Worker minus direct, each at its 95th percentile."""
        return self.worker.p95_ms - self.direct.p95_ms

    @property
    def echoes(self) -> float:
        """The overhead in echoes: worker minus direct over the echo's median."""
        return self.added_ms / self.echo.median_ms

    @property
    def ratio(self) -> float:
        """Worker over direct, each at its median."""
        return self.worker.median_ms / self.direct.median_ms

    @property
    def within_aim(self) -> bool:
        return self.added_ms <= ADDED_AT_MOST_MS and self.echoes <= ECHOES_AT_MOST


@dataclass(frozen=True)
class Growth:
    """A straight line through the layouts' medians: ``base_ms`` and what 100 more cells add to it."""

    what: str
    base_ms: float
    per_100_cells_ms: float


def figures_of(passes: Iterable[Pass]) -> list[LayoutFigures]:
    """One entry for each layout, in the order in which they first came."""
    by_layout: dict[str, list[Pass]] = {}
    for one in passes:
        by_layout.setdefault(one.layout, []).append(one)
    return [_of_layout(group) for group in by_layout.values()]


def _of_layout(passes: Sequence[Pass]) -> LayoutFigures:
    first = passes[0]

    def every(name: str) -> list[float]:
        return list(chain.from_iterable(getattr(one, name) for one in passes))

    return LayoutFigures(
        layout=first.layout,
        cells=first.width * first.height,
        rounds=len(every("echo")),
        echo=summarise(every("echo")),
        direct=summarise(every("direct")),
        worker=summarise(every("worker")),
        busy_ms=median(every("busy")),
        crossing_ms=median(every("crossing")),
        unpacking_ms=median(every("unpacking")),
        added_by_pass_ms=tuple(one.added_ms for one in passes),
    )


def growth_of(figures: Sequence[LayoutFigures]) -> list[Growth]:
    """How each figure grows with the kitchen; empty when all kitchens are of one size.

    Ordinary least squares over the layouts' medians. The one large kitchen decides the slope, as it should:
    the small ones differ by less than the machine's noise.
    """
    cells = [one.cells for one in figures]
    if len(set(cells)) < 2:
        return []
    lines = {
        "echo": [one.echo.median_ms for one in figures],
        "direct step": [one.direct.median_ms for one in figures],
        "worker step": [one.worker.median_ms for one in figures],
        "worker minus direct": [one.added_ms for one in figures],
    }
    grown = []
    for what, medians_ms in lines.items():
        slope, base = (float(value) for value in np.polyfit(cells, medians_ms, 1))
        grown.append(Growth(what, base, slope * 100))
    return grown


def aim_sentence(figures: Sequence[LayoutFigures]) -> str:
    """One sentence: whether every layout is within the aim, and the one that comes closest to missing it."""
    aim = f"at most {ADDED_AT_MOST_MS:g} ms and {ECHOES_AT_MOST:g} echoes"
    missed = [one for one in figures if not one.within_aim]
    if missed:
        named = "; ".join(f"{one.layout} {one.added_ms:.2f} ms, {one.echoes:.1f} echoes" for one in missed)
        return (
            f"Aim missed in {len(missed)} of {len(figures)} layouts ({aim} on top of a direct step): {named}."
        )
    most = max(figures, key=lambda one: one.added_ms)
    return (
        f"Aim met in all {len(figures)} layouts: the Worker adds {aim} to a direct step at the median; the "
        f"most is {most.added_ms:.2f} ms, {most.echoes:.1f} echoes, in {most.layout}."
    )


def limit_sentence(figures: Sequence[LayoutFigures]) -> str:
    """One sentence saying what a worker step consists of beside the step itself."""

    def middle(values: Iterable[float]) -> float:
        return median(list(values))

    crossing = middle(one.crossing_ms for one in figures)
    echo = middle(one.echo.median_ms for one in figures)
    unpacking = middle(one.unpacking_ms for one in figures)
    inside = middle(one.busy_ms - one.direct.median_ms for one in figures)
    return (
        f"What limits it: the two ways between page and Worker take {crossing:.2f} ms (a bare echo takes "
        f"{echo:.2f} ms) and unpacking {unpacking:.2f} ms; the Worker itself is busy for "
        f"{abs(inside):.2f} ms {'more' if inside > 0 else 'less'} than a whole direct step takes."
    )

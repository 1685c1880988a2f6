"""Does the page stay responsive while Python loads? The longest freeze of any window, worker against direct.

A *freeze* is a time in which the page could neither answer a click nor draw: the longer of the longest gap
between two ticks of a timer of the page's own, and the longest of the browser's long tasks (W3C, Long Tasks
API). Each sees what the other misses: short tasks in a row, and a task at the very start or end.

The longest freeze is what a person notices, so windows are not averaged. Python on the page is the baseline
that shows that the gauge sees a freeze where there is one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from gauge.latency.match_steps import Arm
from gauge.tables import Table
from gauge.verdict import Figure, Measure, Outcome, Verdict, quantity

MIN_WINDOWS = 2
BLIND = "Python on the page, which should freeze it, did not do so for longer than the limit of"


@dataclass(frozen=True)
class FreezeReading:
    """One window of one match while it loaded Python; all times in milliseconds.

    `longest_gap_ms` is the longest time without a tick of the page's timer, None when the timer did not
    tick; `long_tasks_ms` are the browser's long tasks; `watched_ms` is how long the window was watched.
    ValueError for an unknown arm or a time that is negative or not finite.
    """

    pair: int
    arm: Arm
    player: int
    longest_gap_ms: float | None
    long_tasks_ms: tuple[float, ...]
    watched_ms: float

    def __post_init__(self) -> None:
        if self.arm not in get_args(Arm):
            raise ValueError(f"arm {self.arm!r} is not one of {', '.join(get_args(Arm))}")
        # a browser gives whole milliseconds as whole numbers, and a file does not tell them from others
        object.__setattr__(self, "long_tasks_ms", tuple(map(float, self.long_tasks_ms)))
        object.__setattr__(self, "watched_ms", float(self.watched_ms))
        if self.longest_gap_ms is not None:
            object.__setattr__(self, "longest_gap_ms", float(self.longest_gap_ms))
        for time_ms in (self.longest_gap_ms or 0.0, *self.long_tasks_ms, self.watched_ms):
            if not math.isfinite(time_ms) or time_ms < 0:
                raise ValueError(
                    f"{self.name}: a time of {time_ms} ms cannot be; times are finite and not negative"
                )

    @property
    def name(self) -> str:
        """How a sentence calls the window: 'player 1 of pair 3, worker'."""
        return f"player {self.player + 1} of pair {self.pair}, {self.arm}"

    @property
    def measured(self) -> bool:
        """Whether the window was watched and its timer ticked."""
        return self.longest_gap_ms is not None and self.watched_ms > 0

    @property
    def freeze_ms(self) -> float:
        """The longest freeze in ms; ValueError when the window was not measured."""
        if self.longest_gap_ms is None or self.watched_ms <= 0:
            raise ValueError(f"{self.name}: the timer did not tick, so its longest freeze is not known")
        return max(self.longest_gap_ms, *self.long_tasks_ms, 0.0)


def judge_freezes(readings: Sequence[FreezeReading], limit_ms: float) -> Verdict:
    """Passed when the worker arm never froze longer than `limit_ms` (inclusive) and less than the direct arm.

    Compared are the longest freezes over all windows of an arm. Fewer than MIN_WINDOWS windows of an arm, or
    one that was not measured, is inconclusive, unless a measured window of the worker is over the limit
    already. ValueError for a limit that is negative or not finite, or a window that is there twice.
    """
    if not math.isfinite(limit_ms) or limit_ms < 0:
        raise ValueError(f"a limit of {limit_ms} ms cannot be used; give a finite one that is not negative")
    windows = [(r.pair, r.arm, r.player) for r in readings]
    if len(set(windows)) < len(windows):
        twice = next(r.name for r in readings if windows.count((r.pair, r.arm, r.player)) > 1)
        raise ValueError(f"{twice} is there twice; give every window once")
    workers, directs = ([r for r in readings if r.arm == arm and r.measured] for arm in ("worker", "direct"))
    blind = [r for r in readings if not r.measured]
    worst = max(workers, key=lambda r: r.freeze_ms, default=None)
    baseline = max(directs, key=lambda r: r.freeze_ms, default=None)
    worst_ms = worst.freeze_ms if worst else None
    direct_ms = baseline.freeze_ms if baseline else None
    ratio = direct_ms / worst_ms if worst_ms and direct_ms is not None else None
    figures: dict[str, Figure] = {
        "limit_ms": limit_ms,
        "worker_longest_freeze_ms": worst_ms,
        "direct_longest_freeze_ms": direct_ms,
        "direct_over_worker": ratio,
        "worker_windows": len(workers),
        "direct_windows": len(directs),
        "windows_not_measured": len(blind),
    }
    shown = freeze_table(readings).text()
    measures = tuple(
        Measure("longest freeze", longest, "ms", limit, detectable=limit, samples=many, line=line)
        for longest, limit, many, line in (
            (worst_ms, limit_ms, quantity(len(workers), "window"), "Python in a Worker"),
            (direct_ms, None, quantity(len(directs), "window"), "Python on the page"),
        )
        if longest is not None
    )

    def verdict(outcome: Outcome, sentence: str, warnings: tuple[str, ...] = ()) -> Verdict:
        return Verdict("WORKER-02", outcome, sentence, figures, shown, warnings, measures)

    if worst is not None and worst.freeze_ms > limit_ms:
        beside = f"; on the page: {direct_ms:,.0f} ms" if direct_ms is not None else ""
        sentence = (
            f"Python loading in a Worker: longest freeze {worst.freeze_ms:,.0f} ms ({worst.name}), over the"
            f" limit of {limit_ms:g} ms{beside} ({len(workers)} and {quantity(len(directs), 'window')})."
        )
        return verdict(Outcome.FAILED, sentence)
    if blind or worst is None or baseline is None or min(len(workers), len(directs)) < MIN_WINDOWS:
        why = (
            f"{blind[0].name} was not measured"
            if blind
            else f"only {quantity(len(workers), 'window')} of the Worker and {len(directs)} of Python on the"
            f" page (needed: {MIN_WINDOWS} of each)"
        )
        sentence = f"Python loading in a Worker: longest freeze unknown, {why}."
        return verdict(Outcome.INCONCLUSIVE, sentence)
    sentence = (
        f"Python loading in a Worker: longest freeze {worst.freeze_ms:,.0f} ms"
        f" (limit {limit_ms:g} ms, {quantity(len(workers), 'window')})"
    )
    if worst.freeze_ms >= baseline.freeze_ms:
        there = f"{baseline.freeze_ms:,.0f} ms of Python on the page ({quantity(len(directs), 'window')})"
        sentence += f", no shorter than the {there}."
        return verdict(Outcome.FAILED, sentence)
    warnings = (f"{BLIND} {limit_ms:g} ms.",) if baseline.freeze_ms <= limit_ms else ()
    times = f", {ratio:.0f} times as long" if ratio is not None and ratio >= 1.5 else ""
    sentence += f"; on the page: {baseline.freeze_ms:,.0f} ms{times} ({quantity(len(directs), 'window')})."
    return verdict(Outcome.PASSED, sentence, warnings)


def freeze_table(readings: Sequence[FreezeReading]) -> Table:
    """The longest freeze of each window while it loaded Python; None where it was not measured."""
    rows = [
        (
            r.pair,
            r.arm,
            r.player + 1,
            r.freeze_ms if r.measured else None,
            r.longest_gap_ms,
            len(r.long_tasks_ms),
            max(r.long_tasks_ms, default=0.0),
            r.watched_ms,
        )
        for r in sorted(readings, key=lambda r: (r.pair, r.arm, r.player))
    ]
    headings = ("pair", "arm", "player", "freeze_ms", "longest_gap_ms", "long_tasks", "longest_task_ms")
    return Table((*headings, "watched_ms"), rows)

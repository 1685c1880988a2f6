"""When a page could not run, from its first script to a mark.

A timer of 10 ms that sets itself again notes each of its turns; between two turns the page was busy. The
true freeze is therefore up to 10 ms shorter than the gap that is given, and on a page that does nothing the
longest gap is a little over 10 ms. The recorder stops at ``stop``: no timer and no observer of it is left to
disturb what is measured afterwards.

A gap says that the page did not run, not why: a page that waits for the processor has long gaps without a
long task in them, a page that is busy has both.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from playwright.sync_api import BrowserContext, Page

from harness.recording.scripts import RecordingError, ask, install

SCRIPT = Path(__file__).with_name("freeze_recorder.js")
FUNCTION = "recordFreezes"
SYMBOL = "harness.freezeRecorder"
INTERVAL_MS = 10.0
# four and a half minutes of turns, above the bound on loading Python (90 s)
CAPACITY = 27_000


@dataclass(frozen=True)
class FreezeReading:
    """The longest gap between two marks, in ms of the page's ``performance.now()`` (0 is the navigation).

    ``longest_gap_ms`` is at most ``resolution_ms`` longer than the page was stopped, and never shorter.
    ``long_tasks`` are (start, duration) of the tasks of 50 ms and more that the browser itself reports, those
    that overlap the interval; a gap may hold several.
    """

    longest_gap_ms: float
    gap_started_ms: float
    long_tasks: tuple[tuple[float, float], ...]
    from_ms: float
    to_ms: float
    resolution_ms: float = INTERVAL_MS


class FreezeRecorder:
    """Installed in a context before its pages are opened; records in each from its start until ``stop``."""

    @classmethod
    def install(cls, context: BrowserContext, *, capacity: int = CAPACITY) -> FreezeRecorder:
        """Records for up to ``capacity`` turns of 10 ms; a longer recording is refused when it is read."""
        if capacity < 2:
            raise ValueError(f"A freeze recorder keeps 2 turns or more, not {capacity}.")
        install(context, SCRIPT, FUNCTION, {"intervalMs": INTERVAL_MS, "capacity": capacity})
        return cls()

    def mark(self, page: Page) -> float:
        """Now, in ms of the page's clock: one end of an interval to read."""
        return float(ask(page, SYMBOL, "(recorder) => recorder.mark()"))

    def stop(self, page: Page, since_ms: float = 0.0, until_ms: float | None = None) -> FreezeReading:
        """Ends the recording of this page and reads it; may be called again for another interval.

        The interval is cut to what was recorded, which begins with the page's first script. A gap that
        reaches over one end of the interval counts with the part inside. RecordingError when the recorder
        was full before the interval's end, or when nothing was recorded inside.
        """
        found = ask(page, SYMBOL, "(recorder) => recorder.stop()")
        turns: list[float] = found["turnsMs"]
        last = turns[-1]
        if found["full"] and (until_ms is None or until_ms > last):
            raise RecordingError(
                f"The freeze recorder in {page.url} was full after {last / 1000:.0f} s; "
                "stop it earlier or install it with more capacity."
            )
        start = max(since_ms, turns[0])
        end = last if until_ms is None else min(until_ms, last)
        if end <= start:
            raise RecordingError(
                f"The freeze recorder in {page.url} has nothing between {since_ms:.0f} ms and {end:.0f} ms; "
                f"it recorded from {turns[0]:.0f} ms to {last:.0f} ms."
            )
        longest, began = _longest(turns, start, end)
        tasks = sorted((float(at), float(took)) for at, took in found["longTasks"])
        inside = tuple((at, took) for at, took in tasks if at < end and at + took > start)
        return FreezeReading(longest, began, inside, start, end)


def _longest(turns: list[float], start: float, end: float) -> tuple[float, float]:
    """Length and start of the longest gap between two turns within [start, end]; the first of equals."""
    points = [start, *(turn for turn in turns if start < turn < end), end]
    gap, began = max((b - a, -a) for a, b in pairwise(points))
    return gap, -began

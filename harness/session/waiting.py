"""Waits: each has a bound and tells, when it is reached, what was last seen."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

from harness.session.errors import PlayerError, StuckError
from harness.session.interrupts import INTERRUPTS

T = TypeVar("T")


def wait_until(
    look: Callable[[], T],
    predicate: Callable[[T], bool],
    *,
    pause: Callable[[], None],
    within_s: float,
    what: str,
    describe: Callable[[T], str] = str,
) -> T:
    """The first look for which the predicate holds; PlayerError with the last one when none does in time."""
    end = time.monotonic() + within_s
    while True:
        INTERRUPTS.raise_if_asked()
        seen = look()
        if predicate(seen):
            return seen
        if time.monotonic() > end:
            raise PlayerError(f"{what} within {within_s:g} s; last seen: {describe(seen)}.")
        pause()


@contextmanager
def bounded(seconds: float, what: str) -> Iterator[None]:
    """Raises StuckError when the block takes longer.

    Playwright's ``evaluate`` and ``close`` know no time-out and wait forever on a page whose script never
    comes back. An alarm signal is the one thing that gets through; Playwright hands an exception from a
    signal handler to the code that waits and stays usable. Where there is no such signal (Windows, or a
    thread that is not the main one) the block runs without the bound. Bounds nest: the one that is due first
    counts, and an outer one goes on after an inner one.
    """
    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return
    outer_s, _ = signal.getitimer(signal.ITIMER_REAL)
    if 0 < outer_s <= seconds:
        yield
        return

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise StuckError(f"{what} did not come back within {seconds:g} s.")

    before, began = signal.signal(signal.SIGALRM, ring), time.monotonic()
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if outer_s:
            # zero would switch the outer bound off
            signal.setitimer(signal.ITIMER_REAL, max(0.001, outer_s - (time.monotonic() - began)))

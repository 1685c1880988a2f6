"""Waits: each has a bound and tells, when it is reached, what was last seen."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

from harness.errors import PlayerError, StuckError
from harness.interrupts import INTERRUPTS

T = TypeVar("T")


def wait_until(
    look: Callable[[], T],
    enough: Callable[[T], bool],
    *,
    pause: Callable[[], None],
    within_s: float,
    what: str,
    describe: Callable[[T], str] = str,
) -> T:
    """The first look that is enough; PlayerError with the last one when none is within ``within_s``."""
    end = time.monotonic() + within_s
    while True:
        INTERRUPTS.raise_if_asked()
        seen = look()
        if enough(seen):
            return seen
        if time.monotonic() > end:
            raise PlayerError(f"{what} within {within_s:g} s; last seen: {describe(seen)}.")
        pause()


@contextmanager
def bounded(seconds: float, what: str) -> Iterator[None]:
    """Raises StuckError when the block takes longer.

    Playwright's ``evaluate`` and ``close`` know no time-out and wait for ever on a page whose script never
    comes back. An alarm signal is the one thing that gets through; Playwright hands an exception from a
    signal handler to the code that waits and stays usable. Where there is no such signal (Windows, or a
    thread that is not the main one) the block runs without the bound.
    """
    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise StuckError(f"{what} did not come back within {seconds:g} s.")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)

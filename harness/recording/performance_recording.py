"""A recording of a page's performance, as the browser's Performance tab makes and opens it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Error

from harness.session.browser import Window
from harness.session.errors import BrowserError, PlayerError, first_line
from harness.session.waiting import bounded

# what the Performance tab asks for with Memory ticked; the last one has the counters of heap, documents,
# nodes and listeners, events called UpdateCounters
CATEGORIES = (
    "devtools.timeline",
    "v8.execute",
    "blink.user_timing",
    "loading",
    "latencyInfo",
    "disabled-by-default-v8.gc",
    "disabled-by-default-devtools.timeline",
)
ENDS_WITHIN_S = 60.0


@dataclass
class Trace:
    """JSON in the trace event format, there once the recording has ended."""

    bytes: bytes = b""


@contextmanager
def recording(window: Window) -> Iterator[Trace]:
    """Records the window's page while the block runs.

    The page is slower during and memory is taken by the recording itself: nothing may be measured.
    """
    browser = window.context.browser
    if browser is None:
        raise BrowserError("The browser of this window cannot record a performance.")
    trace = Trace()
    try:
        browser.start_tracing(page=window.page, categories=list(CATEGORIES))
        try:
            yield trace
        finally:
            with bounded(ENDS_WITHIN_S, "The performance recording"):
                trace.bytes = browser.stop_tracing()
    except Error as error:
        raise PlayerError(f"The game could not be recorded: {first_line(error)}.") from None

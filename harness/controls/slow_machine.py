"""A machine that is several times slower."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from playwright.sync_api import Error

from harness.session.browser import Window
from harness.session.errors import PlayerError, StuckError, first_line
from harness.session.waiting import bounded

SET_WITHIN_S = 10.0


@dataclass(frozen=True)
class SlowMachine:
    """What a page's own thread does takes ``factor`` times as long, as with the CPU slowdown of DevTools.

    The browser lets the thread spin, in quanta of a fifth of a millisecond
    (https://chromedevtools.github.io/devtools-protocol/tot/Emulation/#method-setCPUThrottlingRate). Workers
    are not slowed by it but by what the spinning takes of the processor: see docs/decisions/slow-machine.md.
    """

    factor: float

    def __post_init__(self) -> None:
        if not 1 < self.factor <= 20:
            raise ValueError(f"A machine can be made 1 to 20 times slower, not {self.factor:g} times.")

    @contextmanager
    def slowing(self, windows: Sequence[Window]) -> Iterator[None]:
        """Slows the pages until the block ends. PlayerError where the browser cannot."""
        for window in windows:
            _set_rate(window, self.factor)
        try:
            yield
        finally:
            for window in windows:
                # a window that is gone is not slow any more
                with suppress(PlayerError):
                    _set_rate(window, 1)


def _set_rate(window: Window, rate: float) -> None:
    try:
        with bounded(SET_WITHIN_S, "Slowing a page"):
            window.cdp.send("Emulation.setCPUThrottlingRate", {"rate": rate})
    except (Error, StuckError) as error:
        raise PlayerError(f"The page of {window.who} cannot be made slower: {first_line(error)}.") from None

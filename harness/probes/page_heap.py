"""Layer page_heap: what the page's own JavaScript holds after a game."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from harness.probes.base import Probe, ask_page, owner_name
from harness.probes.heap_usage import COLLECT, HeapUsage, collected_usage
from harness.session.browser import Window

GROUP = "held-page"


class PageHeapProbe(Probe):
    """Exact to the byte; objects and ArrayBuffers together, since either may be kept."""

    layers = ("page_heap",)

    def __init__(self, windows: Sequence[Window]) -> None:
        super().__init__()
        self._windows = windows
        self.usages: dict[tuple[int, int], HeapUsage] = {}
        """By game and seat."""

    def after_game(self, game: int) -> None:
        for seat, window in enumerate(self._windows):

            def read(game: int = game, seat: int = seat, window: Window = window) -> float:
                usage = collected_usage(lambda method: ask_page(window, method))
                self.usages[game, seat] = usage
                return usage.live_bytes

            self._measure("page_heap", owner_name(seat), game, read)

    def at_frame(self, reading: int) -> None:
        for seat, window in enumerate(self._windows):

            def read(reading: int = reading, seat: int = seat, window: Window = window) -> float:
                usage = collected_usage(lambda method: _ask_held(window, method))
                self.usages[reading, seat] = usage
                return usage.live_bytes

            self._measure("page_heap", owner_name(seat), reading, read)


def _ask_held(window: Window, method: str) -> Any:
    """A page that is held collects when it is searched for objects of a class; of this one there are none."""
    if method != COLLECT:
        return ask_page(window, method)
    params = {"expression": "(class {}).prototype", "objectGroup": GROUP}
    prototype = ask_page(window, "Runtime.evaluate", params)["result"]["objectId"]
    ask_page(window, "Runtime.queryObjects", {"prototypeObjectId": prototype, "objectGroup": GROUP})
    return ask_page(window, "Runtime.releaseObjectGroup", {"objectGroup": GROUP})

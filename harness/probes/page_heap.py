"""Layer page_heap: what the page's own JavaScript holds after a game."""

from __future__ import annotations

from collections.abc import Sequence

from harness.probes.base import Probe, ask_page, owner_name
from harness.probes.heap_usage import HeapUsage, collected_usage
from harness.session.browser import Window


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
        self.after_game(reading)

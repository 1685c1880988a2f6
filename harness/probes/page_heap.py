"""Layer page_heap: what the page's own JavaScript holds after a game."""

from __future__ import annotations

from collections.abc import Sequence

from harness.player import Player
from harness.probes.heap_usage import HeapUsage, collected_usage
from harness.probes.shape import Probe, ask_page, seat_name


class PageHeapProbe(Probe):
    """Exact to the byte; objects and ArrayBuffers together, since either may be kept."""

    layers = ("page_heap",)

    def __init__(self, players: Sequence[Player]) -> None:
        super().__init__()
        self._players = players
        self.usages: dict[tuple[int, int], HeapUsage] = {}
        """By game and seat."""

    def after_game(self, game: int) -> None:
        for seat, player in enumerate(self._players):

            def read(game: int = game, seat: int = seat, player: Player = player) -> float:
                usage = collected_usage(lambda method: ask_page(player, method))
                self.usages[game, seat] = usage
                return usage.live_bytes

            self._measure("page_heap", seat_name(seat), game, read)

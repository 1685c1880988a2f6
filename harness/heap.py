"""Reads how much memory a page's JavaScript holds."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Error

from gauge.memory import HeapReading
from harness.errors import StuckError
from harness.player import Player
from harness.waiting import bounded

USED = "() => performance.memory?.usedJSHeapSize ?? null"


@dataclass(frozen=True)
class PageHeap:
    """Two readings of one page heap after one game.

    ``as_asked`` is the original rule's: ``performance.memory`` as the page finds it, nothing collected
    before. ``collected_bytes`` was read after a forced collection; it judges nothing and shows how much
    of the first reading was garbage.
    """

    as_asked: HeapReading
    collected_bytes: int | None


def read_heap(player: Player, game: int, seat: int) -> PageHeap:
    """The page heap of the player in ``seat`` (0 or 1) after ``game`` (counted from 1).

    The first reading comes first: collecting before it would answer another question than the one asked.
    """
    used = player.evaluate(USED)
    collected: int | None = None
    try:
        with bounded(15.0, "Collecting garbage"):
            cdp = player.window.cdp
            cdp.send("HeapProfiler.collectGarbage")
            collected = int(cdp.send("Runtime.getHeapUsage")["usedSize"])
    except (Error, StuckError):
        pass  # for information only: its absence changes no verdict
    return PageHeap(HeapReading(game=game, player=seat, used_bytes=used or None), collected)

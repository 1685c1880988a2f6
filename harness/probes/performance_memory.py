"""Reads how much memory a page's JavaScript holds."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Error

from gauge.memory.heap_ratio import HeapReading
from harness.session.browser import Window
from harness.session.errors import StuckError
from harness.session.waiting import bounded

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


def read_heap(window: Window, game: int, seat: int) -> PageHeap:
    """The page heap of the player in ``seat`` (0 or 1) after ``game`` (counted from 1).

    The first reading comes first: collecting before it would answer another question than the one asked.
    """
    used = window.evaluate(USED)
    collected: int | None = None
    try:
        with bounded(15.0, "Collecting garbage"):
            cdp = window.cdp
            cdp.send("HeapProfiler.collectGarbage")
            collected = int(cdp.send("Runtime.getHeapUsage")["usedSize"])
    except (Error, StuckError):
        pass  # for information only: its absence changes no verdict
    return PageHeap(HeapReading(game=game, player=seat, used_bytes=used or None), collected)

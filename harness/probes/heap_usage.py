"""JavaScript heap after forced collection, of a page or a worker alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Ask = Callable[[str], Any]
"""One DevTools call without parameters."""

COLLECT = "HeapProfiler.collectGarbage"
USAGE = "Runtime.getHeapUsage"
STABLE_WITHIN_BYTES = 512
ROUNDS = 5


@dataclass(frozen=True)
class HeapUsage:
    """Bytes live after collection: objects, and the contents of ArrayBuffers, which V8 counts apart.

    What Blink holds for the page (``embedderHeapUsedSize``) is left out: it is collected at its own pace.
    WebAssembly memory is no part of either.
    """

    used_bytes: int
    backing_bytes: int
    rounds: int

    @property
    def live_bytes(self) -> int:
        return self.used_bytes + self.backing_bytes


def collected_usage(ask: Ask, rounds: int = ROUNDS) -> HeapUsage:
    """Collects until two readings in a row agree, or ``rounds`` times; the smallest reading counts.

    More than one round is needed: finalizers and weak callbacks of one collection free what the next finds
    (https://chromedevtools.github.io/devtools-protocol/tot/HeapProfiler/#method-collectGarbage).
    """
    readings: list[HeapUsage] = []
    for made in range(1, rounds + 1):
        ask(COLLECT)
        readings.append(usage_of(ask(USAGE)))
        if made > 1 and abs(readings[-1].live_bytes - readings[-2].live_bytes) <= STABLE_WITHIN_BYTES:
            break
    return smallest(readings)


def usage_of(reply: Mapping[str, float]) -> HeapUsage:
    """One reply of Runtime.getHeapUsage."""
    # ArrayBuffers have been counted apart since Chromium 136; older ones leave them out
    return HeapUsage(int(reply["usedSize"]), int(reply.get("backingStorageSize", 0)), 1)


def smallest(readings: Sequence[HeapUsage]) -> HeapUsage:
    """The reading with the least garbage in it."""
    least = min(readings, key=lambda reading: reading.live_bytes)
    return HeapUsage(least.used_bytes, least.backing_bytes, len(readings))

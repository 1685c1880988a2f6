"""A page that takes keys late, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext

from harness.recording.scripts import install

SCRIPT = Path(__file__).with_name("late_keys.js")
FUNCTION = "lateKeys"


@dataclass(frozen=True)
class LateKeys:
    """Gives every key to the page ``late_ms`` after it was pressed or released; all else is well.

    Every ``lost_every``-th one is never given to it; none is with 0.
    """

    late_ms: float = 0.0
    lost_every: int = 0
    seats: tuple[int, ...] = (0, 1)

    def install(self, context: BrowserContext) -> None:
        """In every page that the context opens from now on."""
        install(context, SCRIPT, FUNCTION, {"lateMs": self.late_ms, "lostEvery": self.lost_every})

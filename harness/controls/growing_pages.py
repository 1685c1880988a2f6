"""Pages of new windows that hold more with every game, although nothing of the game is in them any more."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext

DOUBLES_PER_MIB = 2**17
WINDOWS = 2


@dataclass
class GrowingPages:
    """Each page of game n keeps n - 1 times ``add_mib`` of JavaScript objects, from its arrival on."""

    add_mib: int
    seats: tuple[int, ...] = (0, 1)
    _windows: itertools.count[int] = field(default_factory=itertools.count)

    def install(self, context: BrowserContext) -> None:
        """Makes every page large that the context opens; two windows are a game."""
        kept = self.add_mib * (next(self._windows) // WINDOWS) * DOUBLES_PER_MIB
        context.add_init_script(f"window.keptOnPurpose = new Array({kept}).fill(0.5);")

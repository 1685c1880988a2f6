"""A slowed Worker whose page hides it."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import BrowserContext

from harness.controls.slow_worker import SlowWorker
from harness.recording.scripts import install

SCRIPT = Path(__file__).with_name("early_clock.js")
FUNCTION = "earlyClock"


class EarlyClock(SlowWorker):
    """Slows a Worker by ``add_ms`` in every step, and has the page write its returns as much too early.

    By the game's own clock the Worker is as quick as without. Installed after the step recorder.
    """

    def install(self, context: BrowserContext) -> None:
        """Slows the Workers of every page that the context opens from now on, and moves their returns."""
        super().install(context)
        install(context, SCRIPT, FUNCTION, {"command": self.command, "earlyMs": self.add_ms})

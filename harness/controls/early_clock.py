"""A slowed Worker whose page hides it."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import BrowserContext

from harness.controls.slow_worker import SlowWorker
from harness.recording.scripts import init_script

SCRIPT = Path(__file__).with_name("early_clock.js")
FUNCTION = "earlyClock"


class EarlyClock(SlowWorker):
    """Slows a Worker by ``add_ms`` in every step, and has the page write its returns as much too early.

    By the game's own clock the Worker is as quick as without. Installed after the step recorder.
    """

    def install(self, context: BrowserContext) -> None:
        """Slows the Workers of every page that the context opens from now on, and moves their returns."""
        super().install(context)
        context.add_init_script(said_earlier(self.command, self.add_ms))


def said_earlier(command: str, early_ms: float) -> str:
    """JavaScript for a page that says of each step, asked for by ``command``, that it ended so much early."""
    return init_script(SCRIPT, FUNCTION, {"command": command, "earlyMs": early_ms}) + ";"

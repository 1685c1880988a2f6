"""What the kitchen's page asks of its Workers, and what they say, in the order in which it happens."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import BrowserContext, Page

from gauge.flow.lifecycle import Said
from harness.recording.scripts import ask, install

SCRIPT = Path(__file__).with_suffix(".js")
SYMBOL = "harness.commandRecorder"


class CommandRecorder:
    """Installed in a context before its pages are opened; hears every Worker of each of them."""

    @classmethod
    def install(cls, context: BrowserContext) -> CommandRecorder:
        install(context, SCRIPT, "recordCommands", {})
        return cls()

    def read(self, page: Page) -> tuple[Said, ...]:
        """All that was said in the page so far. RecordingError when the page has no recorder."""
        return tuple(Said(**noted) for noted in ask(page, SYMBOL, "(recorder) => recorder.noted"))

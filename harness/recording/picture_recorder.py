"""What a game's canvas shows at its frames, made small.

Reading a canvas takes the page time: all frames whose steps are not judged are kept, and few of the others.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import BrowserContext, Page

from harness.profile.game_profile import CONTRACT, GameProfile
from harness.recording.scripts import ask, install

SCRIPT = Path(__file__).with_name("picture_recorder.js")
FUNCTION = "recordPictures"
SYMBOL = "harness.pictureRecorder"
COLUMNS, ROWS = 24, 18


class PictureRecorder:
    """Installed in a context before its pages are opened."""

    @classmethod
    def install(
        cls, context: BrowserContext, profile: GameProfile = CONTRACT, *, frames: int, every: int, phase: int
    ) -> PictureRecorder:
        """Keeps the pictures up to this frame, and of those after it one of ``every``: the ``phase``-th."""
        options = {
            "object": profile.object,
            "canvas": profile.canvas,
            "frames": frames,
            "every": every,
            "phase": phase,
            "columns": COLUMNS,
            "rows": ROWS,
        }
        install(context, SCRIPT, FUNCTION, options, {"frame": profile.frame})
        return cls()

    def read(self, page: Page) -> Mapping[int, bytes]:
        """By frame one brightness (0 to 255) a cell, row by row, of COLUMNS x ROWS cells.

        Empty where no canvas could be read; RecordingError when the page has no recorder.
        """
        found = ask(page, SYMBOL, "(recorder) => recorder.read()")
        return {int(frame): b64decode(cells) for frame, cells in found if cells}

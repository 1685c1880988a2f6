"""`python -m harness.evidence.pictures [PAGE]`: the pictures in docs/pictures, of a real game and a page.

PAGE is the page to sign that is photographed, reports/index.html without it.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image

from harness.players.match import begin
from harness.players.played_game import policy
from harness.session.run import Run
from harness.session.server import PROJECT
from harness.session.settings import Settings

PICTURES = PROJECT / "docs" / "pictures"
COLOURS = 64
FRAME = 150
WIDE_PX, HIGH_PX = 1100, 1000


def main(arguments: list[str]) -> int:
    """Photograph a game that both cooks play, from the first player's window, and the page."""
    page = Path(arguments[0] if arguments else PROJECT / "reports" / "index.html").resolve()
    if not page.is_file():
        print(f"{page} is missing; make a report first, with `make accept`.", file=sys.stderr)
        return 1
    run = Run(Settings(), PROJECT / "reports")
    try:
        match = begin(run, policy(run, "both cook"))
        match.wait_for_frame(FRAME, run.end_within_s)
        canvas = match.first.window.page.locator(run.profile.canvas)
        _save("game.png", match.first.window.do(canvas.screenshot))
        run.close_windows()
        reader = run.new_window("the reader")
        reader.do(lambda: reader.page.set_viewport_size({"width": WIDE_PX, "height": HIGH_PX}))
        reader.do(lambda: reader.page.goto(page.as_uri()))
        _save("page.png", reader.screenshot())
    finally:
        run.stop()
    return 0


def _save(name: str, png: bytes) -> None:
    """Few colours are enough for flat drawings, and a tenth of the size."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with Image.open(io.BytesIO(png)) as picture:
        picture.convert("RGB").quantize(COLOURS).save(PICTURES / name, optimize=True)
    print(PICTURES / name)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Makes the sample reports beside this file and README's pictures: `make samples`, about twelve minutes.

One run of the released game, and one of a game made bad on purpose. Of each its page to sign and its summary
are kept; the reports with all evidence stay in `reports/samples/`.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from harness.players.match import begin
from harness.players.played_game import policy
from harness.session.chromium import find_chromium
from harness.session.run import Run
from harness.session.settings import Settings
from tools.checks import environment
from tools.paths import PYTHON, ROOT, behave_folder

HERE = Path(__file__).parent
PICTURES = ROOT / "docs" / "pictures"
SCRATCH = ROOT / "reports" / "samples"
BAD_GAME = "a Worker is never terminated"
EXPECTED = {"passed": 0, "failed": 1}
# both cooks at work, a soup on its way
FRAME = 330
COLOURS = 128


def main() -> int:
    """Exit status: 0 when both runs ended as their samples must, else 1, and nothing is kept of that run."""
    photograph_game()
    good = play("passed") & play("failed", "-D", f"bad={BAD_GAME}")
    photograph_page(HERE / "passed.html")
    return 0 if good else 1


def play(name: str, *settings: str) -> bool:
    """Runs the acceptance feature, and keeps its page and summary as `name`."""
    folder = behave_folder(SCRATCH / name)
    command = [str(PYTHON), "-m", "behave", *settings, "features/worker_validation.feature"]
    code = subprocess.run(command, cwd=folder, env=environment(), check=False).returncode
    if code != EXPECTED[name]:
        print(f"samples: the run for {name} ended with {code}; see {folder / 'reports'}", file=sys.stderr)
        return False
    shutil.copy(folder / "reports" / "index.html", HERE / f"{name}.html")
    shutil.copy(folder / "reports" / "SUMMARY.md", HERE / f"{name}.md")
    return True


def photograph_game() -> None:
    """The kitchen with both cooks, as the first player sees it."""
    run = Run(Settings(frames=450), SCRATCH)
    try:
        match = begin(run, policy(run, "both cook"))
        match.wait_for_frame(FRAME, run.end_within_s)
        keep(match.first.window.page.locator("#gameContainer canvas").screenshot(), "game")
    finally:
        run.stop()


def photograph_page(page_to_sign: Path) -> None:
    """The first screen of a page to sign."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(None, playwright.chromium.executable_path)
        )
        page = browser.new_page(viewport={"width": 1100, "height": 1000})
        page.goto(page_to_sign.as_uri())
        keep(page.screenshot(), "page")
        browser.close()


def keep(png: bytes, name: str) -> None:
    """As a small file."""
    Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS).save(PICTURES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    raise SystemExit(main())

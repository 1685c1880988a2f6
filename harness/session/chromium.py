"""Finds the browser program, and says how it is started."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from harness.session.errors import BrowserError

NAMES = (
    "google-chrome",
    "google-chrome-stable",
    "chromium",
    "chromium-browser",
    "chrome",
)
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
)
# what Playwright turns off (its driver/package/lib/coreBundle.js), since the last such switch counts alone
PLAYWRIGHTS_OWN = (
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "TcpPortRandomizationWin",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
    "msForceBrowserSignIn",
    "msEdgeUpdateLaunchServicesPreferredVersion",
)
# the browser's own page for its address bar, which nobody sees: a second of processor time a window
ADDRESS_BAR = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup")
FLAGS = (
    # without it performance.memory is rounded to coarse steps and old by minutes
    "--enable-precise-memory-info",
    f"--disable-features={','.join((*PLAYWRIGHTS_OWN, *ADDRESS_BAR))}",
)
INSTALL = "python -m playwright install --with-deps chromium"


def find_chromium(
    wanted: str | None,
    playwrights_own: str,
    *,
    which: Callable[[str], str | None] = shutil.which,
    places: tuple[str, ...] = PLACES,
) -> str:
    """Path of the browser: the one the user wants, else Playwright's own, else a system Chrome or Chromium.

    ``playwrights_own`` is where Playwright would have put its download, whether it is there or not.
    """
    if wanted is not None:
        found = which(str(Path(wanted).expanduser()))
        if found is None:
            raise BrowserError(
                f"setting browser={wanted}: there is no program of that name that may be run; "
                "give the path of a Chrome or Chromium program."
            )
        return found
    if _runs(playwrights_own):
        return playwrights_own
    for name in NAMES:
        if (found := which(name)) is not None:
            return found
    for place in places:
        if _runs(place):
            return place
    raise BrowserError(
        "No Chrome or Chromium was found: not Playwright's own, not on the PATH; "
        f"install one with `{INSTALL}` or name yours with -D browser=PATH."
    )


def _runs(path: str) -> bool:
    return os.path.isfile(path) and os.access(path, os.X_OK)


def main() -> int:
    """Says where the browser is; exit code 1 when there is none (set-up asks this)."""
    from playwright.sync_api import sync_playwright  # late: nothing else here needs the driver

    with sync_playwright() as playwright:
        try:
            print(find_chromium(None, playwright.chromium.executable_path))
        except BrowserError as error:
            print(error)
            return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

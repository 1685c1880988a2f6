"""A browser that somebody else has started, here or on another machine, with both players' windows in it."""

from __future__ import annotations

import json
import re
from importlib.metadata import version
from typing import Any

from playwright.sync_api import Browser as PlaywrightBrowser
from playwright.sync_api import Error, Playwright

from harness.session.browser import Browser, Window
from harness.session.chromium import FLAGS
from harness.session.errors import BrowserError, first_line
from harness.session.waiting import bounded

CONNECT_WITHIN_S = 30.0
# the game's own server listens on this machine alone; a Playwright server fetches its answers from here
EXPOSED = "<loopback>"
MISMATCH = re.compile(r"server version: v([\d.]+).*client version: v([\d.]+)", re.DOTALL)
# without --enable-precise-memory-info the number is minutes old and rounded
HEAP_MOVES = """() => {
    const before = performance.memory?.usedJSHeapSize;
    const held = Array.from({length: 200000}, () => ({}));
    return before !== undefined && performance.memory.usedJSHeapSize > before && held.length > 0;
}"""


class RemoteBrowser(Browser):
    """The browser at ``address``: of a Playwright server (ws://), which starts one and ends it, or at a
    DevTools address (http://), where it stays when its windows are closed.

    ``program`` is what a Playwright server shall start, on its own machine. BrowserError when nobody answers,
    when the versions of Playwright differ, or when the browser does not tell memory exactly.
    """

    def __init__(
        self,
        driver: Playwright,
        address: str,
        *,
        headed: bool,
        program: str | None = None,
        flags: tuple[str, ...] = (),
    ) -> None:
        self.address = address
        options = {"headless": not headed, "args": [*FLAGS, *flags], "executablePath": program}
        try:
            with bounded(CONNECT_WITHIN_S + 5, f"Connecting to the browser at {address}"):
                self._own(_connect(driver, address, options), address, flags)
        except Error as error:
            raise BrowserError(_trouble(address, error)) from None
        self._must_tell_memory()

    def new_window(self, *words: Any, **options: Any) -> Window:
        """As of any browser; the window knows that its processes are not this machine's."""
        window = super().new_window(*words, **options)
        window.elsewhere = self.address
        return window

    def _must_tell_memory(self) -> None:
        window = self.new_window("the browser's own test", "about:blank", trace=False)
        moves = window.evaluate(HEAP_MOVES)
        window.close()
        if not moves:
            self.close()
            raise BrowserError(
                f"The browser at {self.address} tells a page's memory in steps too coarse to judge; start it "
                f"with {FLAGS[0]} (a Playwright server takes that from here when it runs with --unsafe)."
            )


def _connect(driver: Playwright, address: str, options: dict[str, Any]) -> PlaywrightBrowser:
    within_ms = CONNECT_WITHIN_S * 1000
    if address.startswith("http"):
        return driver.chromium.connect_over_cdp(address, timeout=within_ms)
    headers = {"x-playwright-launch-options": json.dumps({k: v for k, v in options.items() if v is not None})}
    return driver.chromium.connect(address, timeout=within_ms, headers=headers, expose_network=EXPOSED)


def _trouble(address: str, error: Error) -> str:
    if versions := MISMATCH.search(str(error)):
        return (
            f"The Playwright server at {address} has version {versions[1]}, this run {versions[2]}; start "
            f"one with playwright {version('playwright')}."
        )
    return (
        f"There is no browser to drive at {address} ({first_line(error)}); start one there as "
        "docs/remote-browsers.md says, or leave remote out."
    )

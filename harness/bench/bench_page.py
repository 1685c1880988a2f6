"""The page that measures: of the game's origin and under its headers, with no game running in it."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Route

from harness.bench.figures import Pass
from harness.session.browser import Browser
from harness.session.errors import HarnessError
from harness.session.faults import describe
from harness.session.waiting import bounded

SCRIPTS = Path(__file__).parent / "page"
FOLDER = "bench/"
ADDRESSES = {
    "workerModule": "/web/js/python/PyodideWorker.js",
    "directModule": "/web/js/python/DirectPyodide.js",
    "echoScript": f"/{FOLDER}echo_worker.js",
    "timedScript": f"/{FOLDER}timed_worker.js",
}
LOAD_WITHIN_S = 90.0
# a round takes some 25 ms; a machine that needs ten times as long is of no use for measuring
ROUND_WITHIN_S = 0.25
TIMES = ("echo", "direct", "worker", "busy", "crossing", "unpacking")
# what decides about isolation, scripts and Workers
KEPT_HEADERS = ("cross-origin-", "content-security-policy", "x-content-type-options")


class BenchError(HarnessError):
    """The benchmark cannot measure: one sentence saying what went wrong."""


class BenchPage:
    """Opens the page and loads Python in it, once on the page and twice in a Worker.

    The game's server knows nothing of this: the browser is given the page and its scripts by Playwright, with
    the headers of the game's own page, so that they belong to its origin and obey its policy.
    """

    def __init__(self, browser: Browser, home: str) -> None:
        self._headers = _headers_of(home)
        self._window = browser.new_window("the benchmark", home, trace=False)
        self._window.context.route(f"{home}{FOLDER}**", self._serve)
        try:
            self._window.page.goto(f"{home}{FOLDER}")
        except Error as error:
            raise BenchError(f"The benchmark's page cannot be opened: {_reason(error)}.") from None
        # what Python in the Worker says about itself
        self.about: Mapping[str, Any] = self._call("load", ADDRESSES, LOAD_WITHIN_S)

    def measure(self, layout: str, *, seed: int, warm_up: int, rounds: int, pause_ms: float) -> Pass:
        """One pass; BenchError when a step fails or when the arms do different work."""
        options = {
            "layout": layout,
            "seed": seed,
            "warmUp": warm_up,
            "rounds": rounds,
            "pauseMs": pause_ms,
        }
        within_s = 10 + (warm_up + rounds) * (ROUND_WITHIN_S + 4 * pause_ms / 1000)
        found = self._call("measure", options, within_s)
        times = {name: tuple(float(value) for value in found[name]) for name in TIMES}
        return Pass(layout, int(found["width"]), int(found["height"]), **times)

    def close(self) -> None:
        """Ends the Workers and closes the window."""
        if not self._window.closed:
            self._call("close", None, 10.0)
            self._window.close()

    def _call(self, function: str, argument: object, within_s: float) -> Any:
        script = f"async (given) => (await import('/{FOLDER}bench.js')).{function}(given)"
        try:
            with bounded(within_s, f"The benchmark's {function}()"):
                found = self._window.page.evaluate(script, argument)
        except Error as error:
            raise BenchError(f"The benchmark's {function}() failed: {_reason(error)}") from None
        if self._window.watch.faults:
            raise BenchError(f"The benchmark's page is not sound. {describe(self._window.watch.faults)}")
        return found

    def _serve(self, route: Route) -> None:
        name = route.request.url.rsplit("/", 1)[1]
        if name == "":
            body, media_type = "<!doctype html><title>benchmark</title>", "text/html"
        else:
            body, media_type = (SCRIPTS / name).read_text(encoding="utf-8"), "text/javascript"
        route.fulfill(body=body, content_type=media_type, headers=self._headers)


def _headers_of(home: str) -> dict[str, str]:
    """The headers of the game's own page that say what a page and its Workers may do."""
    try:
        # the address of a server that this run has started
        with urllib.request.urlopen(home, timeout=10) as reply:
            return {
                name: value for name, value in reply.headers.items() if name.lower().startswith(KEPT_HEADERS)
            }
    except (OSError, urllib.error.URLError) as error:
        raise BenchError(f"The game's page at {home} cannot be read: {error}.") from None


def _reason(error: Error) -> str:
    return str(error).strip().splitlines()[0].removeprefix("Page.evaluate: ")

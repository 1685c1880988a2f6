"""Counts the Workers of a page, exactly, as the browser itself lists them."""

from __future__ import annotations

import re
import time
from typing import Any

from playwright.sync_api import Error, Worker

from harness.session.browser import Window
from harness.session.errors import PlayerError, StuckError
from harness.session.waiting import bounded, wait_until

WORKER_TYPES = ("worker", "shared_worker", "service_worker")
# "done" reaches this run a little before the browser's own list has followed
SETTLE_WITHIN_S = 2.0
HOLDS_PYTHON = (
    "() => performance.getEntriesByType('resource').some((entry) => /pyodide[^/]*\\.wasm/.test(entry.name))"
)


def workers_of(window: Window) -> tuple[str, ...]:
    """Addresses of the Workers that live in the window's page, nested ones included.

    Two lists are compared and the longer one counts: Playwright's own and the targets
    of the browser (https://chromedevtools.github.io/devtools-protocol/tot/Target/#method-getTargets),
    of which those count that descend from the page.
    """
    try:
        with bounded(10.0, "Counting Workers"):
            # an empty filter entry lets every type of target through
            listed = window.cdp.send("Target.getTargets", {"filter": [{}]})
            own = window.cdp.send("Target.getTargetInfo")["targetInfo"]["targetId"]
            by_playwright = tuple(worker.url for worker in window.page.workers)
    except (Error, StuckError) as error:
        raise PlayerError(f"The Workers of {window.who} cannot be counted: {error}") from None
    by_browser = descendants(own, listed["targetInfos"])
    # the browser's list has no address for a Worker that has only just been made
    return max(by_playwright, by_browser, key=len)


def descendants(page: str, targets: list[dict[str, Any]]) -> tuple[str, ...]:
    """Addresses of the Worker targets whose chain of parents leads to the page."""
    family = {page}
    found: dict[str, str] = {}
    grown = True
    while grown:
        new = {
            target["targetId"]: target["url"]
            for target in targets
            if target["type"] in WORKER_TYPES
            and target["targetId"] not in family
            and family & {target.get("parentId"), target.get("openerId")}
        }
        found |= new
        family |= new.keys()
        grown = bool(new)
    return tuple(found.values())


def settled_by() -> float:
    """When the browser's lists will have settled, if a game has just ended; as ``time.monotonic`` counts."""
    return time.monotonic() + SETTLE_WITHIN_S


def python_workers_of(window: Window, address: str = "") -> tuple[str, ...]:
    """Addresses of the Workers that hold Python: those that match the pattern, or have loaded Pyodide.

    One that cannot be looked into, or has no address yet, counts as one that holds it.
    """
    found = list(workers_of(window))
    if address:
        return tuple(url for url in found if not url or re.search(address, url))
    for url in [worker.url for worker in window.page.workers if _is_without_python(worker)]:
        if url in found:
            found.remove(url)
    return tuple(found)


def _is_without_python(worker: Worker) -> bool:
    try:
        with bounded(2.0, "Looking into a Worker"):
            return not worker.evaluate(HOLDS_PYTHON)
    except (Error, StuckError):
        return False


def workers_left(window: Window, by: float, address: str = "") -> tuple[str, ...]:
    """The Workers that hold Python once the browser's lists have had until ``by`` to settle."""
    try:
        return wait_until(
            lambda: python_workers_of(window, address),
            lambda workers: not workers,
            pause=window.pause,
            within_s=by - time.monotonic(),
            what="no Worker was left",
        )
    except PlayerError:
        return python_workers_of(window, address)

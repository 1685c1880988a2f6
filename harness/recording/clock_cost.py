"""What the second clock costs a step in a Worker: ``python -m harness.recording.clock_cost``.

As ``harness/recording/cost.py``, with two pages in turns: both with the step recorder and one with the second
clock as well.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from statistics import median

from playwright.sync_api import Browser, Page, Playwright, Route, sync_playwright

from harness.recording.cost import HEADERS, HOME, WAYS, Cost
from harness.recording.scripts import init_script
from harness.recording.second_clock import HERE, SecondClock
from harness.recording.step_recorder import StepRecorder
from harness.session.chromium import FLAGS, find_chromium

# the kitchen's step in a Worker
STEP_MS = 1.0
STEPS = 240


def measure(playwright: Playwright, program: str, way: str, games: int = 100) -> Cost:
    """The cost in one fresh browser; the first tenth of the games warms up and does not count."""
    browser = playwright.chromium.launch(executable_path=program, args=[*FLAGS, *WAYS[way]])
    try:
        plain, timed = _open(browser, 0), _open(browser, 2 * games * STEPS)
        game = init_script(HERE / "clock_cost_page.js", "measureSteps", {"steps": STEPS})
        found = [(plain.evaluate(game), timed.evaluate(game)) for _ in range(games)]
    finally:
        browser.close()
    counted = found[games // 10 :]
    return Cost(way, games, STEPS, median(ns for ns, _ in counted), median(ns for _, ns in counted))


def _open(browser: Browser, messages: int) -> Page:
    """A page with a second clock for that many messages; 0 is without one."""
    context = browser.new_context()
    StepRecorder.install(context)
    if messages:
        SecondClock.install(context, capacity=messages)
    context.route("**/*", _answer)
    page = context.new_page()
    page.goto(HOME)
    return page


def _answer(route: Route) -> None:
    if route.request.url.endswith(".js"):
        route.fulfill(body="", content_type="text/javascript", headers=HEADERS)
    else:
        route.fulfill(body="<!doctype html><title>cost</title>", content_type="text/html", headers=HEADERS)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the cost both ways; exit code 1 when it is 1 % of a step or more."""
    parser = argparse.ArgumentParser(prog="python -m harness.recording.clock_cost", description=__doc__)
    parser.add_argument("--browser", help="a Chrome or Chromium program; else it is found")
    options = parser.parse_args(arguments)
    with sync_playwright() as playwright:
        program = find_chromium(options.browser, playwright.chromium.executable_path)
        costs = [measure(playwright, program, way) for way in WAYS]
    for cost in costs:
        print(f"{cost.way}: {cost.added_us:.2f} us, {cost.share_of(STEP_MS):.2%} of a step of {STEP_MS:g} ms")
    return 0 if all(cost.share_of(STEP_MS) < 0.01 for cost in costs) else 1


if __name__ == "__main__":
    raise SystemExit(main())

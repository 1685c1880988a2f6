"""What the step recorder costs a step: ``python -m harness.recording.cost``.

A real Chromium writes what a game writes for each step (frame number, call, return) to an object as it is
and to one that is recorded, game after game in turns. Once with the browser's compilers, as a game runs, and
once with its interpreter alone: a game's first steps run there, so the truth lies between the two. The page's
clock ticks every 0.005 ms, which is 11 ns a step in games of 450 steps.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Playwright, Route, sync_playwright

from harness.recording.scripts import init_script
from harness.recording.step_recorder import SCRIPT, StepRecorder
from harness.session.chromium import FLAGS, find_chromium

HOME = "http://localhost:9/"
# an isolated page has the finest clock, 0.005 ms; nothing leaves the browser for this address
HEADERS = {"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp"}
INTERPRETER_ALONE = "--js-flags=--no-opt --no-sparkplug --no-maglev"
WAYS = {"compiled": (), "interpreted": (INTERPRETER_ALONE,)}
QUICKEST_STEP_MS = 0.1
STEPS = 450


@dataclass(frozen=True)
class Cost:
    """Median ns of a step's assignments, over games of ``steps`` steps."""

    way: str
    games: int
    steps: int
    plain_ns: float
    recorded_ns: float

    @property
    def added_us(self) -> float:
        return (self.recorded_ns - self.plain_ns) / 1000

    def share_of(self, step_ms: float) -> float:
        return self.added_us / 1000 / step_ms


def measure(playwright: Playwright, program: str, way: str, games: int = 200, steps: int = STEPS) -> Cost:
    """The cost in one fresh browser; the first tenth of the games warms up and does not count."""
    browser = playwright.chromium.launch(executable_path=program, args=[*FLAGS, *WAYS[way]])
    try:
        found = _measured(browser, {"games": games, "steps": steps})
    finally:
        browser.close()
    counted = slice(games // 10, None)
    return Cost(way, games, steps, median(found["plainNs"][counted]), median(found["recordedNs"][counted]))


def _measured(browser: Browser, options: dict[str, int]) -> dict[str, list[float]]:
    context = browser.new_context()
    StepRecorder.install(context)
    context.route("**/*", _empty_page)
    page = context.new_page()
    page.goto(HOME)
    measured = init_script(SCRIPT.with_name("cost_page.js"), "measureCost", options)
    result: dict[str, Any] = page.evaluate(measured)
    return result


def _empty_page(route: Route) -> None:
    route.fulfill(body="<!doctype html><title>cost</title>", content_type="text/html", headers=HEADERS)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the cost both ways; exit code 1 when it is above 1 % of the quickest step."""
    parser = argparse.ArgumentParser(prog="python -m harness.recording.cost", description=__doc__)
    parser.add_argument("--browser", help="a Chrome or Chromium program; else it is found")
    parser.add_argument(
        "--step-ms", type=float, default=QUICKEST_STEP_MS, help="the step to compare with (%(default)s)"
    )
    options = parser.parse_args(arguments)
    with sync_playwright() as playwright:
        program = find_chromium(options.browser, playwright.chromium.executable_path)
        costs = [measure(playwright, program, way) for way in WAYS]
    print(f"{'':12}{'plain':>10}{'recorded':>10}{'added':>11}   share of a step of {options.step_ms:g} ms")
    for cost in costs:
        print(
            f"{cost.way:12}{cost.plain_ns:7.0f} ns{cost.recorded_ns:7.0f} ns{cost.added_us:8.3f} us"
            f"   {cost.share_of(options.step_ms):.2%}"
        )
    return 0 if all(cost.share_of(options.step_ms) < 0.01 for cost in costs) else 1


if __name__ == "__main__":
    raise SystemExit(main())

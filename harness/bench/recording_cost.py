"""What recording costs a step: ``python -m harness.bench.recording_cost``.

A real Chromium does what a game's page does for each step, in turns without and with the recorder; the step
it is a share of is the kitchen's own, timed in the same browser. Once with the browser's compilers, as a game
runs, and once with its interpreter alone: a game's first steps run there, so the truth lies between the two.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np
from playwright.sync_api import Page, Playwright, Route, sync_playwright
from rich.console import Console
from rich.table import Table

from harness.bench.bench_page import SCRIPTS, BenchPage
from harness.profile.reading import load_profile
from harness.recording.scripts import init_script
from harness.recording.second_clock import SecondClock
from harness.recording.step_recorder import StepRecorder
from harness.session.browser import Browser
from harness.session.chromium import find_chromium
from harness.session.server import GameServer
from harness.session.settings import Settings

HOME = "http://localhost:9/"
# an isolated page has the finest clock, 0.005 ms; nothing leaves the browser for this address
HEADERS = {"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp"}
WAYS = {"compiled": (), "interpreted": ("--js-flags=--no-opt --no-sparkplug --no-maglev",)}
GAMES = 100
STEPS = 240


@dataclass(frozen=True)
class Cost:
    """Ns of the page's part of a step, a tenth of the games were quicker, and median ms of a whole step."""

    recorder: str
    way: str
    plain_ns: float
    recorded_ns: float
    step_ms: float

    @property
    def added_us(self) -> float:
        return (self.recorded_ns - self.plain_ns) / 1000

    @property
    def share(self) -> float:
        return self.added_us / 1000 / self.step_ms


def measure(playwright: Playwright, program: str, way: str, games: int = GAMES) -> list[Cost]:
    """Both recorders in one fresh browser; the first tenth of the games warms up and does not count."""
    browser = Browser(playwright, program, headed=False, flags=WAYS[way])
    try:
        direct_ms, worker_ms = _kitchen_steps(browser)
        recorded, timed = _open(browser, 0), _open(browser, 2 * games * STEPS)
        steps, messages = _game("recorded_steps"), _game("timed_messages")
        in_turns = [
            (*recorded.evaluate(steps), recorded.evaluate(messages), timed.evaluate(messages))
            for _ in range(games)
        ]
    finally:
        browser.close()
    # what else the machine does only adds, to some games more than to others
    plain, with_steps, without_clock, with_clock = np.quantile(in_turns[games // 10 :], 0.1, axis=0).tolist()
    return [
        Cost("step recorder", way, plain, with_steps, direct_ms),
        Cost("second clock", way, without_clock, with_clock, worker_ms),
    ]


def _kitchen_steps(browser: Browser) -> tuple[float, float]:
    """Median ms of a step on the page and in a Worker, as far apart as those of the latency scenarios."""
    game = Settings()
    with tempfile.TemporaryDirectory() as folder:
        server = GameServer(Path(folder) / "server.log", load_profile("kitchen").command)
        try:
            page = BenchPage(browser, server.url)
            found = page.measure(game.layout, seed=1, warm_up=10, rounds=20, pause_ms=1000 / game.fps)
            page.close()
        finally:
            server.stop()
    return median(found.direct), median(found.worker)


def _game(name: str) -> str:
    return init_script(SCRIPTS / f"{name}.js", "play", {"steps": STEPS})


def _open(browser: Browser, messages: int) -> Page:
    """A page with a step recorder, and a second clock for that many messages; 0 is without one."""
    window = browser.new_window("the cost of recording", HOME, trace=False)
    StepRecorder.install(window.context)
    if messages:
        SecondClock.install(window.context, capacity=messages)
    window.context.route("**/*", _answer)
    window.page.goto(HOME)
    return window.page


def _answer(route: Route) -> None:
    answer = partial(route.fulfill, headers=HEADERS)
    if route.request.url.endswith(".js"):
        answer(body="", content_type="text/javascript")
    else:
        answer(body="<!doctype html><title>cost</title>", content_type="text/html")


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the costs; exit code 1 when one of them is 1 % of a step or more."""
    parser = argparse.ArgumentParser(prog="python -m harness.bench.recording_cost", description=__doc__)
    parser.add_argument("--browser", help="a Chrome or Chromium program; else it is found")
    options = parser.parse_args(arguments)
    with sync_playwright() as playwright:
        program = find_chromium(options.browser, playwright.chromium.executable_path)
        costs = [cost for way in WAYS for cost in measure(playwright, program, way)]
    table = Table("", "", "plain", "recorded", "added", "whole step", "share", box=None)
    for cost in costs:
        times = (f"{us:.2f} us" for us in (cost.plain_ns / 1000, cost.recorded_ns / 1000, cost.added_us))
        table.add_row(cost.recorder, cost.way, *times, f"{cost.step_ms:.2f} ms", f"{cost.share:.2%}")
    Console(width=100, highlight=False).print(table)
    return 0 if all(cost.share < 0.01 for cost in costs) else 1


if __name__ == "__main__":
    raise SystemExit(main())

"""What recording costs a step: ``python -m harness.bench.recording_cost``.

A real Chromium does what a game's page does for each step, in turns without and with the recorder; the step
it is a share of is the kitchen's own, timed in the same browser and in the same turn, since a machine changes
its speed. Once with the browser's compilers, as a game runs, and once with its interpreter alone: a game's
first steps run there, so the truth lies between the two.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import mean, median

import numpy as np
import scipy
from playwright.sync_api import Page, Playwright, Route
from rich.console import Console
from rich.table import Table

from gauge.verdict import Outcome
from harness.bench.bench_page import SCRIPTS, BenchPage
from harness.profile.reading import load_profile
from harness.recording.scripts import init_script
from harness.recording.second_clock import SecondClock
from harness.recording.step_recorder import StepRecorder
from harness.session.browser import Browser
from harness.session.chromium import find_chromium
from harness.session.driver import driver
from harness.session.server import GameServer
from harness.session.settings import Settings

HOME = "http://localhost:9/"
# an isolated page has the finest clock, 0.005 ms; nothing leaves the browser for this address
HEADERS = {"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp"}
WAYS = {"compiled": (), "interpreted": ("--js-flags=--no-opt --no-sparkplug --no-maglev",)}
RECORDERS = ("step recorder", "second clock")
TURNS = 10
MOST_TURNS = 40
GAMES = 10
STEPS = 240
# as far apart as those of a game of 60 frames a second
PAUSE_MS = 1000 / 60
LIMIT = 0.01


@dataclass(frozen=True)
class Cost:
    """What a recorder adds to the page's part of a step, ns, and ms of a whole step: one of each a turn."""

    recorder: str
    way: str
    added_ns: tuple[float, ...]
    step_ms: tuple[float, ...]

    @property
    def shares(self) -> list[float]:
        return [added / 1e6 / step for added, step in zip(self.added_ns, self.step_ms, strict=True)]

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the mean share, by Student's t."""
        reach = float(scipy.stats.t.ppf(0.975, len(self.shares) - 1) * scipy.stats.sem(self.shares))
        return mean(self.shares) - reach, mean(self.shares) + reach

    @property
    def outcome(self) -> Outcome:
        """Whether it is under a hundredth of a step; inconclusive while the interval holds the limit."""
        low, high = self.interval
        if low >= LIMIT:
            return Outcome.FAILED
        return Outcome.PASSED if high < LIMIT else Outcome.INCONCLUSIVE


def measure(playwright: Playwright, program: str, way: str) -> list[Cost]:
    """Both recorders in one fresh browser; while one of them cannot be told, there are more turns."""
    browser = Browser(playwright, program, headed=False, flags=WAYS[way])
    turns: list[Turn] = []
    try:
        with _turns(browser) as turn:
            # what is asked for the first time is not compiled yet
            turn()
            while True:
                turns += [turn() for _ in range(TURNS)]
                costs = [
                    Cost(recorder, way, *zip(*own, strict=True))
                    for recorder, own in zip(RECORDERS, zip(*turns, strict=True), strict=True)
                ]
                unclear = any(cost.outcome is Outcome.INCONCLUSIVE for cost in costs)
                if not unclear or len(turns) >= MOST_TURNS:
                    return costs
    finally:
        browser.close()


Turn = tuple[tuple[float, float], tuple[float, float]]


@contextmanager
def _turns(browser: Browser) -> Iterator[Callable[[], Turn]]:
    """For each recorder the ns that it adds, and the median ms of the step that it records."""
    game = Settings()
    recorded, timed = _open(browser, 0), _open(browser, 2 * (MOST_TURNS + 1) * GAMES * STEPS)
    steps, messages = _game("recorded_steps"), _game("timed_messages")

    def turn() -> Turn:
        found = kitchen.measure(game.layout, seed=1, warm_up=1, rounds=5, pause_ms=PAUSE_MS)
        games = [
            (*recorded.evaluate(steps), recorded.evaluate(messages), timed.evaluate(messages))
            for _ in range(GAMES)
        ]
        # what else the machine does only adds, to some games more than to others
        plain, with_steps, without_clock, with_clock = np.quantile(games, 0.1, axis=0).tolist()
        return (
            (with_steps - plain, median(found.direct)),
            (with_clock - without_clock, median(found.worker)),
        )

    with tempfile.TemporaryDirectory() as folder:
        server = GameServer(Path(folder) / "server.log", load_profile("kitchen").command)
        try:
            kitchen = BenchPage(browser, server.url)
            yield turn
        finally:
            server.stop()


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
    """Prints the costs; exit code 1 when one of them is not shown to be under 1 % of a step."""
    parser = argparse.ArgumentParser(prog="python -m harness.bench.recording_cost", description=__doc__)
    parser.add_argument("--browser", help="a Chrome or Chromium program; else it is found")
    options = parser.parse_args(arguments)
    with driver() as playwright:
        program = find_chromium(options.browser, playwright.chromium.executable_path)
        costs = [cost for way in WAYS for cost in measure(playwright, program, way)]
    table = Table("", "", "added", "whole step", "share", "95 % interval", "under 1 %", box=None)
    for cost in costs:
        times = f"{mean(cost.added_ns) / 1000:.2f} us", f"{median(cost.step_ms):.2f} ms"
        low, high = cost.interval
        shares = f"{mean(cost.shares):.2%}", f"{low:.2%} to {high:.2%}"
        table.add_row(cost.recorder, cost.way, *times, *shares, cost.outcome.value)
    Console(width=100, highlight=False).print(table)
    return 0 if all(cost.outcome is Outcome.PASSED for cost in costs) else 1


if __name__ == "__main__":
    raise SystemExit(main())

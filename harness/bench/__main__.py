"""`python -m harness.bench`: measures every layout in one run and says what a Worker costs a step."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from rich.console import Console

from harness.bench.bench_page import BenchPage
from harness.bench.figures import Pass, figures_of
from harness.bench.report import about, show, write
from harness.profile.reading import load_profile
from harness.session.browser import Browser
from harness.session.chromium import find_chromium
from harness.session.driver import driver
from harness.session.errors import HarnessError
from harness.session.interrupts import INTERRUPTS
from harness.session.progress import Progress
from harness.session.server import PROJECT, GameServer
from harness.session.settings import LAYOUTS

STOPPED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0 when everything was measured, whatever the figures; they are no verdict."""
    options = _parser().parse_args(arguments)
    options.layout = options.layout or list(LAYOUTS)
    INTERRUPTS.install()
    try:
        _run(options)
    except HarnessError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("bench: stopped before everything was measured.", file=sys.stderr)
        return STOPPED
    finally:
        INTERRUPTS.restore()
    return 0


def _run(options: argparse.Namespace) -> None:
    with ExitStack() as cleanup:
        playwright = cleanup.enter_context(driver())
        program = find_chromium(options.browser, playwright.chromium.executable_path)
        server = GameServer(options.reports / "logs" / "server-bench.log", load_profile("kitchen").command)
        cleanup.callback(server.stop)
        browser = Browser(playwright, program, headed=False)
        cleanup.callback(browser.close)
        page = BenchPage(browser, server.url)
        passes = measure_all(page, options, Progress().say)
        machine = about(browser.version, page.about)
        page.close()
    figures = figures_of(passes)
    show(Console(highlight=False), figures, machine)
    settings = {name: getattr(options, name) for name in ("passes", "rounds", "warm_up", "pause_ms")}
    for path in write(options.reports, passes, figures, machine, settings):
        print(path)


def measure_all(page: BenchPage, options: argparse.Namespace, say: Callable[[str], None]) -> list[Pass]:
    """All passes over all layouts; every other one goes backwards, so that no layout is always the last."""
    passes: list[Pass] = []
    for number in range(1, options.passes + 1):
        layouts = options.layout if number % 2 else options.layout[::-1]
        for layout in layouts:
            INTERRUPTS.raise_if_asked()
            passes.append(
                page.measure(
                    layout,
                    seed=number,
                    warm_up=options.warm_up,
                    rounds=options.rounds,
                    pause_ms=options.pause_ms,
                )
            )
        added = [one.added_ms for one in passes[-len(layouts) :]]
        least, most = min(added), max(added)
        say(f"pass {number} of {options.passes}: the Worker adds {least:.2f} to {most:.2f} ms to a step")
    return passes


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m harness.bench", description=__doc__)
    parser.add_argument("--browser", help="a Chrome or Chromium program; else it is found")
    parser.add_argument(
        "--layout", action="append", choices=LAYOUTS, help="measure this one; may be given again (all)"
    )
    parser.add_argument(
        "--passes", type=_whole, default=4, help="times each layout has its turn (%(default)s)"
    )
    parser.add_argument("--rounds", type=_whole, default=75, help="counted steps a pass (%(default)s)")
    parser.add_argument("--warm-up", type=_whole, default=20, help="steps before those (%(default)s)")
    parser.add_argument(
        "--pause-ms", type=_whole, default=5, help="idle time before each timing (%(default)s)"
    )
    parser.add_argument(
        "--reports", type=Path, default=PROJECT / "reports", help="folder of bench.csv and bench.json"
    )
    return parser


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 10_000):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to 10000")
    return int(text)


if __name__ == "__main__":
    raise SystemExit(main())

"""`python3 -m tools TASK`: what the Makefile calls, for machines with and without make."""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable
from typing import NoReturn

from tools import checks, setup, structure
from tools.paths import PYTHON, ROOT

Task = Callable[[list[str]], int]


def _accept(extra: list[str]) -> int:
    setup.ensure_all()
    _become("-m", "behave", *extra, "features/worker_validation.feature")


def _bench(extra: list[str]) -> int:
    setup.ensure_all()
    _become("-m", "harness.bench", *extra)


def _certify(extra: list[str]) -> int:
    setup.ensure_all()
    _become("-m", "certify", *extra)


def _play(extra: list[str]) -> int:
    setup.ensure_python()
    setup.ensure_node_modules()
    _become("-m", "game", *(extra or ["--port", "5702"]))


def _mug(extra: list[str]) -> int:
    setup.ensure_all()
    subprocess.run(
        [str(PYTHON), str(ROOT / "examples" / "mug" / "prepare.py")], env=checks.environment(), check=True
    )
    _become("-m", "behave", "-D", "game=mug", "--tags=@game.mug", *extra, "features/other_games.feature")


def _samples(_extra: list[str]) -> int:
    setup.ensure_all()
    _become("-m", "examples.reports.make")


def _setup(_extra: list[str]) -> int:
    setup.ensure_all()
    return 0


def _test(_extra: list[str]) -> int:
    setup.ensure_all()
    return checks.run(checks.STAGES)


def _quick(_extra: list[str]) -> int:
    setup.ensure_python()
    setup.ensure_node_modules()
    return checks.run([(checks.QUICK, checks.JAVASCRIPT, *checks.STATIC)])


def _structure(_extra: list[str]) -> int:
    print(structure.draw())
    return 0


def _lint(_extra: list[str]) -> int:
    setup.ensure_python()
    setup.ensure_node_modules()
    return checks.run([checks.STATIC])


TASKS: dict[str, tuple[Task, str]] = {
    "setup": (_setup, "install what is missing: Python and npm packages, a browser"),
    "accept": (_accept, "set up, run features/worker_validation.feature, write the report"),
    "test": (_test, "set up, run every check and test of the project"),
    "quick": (_quick, "static checks and the tests that need no browser, no server and no long simulation"),
    "lint": (_lint, "format, lint, types and layer rules alone"),
    "structure": (_structure, "draw the rooms of the code, as in docs/architecture.md"),
    "certify": (_certify, "set up, measure for two hours how often the suite is wrong"),
    "bench": (_bench, "set up, measure what the Worker costs a step, for every layout"),
    "mug": (_mug, "set up, judge the example game on multi-user-gymnasium"),
    "samples": (_samples, "set up, make the sample reports in examples/reports and README's pictures"),
    "play": (_play, "serve the game for two people on http://127.0.0.1:5702/"),
}


def _become(*words: str) -> NoReturn:
    """Replace this process by the command, so that Ctrl-C and the exit code are the command's own."""
    sys.stdout.flush()
    os.chdir(ROOT)
    os.execv(PYTHON, [str(PYTHON), *words])


def main(arguments: list[str]) -> int:
    """Run one task; anything after its name is handed on to the command behind it."""
    parser = argparse.ArgumentParser(
        prog="python3 -m tools",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="\n".join(f"  {name:9} {text}" for name, (_, text) in TASKS.items()),
    )
    parser.add_argument("task", choices=TASKS, metavar="TASK")
    options, extra = parser.parse_known_args(arguments)
    task, _ = TASKS[options.task]
    try:
        return task(extra)
    except setup.SetupError as error:
        print(f"set-up: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Every check of the project; all of them are run even when one fails."""

import os
import re
import subprocess
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tools.paths import BIN, PYTHON, ROOT


@dataclass(frozen=True)
class Check:
    """One command and what it stands for; `command` starts in the project root."""

    name: str
    command: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """How a check ended: the exit code of its command, and how long it took."""

    name: str
    code: int
    seconds: float


def _python(name: str, *words: str) -> Check:
    return Check(name, (str(PYTHON), "-m", *words))


def _tool(name: str, *words: str) -> Check:
    return Check(name, (str(BIN / words[0]), *words[1:]))


# the longest first, since they run side by side
STATIC = (
    _python("Python types", "mypy"),
    _tool("JavaScript types", "npm", "run", "--silent", "types"),
    _tool("JavaScript format and lint", "npm", "run", "--silent", "lint"),
    _python("Python format", "ruff", "format", "--check", "."),
    _python("Python lint", "ruff", "check", "."),
    _tool("layers", "lint-imports"),
)
JAVASCRIPT = _tool("JavaScript tests", "npm", "run", "--silent", "test")
QUICK = _python(
    "quick Python tests",
    "pytest",
    "-m",
    "not browser and not process and not whole_run and not simulation and not timing",
)
FEATURES = _python("features", "behave", "features")
PASSED = "passed"
SUMMARY = ROOT / "reports" / "SUMMARY.md"
INCONCLUSIVE = re.compile("# Inconclusive: ")
TESTS = (
    # by file, so that a server and a browser serve all tests of one; they mostly wait
    _python("Python tests", "pytest", "-m", "not timing", "-n", "3", "--dist", "loadfile"),
    _python("Python tests that time something", "pytest", "-m", "timing"),
    FEATURES,
)


def run(side_by_side: Sequence[Check], then: Sequence[Check] = ()) -> int:
    """Run the first checks side by side and the others one by one after them.

    Prints a closing table; 0 only when every check passed.
    """
    results = [*_run_side_by_side(side_by_side), *(_run_alone(check) for check in then)]
    print("\n=== result")
    for result in results:
        print(f"{outcome(result):12} {result.seconds:7.1f} s  {result.name}")
    words = [outcome(result) for result in results]
    print(", ".join(f"{words.count(word)} {word}" for word in dict.fromkeys(words)), flush=True)
    return 0 if set(words) == {PASSED} else 1


def outcome(result: Result) -> str:
    """The word for a check; features that found nothing wrong may be inconclusive, which is not passed."""
    if result.code == 0:
        return PASSED
    undecided = SUMMARY.exists() and INCONCLUSIVE.match(SUMMARY.read_text(encoding="utf-8"))
    return "inconclusive" if undecided and result.name == FEATURES.name else "FAILED"


def _run_side_by_side(checks: Sequence[Check]) -> list[Result]:
    """As many at a time as there are processors; what each says is printed in one piece."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        running = [(check, pool.submit(_run_quietly, check)) for check in checks]
        results = []
        for check, future in running:
            result, said = future.result()
            _announce(check)
            print(said, end="", flush=True)
            results.append(result)
    return results


def _run_quietly(check: Check) -> tuple[Result, str]:
    began = time.monotonic()
    done = subprocess.run(
        check.command,
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    return Result(check.name, done.returncode, time.monotonic() - began), done.stdout


def _run_alone(check: Check) -> Result:
    """Run the command to its end; on Ctrl-C let it clean up first."""
    _announce(check)
    began = time.monotonic()
    interrupted = False
    with subprocess.Popen(check.command, cwd=ROOT, env=environment()) as child:
        while child.poll() is None:
            try:
                child.wait()
            except KeyboardInterrupt:
                interrupted = True
    if interrupted:
        raise KeyboardInterrupt
    return Result(check.name, child.returncode, time.monotonic() - began)


def _announce(check: Check) -> None:
    print(f"\n=== {check.name}: {' '.join(check.command)}", flush=True)


def environment() -> dict[str, str]:
    """The environment of a check: Node's commands look for `node` on the path."""
    return {**os.environ, "PATH": os.pathsep.join([str(BIN), os.environ.get("PATH", "")])}

"""Every check of the project; all of them are run even when one fails."""

import os
import re
import subprocess
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from pathlib import Path

from tools.paths import BIN, PYTHON, ROOT, behave_folder


@dataclass(frozen=True)
class Check:
    """One command and what it stands for; `command` starts in `folder`.

    Of features, `reports/SUMMARY.md` there says how they ended.
    """

    name: str
    command: tuple[str, ...]
    folder: Path = ROOT
    features: bool = False


@dataclass(frozen=True)
class Result:
    """How a check ended: the exit code of its command, and how long it took."""

    check: Check
    code: int
    seconds: float


def _python(name: str, *words: str) -> Check:
    return Check(name, (str(PYTHON), "-m", *words))


def _tool(name: str, *words: str) -> Check:
    return Check(name, (str(BIN / words[0]), *words[1:]))


def _features(name: str, tags: str, folder: Path = ROOT, files: Sequence[str] = ("features",)) -> Check:
    words = ("behave", *files, "--tags", f"{tags} and not @slow")
    return replace(_python(name, *words), folder=folder, features=True)


def _feature_files() -> tuple[list[str], list[str]]:
    """Controls of more than one game and the page contract, and all others: two lanes of about one length."""
    names = ("latency_controls", "long_game_controls", "memory_controls", "server_controls", "page_contract")
    controls = [f"features/{name}.feature" for name in names]
    files = [f"features/{file.name}" for file in sorted((ROOT / "features").glob("*.feature"))]
    return controls, [name for name in files if name not in controls]


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
CONTROLS, OTHERS = _feature_files()
STAGES = (
    (JAVASCRIPT, *STATIC),
    # by file, so that a server and a browser serve all tests of one; they mostly wait
    (_python("Python tests", "pytest", "-m", "not timing", "-n", "3", "--dist", "loadfile"),),
    (
        _features("controls and the page contract", "not @timed", ROOT / "reports" / "controls", CONTROLS),
        _features("other features", "not @timed", ROOT / "reports" / "others", OTHERS),
    ),
    # two at a time, since most of their time they wait: 67 s instead of 84
    (_python("Python tests that time something", "pytest", "-m", "timing", "-n", "2", "--dist", "loadfile"),),
    (_features("features that time something", "@timed"),),
)
"""All checks of the project, stage after stage; those of one stage run side by side."""
PASSED = "passed"
INCONCLUSIVE = re.compile("# Inconclusive: ")


def run(stages: Sequence[Sequence[Check]]) -> int:
    """Run stage after stage, also when one fails. Prints a closing table; 0 only when every check passed."""
    results = []
    for stage in stages:
        results += _run_side_by_side(stage) if len(stage) > 1 else [_run_alone(*stage)]
    print("\n=== result")
    for result in results:
        print(f"{outcome(result):12} {result.seconds:7.1f} s  {result.check.name}")
    words = [outcome(result) for result in results]
    print(", ".join(f"{words.count(word)} {word}" for word in dict.fromkeys(words)), flush=True)
    return 0 if set(words) == {PASSED} else 1


def outcome(result: Result) -> str:
    """The word for a check; features that found nothing wrong may be inconclusive, which is not passed."""
    if result.code == 0:
        return PASSED
    summary = result.check.folder / "reports" / "SUMMARY.md"
    undecided = summary.exists() and INCONCLUSIVE.match(summary.read_text(encoding="utf-8"))
    return "inconclusive" if undecided and result.check.features else "FAILED"


def _run_side_by_side(checks: Sequence[Check]) -> list[Result]:
    """As many at a time as there are processors; what each says is printed in one piece as it ends."""
    print(f"\n=== side by side: {', '.join(check.name for check in checks)}", flush=True)
    results = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for ended in as_completed([pool.submit(_run_quietly, check) for check in checks]):
            result, said = ended.result()
            _announce(result.check)
            print(said, end="", flush=True)
            results.append(result)
    return sorted(results, key=lambda result: checks.index(result.check))


def _run_quietly(check: Check) -> tuple[Result, str]:
    began = time.monotonic()
    done = subprocess.run(
        check.command,
        cwd=behave_folder(check.folder),
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    return Result(check, done.returncode, time.monotonic() - began), done.stdout


def _run_alone(check: Check) -> Result:
    """Run the command to its end; on Ctrl-C let it clean up first."""
    _announce(check)
    began = time.monotonic()
    interrupted = False
    with subprocess.Popen(check.command, cwd=behave_folder(check.folder), env=environment()) as child:
        while child.poll() is None:
            try:
                child.wait()
            except KeyboardInterrupt:
                interrupted = True
    if interrupted:
        raise KeyboardInterrupt
    return Result(check, child.returncode, time.monotonic() - began)


def _announce(check: Check) -> None:
    print(f"\n=== {check.name}: {' '.join(check.command)}", flush=True)


def environment() -> dict[str, str]:
    """The environment of a check: Node's commands look for `node` on the path, Python's for the project."""
    paths = {"PATH": BIN, "PYTHONPATH": ROOT}
    return os.environ | {
        name: os.pathsep.join([str(first), os.environ.get(name, "")]) for name, first in paths.items()
    }

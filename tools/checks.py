"""Every check of the project, run in turn; all of them are run even when one fails."""

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tools.paths import BIN, PYTHON, ROOT


@dataclass(frozen=True)
class Check:
    """One command and what it stands for; `command` starts in the project root."""

    name: str
    command: tuple[str, ...]


def _python(name: str, *words: str) -> Check:
    return Check(name, (str(PYTHON), "-m", *words))


def _tool(name: str, *words: str) -> Check:
    return Check(name, (str(BIN / words[0]), *words[1:]))


STATIC = (
    _python("Python format", "ruff", "format", "--check", "."),
    _python("Python lint", "ruff", "check", "."),
    _python("Python types", "mypy"),
    _tool("layers", "lint-imports"),
    _tool("JavaScript format and lint", "npm", "run", "--silent", "lint"),
    _tool("JavaScript types", "npm", "run", "--silent", "types"),
)
TESTS = (
    _tool("JavaScript tests", "npm", "run", "--silent", "test"),
    _python("Python tests", "pytest"),
    _python("features", "behave", "features"),
)
ALL = (*STATIC, *TESTS)


def run(checks: Sequence[Check]) -> int:
    """Run each check, print a closing table, and return 0 only when every one passed."""
    path = os.pathsep.join([str(BIN), os.environ.get("PATH", "")])
    environment = {**os.environ, "PATH": path}
    results = []
    for check in checks:
        print(f"\n=== {check.name}: {' '.join(check.command)}", flush=True)
        began = time.monotonic()
        code = _attend(check.command, environment)
        results.append((check.name, code, time.monotonic() - began))
    print("\n=== result")
    for name, code, seconds in results:
        print(f"{'passed' if code == 0 else 'FAILED':7} {seconds:7.1f} s  {name}")
    failed = sum(code != 0 for _, code, _ in results)
    print(f"{len(results) - failed} passed, {failed} failed", flush=True)
    return 1 if failed else 0


def _attend(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run `command` to its end and return its exit code; on Ctrl-C let it clean up first."""
    interrupted = False
    with subprocess.Popen(command, cwd=ROOT, env=environment) as child:
        while child.poll() is None:
            try:
                child.wait()
            except KeyboardInterrupt:
                interrupted = True
    if interrupted:
        raise KeyboardInterrupt
    return child.returncode

"""Installs what is missing, and only that: a virtual environment, npm packages, a browser.

Each part leaves a stamp with the hash of the files it was made from, so a second call does nothing.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools.paths import BIN, PYTHON, ROOT, VENV

MINIMUM_PYTHON = (3, 11)
DOWNLOAD_LIMIT_S = 600
BROWSER_DOWNLOAD_LIMIT_S = 300


class SetupError(Exception):
    """One sentence: what could not be set up, and what to type."""


def ensure_all() -> None:
    """Make the checkout ready to run everything.

    Raises:
        SetupError: a part could not be installed; the sentence says which and what to do.
    """
    ensure_python()
    ensure_node_modules()
    ensure_browser()


def ensure_python() -> None:
    """Create `.venv` and install the pinned Python packages (Node and npm come with them)."""
    if sys.version_info < MINIMUM_PYTHON:
        have = ".".join(map(str, sys.version_info[:3]))
        raise SetupError(f"Python 3.11 or newer is needed, this is {have}: run `python3.11 -m tools setup`.")
    sources = [ROOT / "pyproject.toml", ROOT / "constraints.txt"]
    stamp = VENV / "installed.sha256"
    if _fresh(stamp, sources):
        return
    _say("installing the Python packages into .venv (about a minute)")
    if not PYTHON.exists():
        _create_environment()
    _run(
        [
            PYTHON,
            "-m",
            "pip",
            "install",
            "-q",
            "--disable-pip-version-check",
            "-c",
            "constraints.txt",
            "-e",
            ".[dev]",
        ],
        "The Python packages could not be installed; look at pip's message above and run `make setup` again.",
    )
    _write(stamp, sources)


def ensure_node_modules() -> None:
    """Install the pinned npm packages, each checked against its integrity hash in package-lock.json."""
    sources = [ROOT / "package.json", ROOT / "package-lock.json"]
    stamp = ROOT / "node_modules" / "installed.sha256"
    if _fresh(stamp, sources):
        return
    _say("installing the npm packages into node_modules (Pyodide, Socket.IO client, Allure)")
    path = os.pathsep.join([str(BIN), os.environ.get("PATH", "")])
    _run(
        [BIN / "npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"],
        "The npm packages could not be installed; look at npm's message above and run `make setup` again.",
        environment={**os.environ, "PATH": path},
    )
    _write(stamp, sources)


def ensure_browser() -> None:
    """Install a Chromium when the machine has none that the harness can find."""
    if _browser_found():
        return
    _say("no Chromium or Chrome on this machine: trying Playwright's download")
    if (
        _succeeds([PYTHON, "-m", "playwright", "install", "chromium"], BROWSER_DOWNLOAD_LIMIT_S)
        and _browser_found()
    ):
        return
    if shutil.which("apt-get") and _may_install_system_packages():
        _say("the download did not work: installing Debian's chromium package")
        _succeeds(["apt-get", "update", "-qq"], DOWNLOAD_LIMIT_S)
        _succeeds(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], DOWNLOAD_LIMIT_S
        )
        if _browser_found():
            return
    raise SetupError(
        "No Chromium could be installed: type `sudo apt-get install chromium` (or install Google Chrome), "
        "then `make setup` again; `behave -D browser=/path/to/chrome ...` uses one that stands elsewhere."
    )


def _browser_found() -> bool:
    return _succeeds([PYTHON, "-m", "harness.session.chromium"], 60, quiet=True)


def _may_install_system_packages() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _create_environment() -> None:
    try:
        venv.EnvBuilder(with_pip=True, symlinks=sys.platform != "win32").create(VENV)
    except subprocess.CalledProcessError as error:
        raise SetupError(
            "A virtual environment could not be created: type `sudo apt-get install python3-venv`, "
            "then `make setup` again."
        ) from error


def _fresh(stamp: Path, sources: Sequence[Path]) -> bool:
    return stamp.exists() and stamp.read_text() == _digest(sources)


def _write(stamp: Path, sources: Sequence[Path]) -> None:
    stamp.write_text(_digest(sources))


def _digest(sources: Sequence[Path]) -> str:
    return hashlib.sha256(b"\0".join(source.read_bytes() for source in sources)).hexdigest()


def _run(command: Sequence[object], failure: str, environment: Mapping[str, str] | None = None) -> None:
    if not _succeeds(command, DOWNLOAD_LIMIT_S, environment=environment):
        raise SetupError(failure)


def _succeeds(
    command: Sequence[object],
    limit_s: float,
    *,
    quiet: bool = False,
    environment: Mapping[str, str] | None = None,
) -> bool:
    """Run `command` in the project root; False when it fails, is missing or takes longer than `limit_s`."""
    output = subprocess.DEVNULL if quiet else None
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words, cwd=ROOT, timeout=limit_s, env=environment, stdout=output, stderr=output, check=False
        )
    except subprocess.TimeoutExpired:
        _say(f"{Path(words[0]).name} took longer than {limit_s:.0f} s and was stopped")
        return False
    except OSError as error:
        _say(str(error))
        return False
    return done.returncode == 0


def _say(text: str) -> None:
    print(f"set-up: {text}", file=sys.stderr, flush=True)

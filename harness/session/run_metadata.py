"""What a run was made with: browser, machine and settings."""

from __future__ import annotations

import functools
import json
import os
import platform
import subprocess

import psutil

from harness.session.run import Run
from harness.session.server import PROJECT


def run_metadata(run: Run) -> dict[str, str]:
    """Name and value of each, for the report's environment and the files of raw samples."""
    memory_gib = psutil.virtual_memory().total / 1024**3
    about = {
        "Browser": f"Chromium {run.browser_version} ({'headed' if run.settings.headed else 'headless'})",
        "Browser program": run.program,
        "Game": run.profile.name,
        "Pyodide": _pyodide(run),
        "Python of the run": platform.python_version(),
        "Commit": commit(),
        "Machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {memory_gib:.0f} GiB",
    }
    about |= {f"Setting {name}": value or "none" for name, value in run.settings.as_rows()}
    return about


@functools.cache
def commit() -> str:
    """Which version of the project runs: 'a1b2c3d', with a note where files differ from it."""
    try:
        head, changed = (
            subprocess.run(
                ["git", "--no-optional-locks", *words],
                cwd=PROJECT,
                capture_output=True,
                text=True,
                timeout=10,
                check=True,
            ).stdout.strip()
            for words in (("rev-parse", "--short", "HEAD"), ("status", "--porcelain", "-uno"))
        )
    except (OSError, subprocess.SubprocessError):
        return "unknown: not a Git checkout"
    return f"{head} with changes that are not committed" if changed else head


def _pyodide(run: Run) -> str:
    """The version that the run's own server hands out."""
    if run.settings.base_url is not None or not run.profile.package:
        return "the game's own"
    return str(json.loads((PROJECT / run.profile.package).read_text(encoding="utf-8"))["version"])

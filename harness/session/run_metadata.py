"""What a run was made with: browser, machine and settings."""

from __future__ import annotations

import json
import os
import platform

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
        "Machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {memory_gib:.0f} GiB",
    }
    about |= {f"Setting {name}": value or "none" for name, value in run.settings.as_rows()}
    return about


def _pyodide(run: Run) -> str:
    """The version that the run's own server hands out."""
    if run.settings.base_url is not None or not run.profile.package:
        return "the game's own"
    return str(json.loads((PROJECT / run.profile.package).read_text(encoding="utf-8"))["version"])

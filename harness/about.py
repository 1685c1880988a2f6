"""What a run was made with: browser, machine and settings."""

from __future__ import annotations

import os
import platform

import psutil

from harness.run import Run


def about_the_run(run: Run) -> dict[str, str]:
    """Name and value of each, for the report's environment and the files of raw samples."""
    memory_gib = psutil.virtual_memory().total / 1024**3
    about = {
        "Browser": f"Chromium {run.browser_version} ({'headed' if run.settings.headed else 'headless'})",
        "Browser program": run.program,
        "Python of the run": platform.python_version(),
        "Machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {memory_gib:.0f} GiB",
    }
    about |= {f"Setting {name}": value or "none" for name, value in run.settings.as_rows()}
    return about

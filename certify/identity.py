"""What makes studies comparable: only those of one commit, browser, machine and settings count together."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import psutil
from playwright.sync_api import sync_playwright

from harness.session.chromium import find_chromium
from tools.paths import ROOT

# what changes no verdict: what plays and counts the studies, documents, samples, tests
NO_VERDICT = (":!certify", ":!tools/checks.py", ":!docs", ":!*.md", ":!examples/reports", ":!tests")


@dataclass(frozen=True)
class Identity:
    """Where and of what a study was made; `at_once` is how many played on the machine at the same time."""

    commit: str
    browser: str
    machine: str
    settings: str
    at_once: int = 1

    @classmethod
    def here(cls, options: Mapping[str, str]) -> Identity:
        """Of this checkout on this machine; `options` are the settings of its runs."""
        settings = " ".join(f"{name}={value}" for name, value in sorted(options.items())) or "none"
        return cls(_commit(), _browser(options.get("browser")), _machine(), settings)

    def words(self) -> str:
        studies = "one study" if self.at_once == 1 else f"{self.at_once} studies"
        made = f"commit {self.commit}, {self.browser}, {self.machine}"
        return f"{made}, {studies} at a time, settings: {self.settings}"


def _commit() -> str:
    """The last one that changed what judges or is judged, with changes to that since marked."""

    def git(*words: str) -> str:
        found = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
        return found.stdout.strip()

    last = git("log", "-1", "--format=%h", "--abbrev=12", "--", ".", *NO_VERDICT)
    changed = git("status", "--porcelain", "--untracked-files=no", "--", ".", *NO_VERDICT)
    return (last or "unknown") + ("+changes" if changed else "")


@cache
def _browser(program: str | None) -> str:
    with sync_playwright() as playwright:
        path = find_chromium(program, playwright.chromium.executable_path)
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False, timeout=60)
    return said.stdout.strip() or path


@cache
def _machine() -> str:
    memory = psutil.virtual_memory().total / 1024**3
    return f"{platform.system()} {_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB"


def _processor() -> str:
    """Its name where the system tells it, else its kind."""
    told = Path("/proc/cpuinfo")
    names = re.findall(r"model name\s*:\s*(.+)", told.read_text(encoding="utf-8")) if told.exists() else ()
    return next(iter(names), platform.processor() or platform.machine())

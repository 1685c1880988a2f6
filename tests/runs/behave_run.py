"""Starts behave the way a user does, and finds every process that came of it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil

PROJECT = Path(__file__).resolve().parents[2]
STEP = "A game step is quick"
FRESH = "Memory stays flat when every game has new windows"
TOY = ("-D", f"game={PROJECT / 'tests' / 'harness' / 'toy' / 'toy.toml'}")
SAME = "Games in the same windows leave nothing behind"
FEATURES = PROJECT / "features"
MARK = "HARNESS_TEST_RUN"


class BehaveRun:
    """behave in a folder of its own, so that the project's reports stay as they are.

    Every process it starts, and those that these start, carry a mark in their environment. Chromium's
    inner processes write their title over it, so those are known by descent, and remembered once seen.
    """

    def __init__(
        self,
        folder: Path,
        *words: str,
        feature: str = "worker_validation.feature",
        output: str = "output.txt",
    ) -> None:
        self.folder = folder
        self.mark = uuid.uuid4().hex
        self._seen: set[psutil.Process] = set()
        self._output = folder / output
        command = [sys.executable, "-m", "behave", "--no-color", "-f", "pretty"]
        command += ["-f", "allure_behave.formatter:AllureFormatter", "-o", "reports/allure-results"]
        # pretty goes to the terminal: the first -o belongs to the first -f
        command[6:6] = ["-o", "-"]
        # not in the folder, whose path is longer than a browser's socket there may have
        self._temporary = TemporaryDirectory(prefix="t-")
        environment = {**os.environ, MARK: self.mark, "PYTHONPATH": str(PROJECT), "PYTHONUNBUFFERED": "1"}
        environment["TMPDIR"] = self._temporary.name
        with self._output.open("wb") as output:
            self._process = subprocess.Popen(
                [*command, *words, str(FEATURES / feature)],
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def output(self) -> str:
        return self._output.read_text(errors="replace")

    def wait(self, within_s: float = 90) -> int:
        """The exit code."""
        return self._process.wait(within_s)

    def wait_for(self, seen: Callable[[], Any], what: str, within_s: float = 45) -> Any:
        """What was waited for, once it is there while behave runs."""
        end = time.monotonic() + within_s
        while not (found := seen()):
            assert self._process.poll() is None, f"behave ended before {what}:\n{self.output}"
            assert time.monotonic() < end, f"no {what} within {within_s} s:\n{self.output}"
            self._pause()
        return found

    def interrupt(self, number: signal.Signals, *, everyone: bool = False) -> None:
        """A signal for behave alone, or for its whole group as from a terminal, ``timeout`` or a CI job."""
        if everyone:
            os.killpg(self._process.pid, number)
        else:
            self._process.send_signal(number)

    def family(self) -> list[psutil.Process]:
        """Every process of this run that still lives, behave itself included."""
        marked = [process for process in psutil.process_iter() if self._marked(process)]
        self._seen.update(marked, *(_descendants(process) for process in marked))
        return [process for process in self._seen if _lives(process)]

    def members(self, word: str) -> list[psutil.Process]:
        """Living processes of this run whose command line holds the word."""
        return [process for process in self.family() if word in _command(process)]

    def survivors(self, within_s: float = 10) -> list[str]:
        """Command lines of what is still there after a bounded time; empty when nothing is left."""
        end = time.monotonic() + within_s
        while (left := self.family()) and time.monotonic() < end:
            self._pause()
        return [_command(process)[:120] for process in left]

    def temporary_files(self) -> list[str]:
        """What is there of the run in the folder for temporary files."""
        return sorted(os.listdir(self._temporary.name))

    def results(self) -> dict[str, dict[str, Any]]:
        """Allure results by scenario name."""
        files = (self.folder / "reports" / "allure-results").glob("*-result.json")
        loaded = [json.loads(file.read_text()) for file in files]
        return {str(result["name"]): result for result in loaded}

    def end(self) -> None:
        """Leaves nothing behind, whatever the test found."""
        for process in self.family():
            try:
                process.kill()
            except psutil.Error:
                continue
        self._process.wait(10)
        self._temporary.cleanup()

    def _pause(self) -> None:
        try:
            self._process.wait(0.05)
        except subprocess.TimeoutExpired:
            return
        # behave has ended: its children are what is waited for now
        psutil.wait_procs(self.family(), timeout=0.05)

    def _marked(self, process: psutil.Process) -> bool:
        try:
            return process.environ().get(MARK) == self.mark
        except psutil.Error:
            return False


def _lives(process: psutil.Process) -> bool:
    """False also for one that is dead but not yet collected by its parent: it holds nothing any more."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def _descendants(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children(recursive=True)
    except psutil.Error:
        return []


def _command(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def attachments(result: dict[str, Any]) -> set[str]:
    """Names of everything attached to a scenario and its steps."""
    names = {str(item["name"]) for item in result.get("attachments", [])}
    return names.union(*(attachments(step) for step in result.get("steps", [])))


Start = Callable[..., BehaveRun]

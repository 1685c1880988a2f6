"""What a server has open and running, by kind and by the place in its code that opened or started it."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable

import psutil

from harness.probes.base import NotMeasurableError
from harness.probes.things import Things
from harness.session.errors import first_line
from harness.session.inside_server import Report


def open_files(pid: int) -> list[str]:
    """Paths of regular files that a process has open, as the system tells them."""
    return _of_process(pid, lambda process: [file.path for file in process.open_files()])


def child_commands(pid: int) -> list[str]:
    """How its children were called."""
    return _of_process(pid, lambda process: [_command(child) for child in process.children()])


def things_of(told: Report, files: list[str], children: list[str]) -> Things:
    """What is there now; without a place where the server does not tell it."""
    opened: dict[str, dict[str, str]] = {}
    for path, at in told.opened.items():
        opened.setdefault(os.path.basename(path), {})[os.path.realpath(path)] = at
    found: Things = Counter()
    for kind, at in told.timers:
        found["server_timers", _said(kind, "started", at)] += 1
    for kind, at in told.jobs:
        found["server_jobs", _said(kind, "started", at)] += 1
    for path in files:
        name = os.path.basename(path)
        at = opened.get(name, {}).get(path, "")
        # names may be drawn by chance, the place that opens them stays the same
        what = f"{os.path.splitext(name)[1]} file".strip() if at else name
        found["server_files", _said(what, "opened", at)] += 1
    for command in children:
        found["server_children", _said(command, "started", told.started.get(command, ""))] += 1
    return found


def _said(what: str, how: str, at: str) -> str:
    kind = re.sub(r"\d+", "*", what)
    return f"{kind} {how} at {at}" if at else kind


def _command(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline()) or process.name()
    except psutil.Error:
        return "a process that has ended"


def _of_process(pid: int, look: Callable[[psutil.Process], list[str]]) -> list[str]:
    try:
        return look(psutil.Process(pid))
    except psutil.NoSuchProcess:
        raise NotMeasurableError(f"process {pid} has ended") from None
    except psutil.Error as error:
        raise NotMeasurableError(first_line(error)) from None

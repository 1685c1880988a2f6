"""Runs in a server that the harness starts, before the server's own code: notes who opens and starts what.

Python imports a module of this name by itself from PYTHONPATH, so the server's source stays as it is. When a
line comes through the pipe that it was given, it tidies the memory and tells what is there; in between it
notes places in code and does nothing else. Its own thread is none of `threading`'s, so that a server which
counts its threads does not count it.
"""

from __future__ import annotations

import _thread
import contextlib
import ctypes
import gc
import importlib
import json
import os
import sys
import sysconfig
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

PIPES = "HARNESS_SERVER_PIPES"
AT_MOST = 1_000
_FOLDERS = {sysconfig.get_path(name) for name in ("stdlib", "purelib", "platlib")}
LIBRARY = (*_FOLDERS, *map(os.path.realpath, _FOLDERS))
# as they are before anybody replaces them by what waits in another way
_read, _write = os.read, os.write
# types whose objects are timers or jobs beside threads, and whether one is still to do something
TIMERS: dict[str, Callable[[Any], bool]] = {
    "asyncio.events.TimerHandle": lambda timer: not timer.cancelled(),
    "eventlet.hubs.timer.Timer": lambda timer: not timer.called,
}
JOBS: dict[str, Callable[[Any], bool]] = {
    "_asyncio.Task": lambda task: not task.done(),
    "asyncio.tasks.Task": lambda task: not task.done(),
    "greenlet.greenlet": bool,
    "eventlet.greenthread.GreenThread": bool,
    "gevent._gevent_cgreenlet.Greenlet": bool,
}

# of the GNU C library alone
_trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if os.name == "posix" else None
_opened: dict[str, str] = {}
_started: dict[str, str] = {}


def place() -> str:
    """'lobby.py:120 (open_log)' of the innermost frame that is no library's, or of the innermost of all."""
    frame: FrameType | None = sys._getframe(1)
    innermost = None
    while frame is not None:
        file = frame.f_code.co_filename
        if file != __file__ and not file.startswith("<"):
            innermost = innermost or frame
            if not file.startswith(LIBRARY):
                innermost = frame
                break
        frame = frame.f_back
    if innermost is None:
        return ""
    return (
        f"{os.path.basename(innermost.f_code.co_filename)}:{innermost.f_lineno} ({innermost.f_code.co_name})"
    )


def _note(notes: dict[str, str], key: str) -> None:
    notes.pop(key, None)
    notes[key] = place()
    if len(notes) > AT_MOST:
        notes.pop(next(iter(notes)), None)


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in ("open", "subprocess.Popen"):
        return
    # what is raised here would end what the server is about to do
    with contextlib.suppress(Exception):
        if event == "subprocess.Popen":
            _note(_started, " ".join(map(os.fsdecode, arguments[1])))
        elif not isinstance(arguments[0], int):
            _note(_opened, os.path.abspath(os.fsdecode(arguments[0])))


def _threads() -> tuple[list[list[str]], list[list[str]]]:
    """Timers and other threads: what they do, and where they were started."""
    timers, jobs = [], []
    for thread in threading.enumerate():
        at = getattr(thread, "_started_at", "")
        if isinstance(thread, threading.Timer):
            timers.append([f"threading.Timer of {_named(thread.function)}", at])
        elif thread is not threading.main_thread():
            what = getattr(thread, "_target", None)
            jobs.append([f"thread of {_named(what) if what else type(thread).__qualname__}", at])
    return timers, jobs


def _named(what: object) -> str:
    return str(getattr(what, "__qualname__", type(what).__qualname__))


def _others(kinds: dict[str, Callable[[Any], bool]]) -> list[list[str]]:
    """Tasks, greenlets and timers that are no threads, by type; only types that the server has imported."""
    wanted = {}
    for kind, at_work in kinds.items():
        module, _, name = kind.rpartition(".")
        if (of_kind := getattr(sys.modules.get(module), name, None)) is not None:
            wanted[of_kind] = (kind, at_work)
    if not wanted:
        return []
    found = [(each, *wanted[type(each)]) for each in gc.get_objects() if type(each) in wanted]
    return [[kind, ""] for each, kind, at_work in found if at_work(each)]


def _tidy() -> None:
    """Collects garbage and gives what is free back to the system, so that what is left is what is kept.

    https://man7.org/linux/man-pages/man3/malloc_trim.3.html
    """
    gc.collect()
    if _trim is not None:
        _trim(0)


def _tell(asked: int, answers: int) -> None:
    while _read(asked, 1):
        _tidy()
        timers, jobs = _threads()
        report = {
            "timers": timers + _others(TIMERS),
            "jobs": jobs + _others(JOBS),
            "opened": _opened.copy(),
            "started": _started.copy(),
        }
        text = (json.dumps(report) + "\n").encode()
        while text:
            text = text[_write(answers, text) :]


def _begin(pipes: str) -> None:
    asked, answers = map(int, pipes.split(","))
    for pipe in (asked, answers):
        os.set_inheritable(pipe, False)
    start = threading.Thread.start

    def noting(self: threading.Thread) -> None:
        self._started_at = place()  # type: ignore[attr-defined]
        start(self)

    threading.Thread.start = noting  # type: ignore[method-assign]
    sys.addaudithook(_hear)
    _thread.start_new_thread(_tell, (asked, answers))


def _step_aside() -> None:
    """Leaves the path as it would be, and lets another module of this name have its turn."""
    folder = os.path.dirname(__file__)
    sys.path[:] = [each for each in sys.path if each != folder]
    rest = [each for each in os.environ.pop("PYTHONPATH", "").split(os.pathsep) if each not in ("", folder)]
    if rest:
        os.environ["PYTHONPATH"] = os.pathsep.join(rest)
    this = sys.modules.pop(__name__)
    with contextlib.suppress(ImportError):
        importlib.import_module(__name__)
    sys.modules[__name__] = this


# children of the server are none of ours, so they are given neither the pipes nor this module
if _pipes := os.environ.pop(PIPES, ""):
    _step_aside()
    _begin(_pipes)

"""Log lines on standard error that never make the server wait for their reader."""

from __future__ import annotations

import logging
import os
import queue
import threading
import time
import traceback

# Enough for any burst; beyond it lines are dropped and counted rather than kept.
_LINES_HELD = 1000
_LINE_LIMIT_CHARACTERS = 2000
_CONTROL = {code: f"\\x{code:02x}" for code in (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029)}


class OneLine(logging.Formatter):
    """`2026-01-31 12:00:00 WARNING sentence`; control characters are escaped, a traceback is folded in."""

    def format(self, record: logging.LogRecord) -> str:
        line = f"{self.formatTime(record, '%Y-%m-%d %H:%M:%S')} {record.levelname} {record.getMessage()}"
        if record.exc_info and record.exc_info[1] is not None:
            frames = traceback.extract_tb(record.exc_info[1].__traceback__)[-4:]
            places = " < ".join(f"{frame.name} {frame.filename}:{frame.lineno}" for frame in reversed(frames))
            line += f": {type(record.exc_info[1]).__name__}: {record.exc_info[1]} (in {places})"
        return line.translate(_CONTROL)[:_LINE_LIMIT_CHARACTERS]


class BackgroundHandler(logging.Handler):
    """Writes lines from a thread of its own.

    A standard error that is a pipe nobody reads blocks its writer once it is full. Here that writer is one
    thread with a bounded queue; the threads that serve players never wait.
    """

    def __init__(self, descriptor: int) -> None:
        super().__init__()
        self._descriptor = descriptor
        self._lines: queue.Queue[str] = queue.Queue(_LINES_HELD)
        self._dropped = 0
        self.setFormatter(OneLine())
        threading.Thread(target=self._write_lines, name="log", daemon=True).start()

    def emit(self, record: logging.LogRecord) -> None:
        """Queue one line; drop and count it when nobody has read for a long time."""
        try:
            self._lines.put_nowait(self.format(record))
        except queue.Full:
            self._dropped += 1
        except Exception:
            self.handleError(record)

    def finish(self, bound_seconds: float) -> None:
        """Wait until all lines are written, at most `bound_seconds`."""
        end = time.monotonic() + bound_seconds
        with self._lines.all_tasks_done:
            while self._lines.unfinished_tasks and (left := end - time.monotonic()) > 0:
                self._lines.all_tasks_done.wait(left)

    def _write_lines(self) -> None:
        while True:
            line = self._lines.get()
            if self._dropped:
                line += f" ({self._dropped} lines before this one were dropped: nobody read them)"
                self._dropped = 0
            rest = (line + "\n").encode("utf-8", "backslashreplace")
            try:
                while rest:
                    rest = rest[os.write(self._descriptor, rest) :]
            except OSError:
                pass  # the reader is gone; there is nobody to tell
            self._lines.task_done()


class LibraryFilter(logging.Filter):
    """Quietens what Socket.IO's libraries log.

    They report a client's damaged data as an error with a traceback, and ordinary races (a message to a
    socket that closed a moment ago) as warnings. The first becomes one warning a kind, the second vanishes.
    """

    _RACES = ("Cannot send to sid", "is not connected to namespace", "Invalid session", "is not connected")

    def __init__(self) -> None:
        super().__init__()
        self._seen: set[tuple[object, str]] = set()

    def filter(self, record: logging.LogRecord) -> bool:
        if any(race in str(record.msg) for race in self._RACES):
            return False
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        if (record.msg, kind) in self._seen or len(self._seen) > 100:
            return False
        self._seen.add((record.msg, kind))
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        return True


def set_up() -> BackgroundHandler:
    """Send this process's warnings and errors to standard error, one line each."""
    handler = BackgroundHandler(2)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    # Werkzeug would log every request at INFO and add a handler of its own to say so.
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    logging.getLogger("game.server.library").addFilter(LibraryFilter())
    return handler


class OncePerKind:
    """Remembers which kinds of trouble one socket has been logged for, so that each is logged once."""

    def __init__(self) -> None:
        self._kinds: set[str] = set()

    def first(self, kind: str) -> bool:
        """Whether `kind` is new; it is not any more afterwards."""
        new = kind not in self._kinds
        self._kinds.add(kind)
        return new

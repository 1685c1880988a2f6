"""The game's server: a child of this run, or one that somebody else has started."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil

from harness.session.errors import ServerError
from harness.session.inside_server import InsideServer
from harness.session.interrupts import INTERRUPTS

PROJECT = Path(__file__).resolve().parents[2]
READY_WITHIN_S = 30.0
# the game promises to end within 5 s of SIGTERM
END_WITHIN_S = 6.0
# glibc gives each thread an arena and keeps what was freed: 200 KiB a game that nobody leaks, and jumps of
# 1 MiB. One arena, and large blocks given back at once, leave 10 KiB (man 3 mallopt).
STEADY_MEMORY = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_TRIM_THRESHOLD_": "65536",
    "MALLOC_MMAP_THRESHOLD_": "65536",
}
# where the server says it listens; other addresses in its log are not its own
_ADDRESS = re.compile(r"https?://(?:127\.0\.0\.1|localhost|\[::1\]):\d+[^\s]*")
_ERROR_LINE = re.compile(r"\b(ERROR|CRITICAL|Traceback \(most recent call last\))")


class GameServer:
    """A server that runs as long as the object: a command from the game's profile, with its log in a file.

    The log goes to a file because a pipe that nobody reads stops the server once it is full. Its standard
    input closes with this run, so that a child who minds that is not left behind by a killed parent. It has
    a session of its own: Ctrl-C in the terminal reaches this run, which then ends the server in order.
    """

    def __init__(
        self, log: Path, command: str, *, options: tuple[str, ...] = (), wrapper: str | None = None
    ) -> None:
        """``python`` in the command is the one that runs this. ``wrapper`` is a module with its options that
        makes the game bad on purpose: it stands before the game's own module after ``-m``."""
        log.parent.mkdir(parents=True, exist_ok=True)
        self.log = log
        words = [*shlex.split(command), *options]
        if wrapper is not None:
            place = words.index("-m") + 1
            words[place:place] = shlex.split(wrapper)
        self.command = [sys.executable if word == "python" else word for word in words]
        self.inside = InsideServer()
        with log.open("wb") as out:
            try:
                self._process = subprocess.Popen(
                    self.command,
                    cwd=PROJECT,
                    env={**os.environ, **STEADY_MEMORY, "PYTHONUNBUFFERED": "1", **self.inside.environment()},
                    pass_fds=self.inside.handed_over,
                    stdin=subprocess.PIPE,
                    stdout=out,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
            except OSError as error:
                raise ServerError(
                    f"The game's server cannot be started: {self.command[0]}: {error.strerror}; "
                    "the command stands in the game's profile (server.command)."
                ) from None
            finally:
                self.inside.begin()
        try:
            self.url = self._wait_until_ready()
        except BaseException:
            self.stop()
            raise

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def end_note(self) -> str | None:
        """One sentence when the server has ended by itself, else None."""
        code = self._process.poll()
        if code is None:
            return None
        how = f"by signal {-code}" if code < 0 else f"with exit code {code}"
        return f"The game's server ended {how}; its last line was: {self._last_line()}"

    def log_text(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def log_size(self) -> int:
        """Bytes of log so far: a mark for ``error_lines``."""
        return self.log.stat().st_size

    def error_lines(self, since: int) -> list[str]:
        """Lines of the log after the mark that tell of an error."""
        text = self.log.read_bytes()[since:].decode("utf-8", errors="replace")
        return [line.strip() for line in text.splitlines() if _ERROR_LINE.search(line)]

    def stop(self) -> None:
        """Ends the server: politely, then by force. May be called again."""
        self.inside.close()
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(END_WITHIN_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(END_WITHIN_S)
        with contextlib.suppress(OSError):  # what the command has started and left behind
            os.killpg(self._process.pid, signal.SIGKILL)
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()

    def _wait_until_ready(self) -> str:
        end = time.monotonic() + READY_WITHIN_S
        url = ""
        while time.monotonic() < end:
            INTERRUPTS.raise_if_asked()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(0.05)  # the pause between two looks ends early when the server does
                raise ServerError(f"The game's server did not start: {self._last_line()}")
            announced = _ADDRESS.search(self.log_text())
            url = announced.group(0) if announced else ""
            if url and _status(url, within_s=2.0) is not None:
                return url
        what = f"did not answer at {url}" if url else "did not say where it listens"
        raise ServerError(f"The game's server {what} within {READY_WITHIN_S:g} s; its log is {self.log}.")

    def _last_line(self) -> str:
        lines = [line.strip() for line in self.log_text().splitlines() if line.strip()]
        return lines[-1] if lines else f"(nothing; its log is {self.log})"


class RunningGame:
    """A game that somebody else has started, known by its address and, where they say so, its process."""

    log = None
    inside = None

    def __init__(self, url: str, pid: int | None = None, setting: str = "base_url") -> None:
        status = _status(url, within_s=10.0)
        if status is None:
            raise ServerError(
                f"Nothing answers at {setting}={url}; start the game there or correct the address."
            )
        if status >= 400:
            raise ServerError(
                f"{setting}={url} answers with status {status}; give the address of the game's page."
            )
        if pid is not None and not psutil.pid_exists(pid):
            raise ServerError(f"server_pid={pid}: there is no such process on this machine.")
        self.url = url
        self.pid = pid

    alive = True

    def end_note(self) -> str | None:
        """One sentence when nobody answers any more, else None."""
        if _status(self.url, within_s=10.0) is None:
            return f"The game at {self.url} answers no more"
        return None

    def log_text(self) -> str:
        return ""

    def log_size(self) -> int:
        return 0

    def error_lines(self, since: int) -> list[str]:  # noqa: ARG002
        return []

    def stop(self) -> None:
        """Leaves the game alone: whoever started it ends it."""


Server = GameServer | RunningGame


def _status(url: str, within_s: float) -> int | None:
    """HTTP status of a GET, None when nobody answers."""
    try:
        # an address typed by the user's own hand, http or https only (see settings.py)
        with urllib.request.urlopen(url, timeout=within_s) as reply:
            return int(reply.status)
    except urllib.error.HTTPError as error:
        return error.code
    except (OSError, ValueError):
        return None

"""A server process of its own and visitors with a real Socket.IO client, for the tests of this folder."""

from __future__ import annotations

import contextlib
import http.client
import json
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import socketio
import websocket

PROJECT = Path(__file__).resolve().parents[2]
WAIT_SECONDS = 5.0
GOOD_HASH = "0123456789abcdef"


def until(reached: Callable[[], bool], what: str, bound_seconds: float = WAIT_SECONDS) -> None:
    """Wait for a condition; the failure says which."""
    end = time.monotonic() + bound_seconds
    while not reached():
        assert time.monotonic() < end, f"not within {bound_seconds} s: {what}"
        threading.Event().wait(0.02)


class ServerProcess:
    """`python -m game --port 0 …` with its standard error in a file."""

    def __init__(self, log: Path, arguments: Sequence[str] = (), **popen: Any) -> None:
        self.log = log
        popen.setdefault("stdout", subprocess.PIPE)
        with log.open("wb") as errors:
            popen.setdefault("stderr", errors)
            self.process = subprocess.Popen(
                [sys.executable, "-m", "game", "--port", "0", *arguments], cwd=PROJECT, **popen
            )
        self.first_line = self._read_first_line()
        self.url = self.first_line.split()[4] if self.first_line.count(" ") >= 4 else ""
        self.port = urlsplit(self.url).port or 0

    def _read_first_line(self) -> str:
        lines: queue.Queue[bytes] = queue.Queue()
        stdout = self.process.stdout
        if stdout is None:
            return ""
        threading.Thread(target=lambda: lines.put(stdout.readline()), daemon=True).start()
        return lines.get(timeout=20).decode().rstrip("\n")

    def log_lines(self) -> list[str]:
        return self.log.read_text().splitlines()

    def request(
        self, method: str, path: str, headers: dict[str, str] | None = None, body: bytes | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT_SECONDS)
        with contextlib.closing(connection):
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        return self.request("GET", path, {name.replace("_", "-"): value for name, value in headers.items()})

    def health(self) -> dict[str, Any]:
        report: dict[str, Any] = json.loads(self.get("/health")[2])
        return report

    def until_empty(self) -> None:
        until(lambda: self.health()["sockets"] == 0, "no socket left")

    def stop(self, number: int = signal.SIGTERM, bound_seconds: float = 5.0) -> int:
        """Ask the process to end; returns its exit status, fails when it takes longer than the bound."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            return self.process.wait(bound_seconds)
        finally:
            self.end()

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()


class Visitor:
    """One connected player whose events queue up by name."""

    def __init__(self, server: ServerProcess, transports: Sequence[str] = ("websocket",)) -> None:
        self.client = socketio.Client(reconnection=False)
        self._events: dict[str, queue.Queue[Any]] = {}
        self._lock = threading.Lock()
        self.client.on("*", lambda event, body=None: self._queue(event).put(body))
        self.client.on("disconnect", lambda reason=None: self._queue("disconnect").put(reason))
        self.client.connect(server.url, transports=list(transports), wait_timeout=WAIT_SECONDS)

    def _queue(self, event: str) -> queue.Queue[Any]:
        with self._lock:
            return self._events.setdefault(event, queue.Queue())

    def call(self, event: str, body: Any = None) -> Any:
        return self.client.call(event, body, timeout=WAIT_SECONDS)

    def expect(self, event: str, bound_seconds: float = WAIT_SECONDS) -> Any:
        try:
            return self._queue(event).get(timeout=bound_seconds)
        except queue.Empty:
            raise AssertionError(f"no {event!r} within {bound_seconds} s") from None

    def has_nothing(self, event: str) -> bool:
        """Whether nothing of that name has come, after a round trip to the server and back."""
        self.call("leave")
        return self._queue(event).empty()

    def join(self) -> dict[str, Any]:
        answer: dict[str, Any] = self.call("join", {})
        assert answer["ok"], answer
        return answer

    def finish(self, game_id: str, **changed: Any) -> dict[str, Any]:
        body = {"gameId": game_id, "frames": 450, "hash": GOOD_HASH, "score": 20, **changed}
        answer: dict[str, Any] = self.call("finish", body)
        return answer

    def drop(self) -> None:
        """Cut the connection below Socket.IO, as a crashed browser does."""
        # Closing alone would wait for the client's own reader to come back from its read.
        self.client.eio.ws.sock.shutdown(socket.SHUT_RDWR)

    def go_away(self) -> None:
        """End the connection as a browser does whose page goes."""
        self.client.eio.ws.send_close(1001)

    def leave_server(self) -> None:
        if self.client.connected:
            self.client.disconnect()


def pair(first: Visitor, second: Visitor) -> str:
    """Match two visitors and return their game's id."""
    first.join()
    second.join()
    game_id: str = first.expect("matched")["gameId"]
    assert second.expect("matched")["gameId"] == game_id
    return game_id


class RawVisitor:
    """A WebSocket that speaks Socket.IO by hand, so that it can also speak it wrongly."""

    def __init__(self, server: ServerProcess) -> None:
        address = f"ws://127.0.0.1:{server.port}/socket.io/?EIO=4&transport=websocket"
        self.socket = websocket.create_connection(address, timeout=WAIT_SECONDS)
        assert self.socket.recv().startswith("0{")
        self.socket.send("40")
        assert self.socket.recv().startswith("40{")

    def receive(self, start: str) -> str:
        """The next message that begins with `start`; pings on the way are left unanswered."""
        while True:
            text: str = self.socket.recv()
            if not text:
                raise ConnectionError("the connection was closed")
            if text.startswith(start):
                return text

    def next_of(self, event: str) -> dict[str, Any]:
        """The body of the next event of that name."""
        body: dict[str, Any] = json.loads(self.receive(f'42["{event}"')[2:])[1]
        return body

    def call(self, event_json: str) -> dict[str, Any]:
        self.socket.send(f"421{event_json}")
        answer: dict[str, Any] = json.loads(self.receive("431")[3:])[0]
        return answer

    def is_closed_by_server(self) -> bool:
        try:
            while self.socket.recv():
                pass
        except websocket.WebSocketTimeoutException:
            return False
        except (OSError, websocket.WebSocketException):
            return True
        return True

    def close(self) -> None:
        self.socket.close()

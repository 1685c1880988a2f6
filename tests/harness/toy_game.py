"""Serves the toy game: a control that is known to be good, and with ?fault=… one that is known to be bad."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

TOY = Path(__file__).parent / "toy"
TYPES = {".html": "text/html", ".js": "text/javascript"}
# as strict as the real game's, so that the harness cannot lean on what such a page forbids
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src *",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Pairing:
    """Pairs visitors in the order in which they ask; one who has not asked for a while has gone."""

    GONE_AFTER_S = 1.5

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._alone: str | None = None
        self._asked_at = 0.0
        self._games = 0
        self._paired: dict[str, dict[str, object]] = {}

    def ask(self, me: str) -> dict[str, object] | None:
        with self._lock:
            if me not in self._paired:
                now = time.monotonic()
                gone = now - self._asked_at > self.GONE_AFTER_S
                if self._alone in (None, me) or gone:
                    self._alone, self._asked_at = me, now
                    return None
                self._games += 1
                game = f"toy-{self._games}"
                self._paired[str(self._alone)] = {"gameId": game, "seat": 0}
                self._paired[me] = {"gameId": game, "seat": 1}
                self._alone = None
            return self._paired.pop(me)


class Handler(BaseHTTPRequestHandler):
    pairing = Pairing()

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path == "/pair":
            found = self.pairing.ask(parse_qs(parts.query)["me"][0])
            return self._answer(200, json.dumps(found).encode(), "application/json")
        name = "index.html" if parts.path == "/" else parts.path.lstrip("/")
        file = TOY / name
        if not file.is_file():
            return self._answer(404, b"not here", "text/plain")
        return self._answer(200, file.read_bytes(), TYPES[file.suffix])

    def _answer(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        for name, value in HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: a test's output is the test's."""


@contextmanager
def toy_game() -> Iterator[str]:
    """The address of a toy game that is served by threads of this process."""
    Handler.pairing = Pairing()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


if __name__ == "__main__":
    with toy_game() as url:
        print(url, flush=True)
        sys.stdin.read()

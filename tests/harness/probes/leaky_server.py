"""A server of nothing that leaves a file, a timer, a thread and a child behind for every request at /leak."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import IO

LEFT: list[IO[str]] = []


def open_log() -> None:
    LEFT.append(tempfile.NamedTemporaryFile("w", suffix=".log"))  # noqa: SIM115 - a leak is what it is for


def never() -> None:
    threading.Event().wait()


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/leak":
            open_log()
            threading.Timer(600, never).start()
            threading.Thread(target=never, daemon=True).start()
            subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(f"http://127.0.0.1:{server.server_port}/", flush=True)
    server.serve_forever()

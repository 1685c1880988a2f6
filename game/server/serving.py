"""The listening socket, the threads behind it, and how everything ends."""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import socket
import sys
import threading
from typing import Any

from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from . import __version__, assets
from .app import create
from .guard import SECURITY_HEADERS
from .log import BackgroundHandler
from .options import Options, is_loopback
from .stopping import Stop

_LOG = logging.getLogger(__name__)
# For a request to arrive, and for each piece of an answer to leave.
_HTTP_TIMEOUT_SECONDS = 20
# A browser asks for several files at once, each on a connection of its own.
_CONNECTIONS_PER_PLAYER = 2
_SPARE_CONNECTIONS = 100
_GOODBYE_SECONDS = 0.5


class StartError(Exception):
    """The server cannot start; the message is one sentence."""


class _Handler(WSGIRequestHandler):
    timeout = _HTTP_TIMEOUT_SECONDS

    def version_string(self) -> str:
        return f"kitchen/{__version__}"

    def log(self, type: str, message: str, *args: Any) -> None:
        # No access log, and no line for each malformed request; failures of ours still count.
        if type == "error" and message.startswith("Error on request"):
            last = (message % args if args else message).strip().splitlines()[-1]
            _LOG.error("A request failed in the server: %s", last)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002
        """Answer a request that is not HTTP; unlike the original, with the headers every answer has."""
        body = f"{int(code)} {message or 'Bad Request'}\n".encode("latin-1", "replace")
        self.send_response(code, "Refused")
        self.send_header("Content-Type", "text/plain; charset=latin-1")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        for name, value in SECURITY_HEADERS:
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


class _Server(ThreadedWSGIServer):
    def __init__(self, listener: socket.socket, application: Any, connections: int) -> None:
        host, port = listener.getsockname()[:2]
        super().__init__(host, port, application, _Handler, fd=listener.fileno())
        self._free = threading.BoundedSemaphore(connections)
        self._overrun = False

    def process_request(self, request: Any, client_address: Any) -> None:
        if not self._free.acquire(blocking=False):
            if not self._overrun:
                self._overrun = True
                _LOG.warning("More connections than the server takes; those beyond are turned away.")
            self.shutdown_request(request)
            return
        try:
            super().process_request(request, client_address)
        except BaseException:
            self._free.release()
            raise

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):  # peers that vanish are ordinary
            _LOG.exception("A connection failed in the server")


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; raises StartError when the address cannot be had."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (OSError, UnicodeError):
        raise StartError(f"--host {host}: there is no such address on this machine.") from None
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
    except OSError as error:
        listener.close()
        why = (error.strerror or str(error)).lower()
        remedy = (
            "--host, for example 127.0.0.1" if error.errno == errno.EADDRNOTAVAIL else "--port, or 0 for any"
        )
        raise StartError(f"Cannot listen on {host} port {port}: {why}; choose another {remedy}.") from None
    return listener


def address_for_people(host: str, port: int) -> str:
    """What to type into a browser on this machine."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"


def serve(options: Options, stop: Stop, log: BackgroundHandler) -> None:
    """Serve until asked to stop. Raises StartError or assets.AssetError before the first connection."""
    found = assets.find()
    listener = listen(options.host, options.port)
    app, sockets = create(options, found)
    connections = options.max_players * _CONNECTIONS_PER_PLAYER + _SPARE_CONNECTIONS
    server = _Server(listener, app, connections)
    listener.close()  # the server works on a duplicate
    if not is_loopback(options.host):
        _LOG.warning(
            "Listening on %s: whoever can reach this machine can play, without password or encryption.",
            options.host,
        )
    accepting = threading.Thread(target=server.serve_forever, args=(0.1,), name="accept", daemon=True)
    accepting.start()
    _announce(f"Kitchen for two at {address_for_people(options.host, server.port)}  (stop with Ctrl-C)")
    stop.wait()
    server.shutdown()
    sockets.end()
    # Threads are daemons; this is the time their goodbyes have to leave.
    threading.Event().wait(_GOODBYE_SECONDS if sockets.open_sockets else 0)
    log.finish(_GOODBYE_SECONDS)


def _announce(line: str) -> None:
    with contextlib.suppress(OSError):  # nobody listens
        os.write(1, f"{line}\n".encode())

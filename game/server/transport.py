"""WebSockets that cannot be used to hold on to memory or threads.

Engine.IO's threading mode (python-engineio 4.15 on simple-websocket 1.1) reads a message to its end before it
looks at its length, lets damaged framing escape as an uncaught error, and leaves a reader thread behind when
a peer vanishes without closing. This wrapper takes its place in `server.eio` and closes those three holes.
"""

from __future__ import annotations

import contextlib
import logging
import socket
from collections.abc import Callable, Iterable
from typing import Any

import simple_websocket  # type: ignore[import-untyped]

from .messages import TRANSPORT_LIMIT_BYTES

_LOG = logging.getLogger(__name__)
# How often a waiting thread looks whether its connection was closed from elsewhere.
_LOOK_SECONDS = 1.0
# normal closure, and going away: how a browser ends the connections of a page that is closed or has crashed
# (RFC 6455, 7.4.1)
_GOODBYES = (1000, 1001)
_ENGINE_PACKETS = frozenset("0123456")


class GuardedWebSocket:
    """One WebSocket as Engine.IO wants it: called as a WSGI application, then `wait`, `send` and `close`."""

    def __init__(self, handler: Callable[[GuardedWebSocket], Any], _server: Any, **_: Any) -> None:
        self._handler = handler
        # Engine.IO passes its socket's bound method; the socket behind it knows when it was closed.
        self._engine_socket: Any = getattr(handler, "__self__", None)
        self._socket: socket.socket | None = None
        self._ws: Any = None

    def __call__(self, environ: dict[str, Any], _start_response: Callable[..., Any]) -> Iterable[bytes]:
        self._socket = environ["werkzeug.socket"]
        # The HTTP time limit must not cut a connection that is quiet; pings look after that.
        self._socket.settimeout(None)
        self._ws = simple_websocket.Server(environ, max_message_size=TRANSPORT_LIMIT_BYTES)
        try:
            self._handler(self)
        except Exception as damage:
            _LOG.warning("A socket sent damaged data and was closed: %s.", type(damage).__name__)
            if self._engine_socket is not None:
                self._engine_socket.close(wait=False, abort=True, reason="transport error")
        finally:
            self._hang_up()
        raise ConnectionError  # tells Werkzeug that there is no HTTP response to send

    def wait(self) -> str | None:
        """The next message, or None when the connection has ended or sent what Engine.IO cannot read."""
        while True:
            closed = self._engine_socket is not None and self._engine_socket.closed
            try:
                data = self._ws.receive(timeout=_LOOK_SECONDS)
            except simple_websocket.ConnectionClosed:
                data = None
            if closed or (data is None and not self._ws.connected):
                self._end(for_good=self._ws.close_reason in _GOODBYES)
                return None
            if data is None:
                continue
            if not isinstance(data, str) or data[:1] not in _ENGINE_PACKETS or not data:
                _LOG.warning("A socket sent data that is not Socket.IO and was closed.")
                self._end(for_good=True)
                return None
            return data

    def _end(self, *, for_good: bool) -> None:
        """Hang up; for good, when the visitor is not to be waited for."""
        if self._engine_socket is not None:
            self._engine_socket.ended_for_good = for_good
        self._hang_up()

    def send(self, data: str | bytes) -> None:
        """Send one message; raises OSError when the connection has ended."""
        try:
            self._ws.send(data)
        except simple_websocket.ConnectionClosed:
            raise OSError("the WebSocket is closed") from None

    def close(self) -> None:
        """Close politely; closing twice is fine."""
        with contextlib.suppress(simple_websocket.ConnectionClosed, OSError):
            self._ws.close()

    def _hang_up(self) -> None:
        # Only a shutdown frees threads that are blocked in recv or send on a peer that is gone.
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

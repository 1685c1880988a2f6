"""The thin layer between Socket.IO and the lobby."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask_socketio import ConnectionRefusedError, SocketIO

from .flood import FloodGauge
from .lobby import GameSettings, Letter, Lobby
from .log import OncePerKind
from .messages import TRANSPORT_LIMIT_BYTES, Finish, RefusedError, read
from .transport import GuardedWebSocket

_LOG = logging.getLogger(__name__)
_LIBRARY_LOG = logging.getLogger("game.server.library")

# A ping leaves 2 s after the last answer. A player someone counts on (waiting or playing) who has not
# answered 2.5 s later is given up, so that a partner hears of it within 5 s. Anyone else gets Engine.IO's
# own, longer bound: a page that loads Python on its main thread cannot answer for seconds, and nobody waits
# for it.
PING_INTERVAL_SECONDS = 2
PING_TIMEOUT_SECONDS = 60
EXPECTED_ANSWER_SECONDS = 2.5
_LOOK_SECONDS = 0.1
_LINE_BROKEN = (("transport close",), ("ping timeout",))
# Connections beyond the players: those being refused, and those not yet closed.
SPARE_CONNECTIONS = 20


@dataclass
class _Visitor:
    number: int
    engine_id: str
    gauge: FloodGauge
    heard_seconds: float = 0.0  # when its last message came, in the clock of time.time
    logged: OncePerKind = field(default_factory=OncePerKind)


class Sockets:
    """Socket.IO events in, lobby calls out; letters from the lobby in, Socket.IO events out.

    Attaches itself to `app`. One lock serialises connecting, leaving and messages, since the books that
    python-socketio keeps of its clients are not meant for several threads at once; nothing done under it
    waits.
    """

    def __init__(self, app: Flask, settings: GameSettings, max_players: int) -> None:
        self.lobby = Lobby(settings, self._post)
        self._max_players = max_players
        self._messages_per_second = 100 + 6 * settings.fps
        self._lock = threading.RLock()
        self._visitors: dict[str, _Visitor] = {}
        self._visits = 0
        self._ending = threading.Event()
        self._io: Any = SocketIO(
            app,
            async_mode="threading",
            # Handlers run in the thread that received the message: in order, and no thread for each message.
            async_handlers=False,
            ping_interval=PING_INTERVAL_SECONDS,
            ping_timeout=PING_TIMEOUT_SECONDS,
            max_http_buffer_size=TRANSPORT_LIMIT_BYTES,
            cors_credentials=False,
            manage_session=False,
            logger=_LIBRARY_LOG,
            engineio_logger=_LIBRARY_LOG,
        ).server
        self._engine: Any = self._io.eio
        self._engine._async = {**self._engine._async, "websocket": GuardedWebSocket}
        self._io.on("connect", self._on_connect)
        self._io.on("disconnect", self._on_disconnect)
        self._io.on("*", self._on_event)
        self._guard_engine()
        threading.Thread(target=self._watch, name="watch", daemon=True).start()

    @property
    def open_sockets(self) -> int:
        """Connections that Engine.IO holds, whoever is behind them."""
        return sum(not engine_socket.closed for engine_socket in list(self._engine.sockets.values()))

    @property
    def full(self) -> bool:
        """Whether not even a connection for a refusal is left."""
        return self.open_sockets >= self._max_players + SPARE_CONNECTIONS

    def end(self) -> None:
        """Say goodbye to everyone; returns at once, the goodbyes leave within moments."""
        self._ending.set()
        for engine_id in list(self._engine.sockets):
            self._hang_up(engine_id, "server disconnect")

    def _guard_engine(self) -> None:
        """Put the lock, and a net under damaged data, around Engine.IO's three events."""
        handlers = dict(self._engine.handlers)

        def connect(engine_id: str, environ: dict[str, Any]) -> Any:
            with self._lock:
                return handlers["connect"](engine_id, environ)

        def disconnect(engine_id: str, reason: str) -> Any:
            with self._lock:
                return handlers["disconnect"](engine_id, reason)

        def message(engine_id: str, data: Any) -> None:
            with self._lock:
                engine_socket = self._engine.sockets.get(engine_id)
                if engine_socket is None or engine_socket.closed:
                    return  # what was still under way when it was cut off
                # Socket.IO packets start with a digit, so Engine.IO leaves them as text. The game sends none
                # of types 5 and 6, binary, whose attachments would be gathered without a bound.
                if not isinstance(data, str) or data[:1] in ("5", "6"):
                    self._drop_damaged(engine_id, "not a text packet")
                    return
                try:
                    handlers["message"](engine_id, data)
                except Exception as damage:
                    self._drop_damaged(engine_id, type(damage).__name__)

        self._engine.on("connect", connect)
        self._engine.on("disconnect", disconnect)
        self._engine.on("message", message)

    def _on_connect(self, sid: str, *arguments: Any) -> Any:
        if self._io.manager.is_connected(sid, "/"):
            # A client may name an event of its own "connect"; that is a message, not a connection.
            return self._on_event("connect", sid, *arguments)
        if len(self._visitors) >= self._max_players:
            _LOG.warning("A player was turned away: %d are connected already.", len(self._visitors))
            raise ConnectionRefusedError(f"All {self._max_players} places are taken; try again in a minute.")
        self._visits += 1
        engine_id = self._io.manager.eio_sid_from_sid(sid, "/")
        self._visitors[sid] = _Visitor(self._visits, engine_id, FloodGauge(self._messages_per_second))
        self.lobby.arrive(sid)
        return None

    def _on_disconnect(self, sid: str, *arguments: Any) -> Any:
        if self._io.manager.is_connected(sid, "/"):
            return self._on_event("disconnect", sid, *arguments)  # again only an event of that name
        visitor = self._visitors.pop(sid, None)
        engine_socket = self._engine.sockets.get(visitor.engine_id) if visitor else None
        if arguments[:1] in _LINE_BROKEN and not getattr(engine_socket, "ended_for_good", False):
            self.lobby.lose(sid)
        else:
            self.lobby.depart(sid)
        return None

    def _on_event(self, event: str, sid: str, *arguments: Any) -> dict[str, Any]:
        visitor = self._visitors.get(sid)
        if visitor is None:
            return {"ok": False, "reason": "You are not connected."}
        visitor.heard_seconds = time.time()
        try:
            self._hold_back(visitor)
            message = read(event, arguments)
            answer = self.lobby.take(sid, message)
            if isinstance(message, Finish) and answer.get("agreed") is False:
                _LOG.warning("Game %s: its two players ended with different results.", message.game_id)
            return {"ok": True, **answer}
        except RefusedError as refusal:
            if not refusal.ordinary and visitor.logged.first(refusal.kind):
                _LOG.warning(
                    "Player %d, message refused (%s): %s", visitor.number, refusal.kind, refusal.reason
                )
            return {"ok": False, "reason": refusal.reason}
        except Exception:
            _LOG.exception("Player %d: the message %.20r failed in the server", visitor.number, event)
            return {"ok": False, "reason": "The server failed to handle this message."}

    def _hold_back(self, visitor: _Visitor) -> None:
        if visitor.gauge.allows(time.monotonic()):
            return
        if visitor.gauge.hopeless:
            if visitor.logged.first("cut off"):
                _LOG.warning("Player %d was cut off: it kept on flooding.", visitor.number)
            self._hang_up(visitor.engine_id, "server disconnect")
        raise RefusedError(
            "flood", f"Too many messages; at most {self._messages_per_second} a second are allowed."
        )

    def _drop_damaged(self, engine_id: str, what: str) -> None:
        sid = self._io.manager.sid_from_eio_sid(engine_id, "/")
        visitor = self._visitors.get(sid) if sid is not None else None
        name = f"Player {visitor.number}" if visitor else "A socket that is no player"
        _LOG.warning("%s sent damaged data and was closed: %s.", name, what)
        self._hang_up(engine_id, "transport error")

    def _post(self, letter: Letter) -> None:
        if self._ending.is_set():
            return  # the server leaves, not the partner
        self._io.emit(letter.event, dict(letter.body), to=letter.to, namespace="/")

    def _hang_up(self, engine_id: str, reason: str) -> None:
        engine_socket = self._engine.sockets.get(engine_id)
        if engine_socket is not None:
            # wait=True would block on a peer that does not read.
            engine_socket.close(wait=False, reason=reason)

    def _watch(self) -> None:
        """Give up on expected players who stopped answering, and let go of sockets that are closed."""
        while not self._ending.wait(_LOOK_SECONDS):
            try:
                self._look()
                self.lobby.give_up()
            except Exception:
                _LOG.exception("Looking after the sockets failed")

    def _look(self) -> None:
        with self._lock:
            now = time.time()  # Engine.IO notes its pings in this clock
            expecting = (self._visitors.get(sid) for sid in self.lobby.expecting())
            heard = {one.engine_id: one.heard_seconds for one in expecting if one is not None}
            for engine_id, engine_socket in list(self._engine.sockets.items()):
                asked = engine_socket.last_ping
                if engine_socket.closed:
                    # Engine.IO would keep it, and all it holds, for up to its ping timeout.
                    self._engine.sockets.pop(engine_id, None)
                    continue
                # A page that was busy may join before it answers the ping it finds waiting, so that its
                # messages count as signs of life too.
                overdue = asked and now - max(asked, heard.get(engine_id, now)) > EXPECTED_ANSWER_SECONDS
                if overdue:
                    self._hang_up(engine_id, "ping timeout")

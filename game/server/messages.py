"""The messages a player may send, checked before anything else looks at them.

Every message is one JSON object. A message that passes becomes a frozen dataclass; anything else raises
RefusedError, whose `kind` says in one word what was wrong (for the log) and whose text is a sentence for
the sender.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

PACKET_LIMIT_CHARACTERS = 4 * 1024
SDP_LIMIT_CHARACTERS = 16 * 1024
CANDIDATE_LIMIT_CHARACTERS = 2 * 1024
NAME_LIMIT_CHARACTERS = 256
# One transport message. Above the largest description with its JSON escapes, far below what could hurt.
TRANSPORT_LIMIT_BYTES = 64 * 1024

_GAME_ID_LIMIT_CHARACTERS = 64
_TICKET_LIMIT_CHARACTERS = 64
_COUNT_LIMIT = 1_000_000_000
_HASH = re.compile(r"[0-9a-f]{16}")


class RefusedError(Exception):
    """A message that is turned down.

    `kind` groups refusals for the log; `ordinary` marks those that well-behaved pages cause too (a packet
    that was under way when its game ended) and that are not worth a log line.
    """

    def __init__(self, kind: str, reason: str, *, ordinary: bool = False) -> None:
        super().__init__(reason)
        self.kind = kind
        self.reason = reason
        self.ordinary = ordinary


@dataclass(frozen=True)
class Join:
    """The player wants to play with the next stranger."""


@dataclass(frozen=True)
class Leave:
    """The player leaves the waiting room or the game."""


@dataclass(frozen=True)
class Resume:
    """A player whose line was broken is back; `ticket` is the one that came with the match."""

    game_id: str
    ticket: str


@dataclass(frozen=True)
class Signal:
    """A step of WebRTC's connection set-up for the partner; `content` holds `description` or `candidate`."""

    game_id: str
    content: Mapping[str, Any]


@dataclass(frozen=True)
class Relay:
    """A game packet for the partner, when there is no direct connection."""

    game_id: str
    packet: str


@dataclass(frozen=True)
class Finish:
    """The player's game ran to its end: frames stepped, final state hash (16 hex digits), score."""

    game_id: str
    frames: int
    state_hash: str
    score: int


Message = Join | Leave | Resume | Signal | Relay | Finish


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:37] + "..."


def _text(event: str, name: str, value: object, limit: int) -> str:
    if not isinstance(value, str):
        raise RefusedError("shape", f"{event}: {name} must be a string, not {_shown(value)}.")
    if len(value) > limit:
        raise RefusedError(
            "size", f"{event}: {name} has {len(value)} characters; at most {limit} are allowed."
        )
    return value


def _whole(event: str, name: str, value: object, lowest: int, highest: int) -> int:
    # bool is an int to Python, but true is not a number in JSON.
    if not isinstance(value, int) or isinstance(value, bool) or not lowest <= value <= highest:
        raise RefusedError(
            "shape", f"{event}: {name} must be a whole number {lowest}..{highest}, not {_shown(value)}."
        )
    return value


def _object(event: str, name: str, value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise RefusedError("shape", f"{event}: {name} must be an object, not {_shown(value)}.")
    return value


def _fields(event: str, body: Mapping[str, Any], wanted: set[str]) -> None:
    missing = sorted(wanted - body.keys())
    extra = sorted(body.keys() - wanted)
    if missing:
        raise RefusedError("shape", f"{event}: {missing[0]} is missing.")
    if extra:
        raise RefusedError("shape", f"{event}: {_shown(extra[0])} does not belong there.")


def _game_id(event: str, body: Mapping[str, Any]) -> str:
    return _text(event, "gameId", body["gameId"], _GAME_ID_LIMIT_CHARACTERS)


def _description(value: object) -> dict[str, Any]:
    given = _object("signal", "description", value)
    kind = given.get("type")
    if kind not in ("offer", "answer"):
        raise RefusedError("shape", f"signal: description.type must be offer or answer, not {_shown(kind)}.")
    return {"type": kind, "sdp": _text("signal", "description.sdp", given.get("sdp"), SDP_LIMIT_CHARACTERS)}


def _candidate(value: object) -> dict[str, Any] | None:
    if value is None:  # "no more candidates"
        return None
    given = _object("signal", "candidate", value)
    line = _text("signal", "candidate.candidate", given.get("candidate"), CANDIDATE_LIMIT_CHARACTERS)
    checked: dict[str, Any] = {"candidate": line}
    for name in ("sdpMid", "usernameFragment"):
        if given.get(name) is not None:
            checked[name] = _text("signal", f"candidate.{name}", given[name], NAME_LIMIT_CHARACTERS)
    if given.get("sdpMLineIndex") is not None:
        checked["sdpMLineIndex"] = _whole(
            "signal", "candidate.sdpMLineIndex", given["sdpMLineIndex"], 0, 65535
        )
    return checked


def _join(body: dict[str, Any]) -> Join:
    _fields("join", body, set())
    return Join()


def _leave(body: dict[str, Any]) -> Leave:
    _fields("leave", body, set())
    return Leave()


def _resume(body: dict[str, Any]) -> Resume:
    _fields("resume", body, {"gameId", "ticket"})
    ticket = _text("resume", "ticket", body["ticket"], _TICKET_LIMIT_CHARACTERS)
    return Resume(_game_id("resume", body), ticket)


def _signal(body: dict[str, Any]) -> Signal:
    # What is inside a description or candidate is the browser's business and grows with its versions, so
    # unknown members there are left behind instead of being refused.
    if "description" in body:
        _fields("signal", body, {"gameId", "description"})
        return Signal(_game_id("signal", body), {"description": _description(body["description"])})
    _fields("signal", body, {"gameId", "candidate"})
    return Signal(_game_id("signal", body), {"candidate": _candidate(body["candidate"])})


def _relay(body: dict[str, Any]) -> Relay:
    _fields("relay", body, {"gameId", "packet"})
    return Relay(_game_id("relay", body), _text("relay", "packet", body["packet"], PACKET_LIMIT_CHARACTERS))


def _finish(body: dict[str, Any]) -> Finish:
    _fields("finish", body, {"gameId", "frames", "hash", "score"})
    state_hash = _text("finish", "hash", body["hash"], 16)
    if not _HASH.fullmatch(state_hash):
        raise RefusedError("shape", f"finish: hash must be 16 hex digits, not {_shown(state_hash)}.")
    return Finish(
        game_id=_game_id("finish", body),
        frames=_whole("finish", "frames", body["frames"], 0, _COUNT_LIMIT),
        state_hash=state_hash,
        score=_whole("finish", "score", body["score"], -_COUNT_LIMIT, _COUNT_LIMIT),
    )


_READERS: Mapping[str, Callable[[dict[str, Any]], Message]] = {
    "join": _join,
    "leave": _leave,
    "resume": _resume,
    "signal": _signal,
    "relay": _relay,
    "finish": _finish,
}


def read(event: str, arguments: tuple[object, ...]) -> Message:
    """The message in a Socket.IO event with these arguments.

    `join` and `leave` may come without their empty object. Raises RefusedError of kind `unknown`, `shape` or
    `size`.
    """
    reader = _READERS.get(event)
    if reader is None:
        raise RefusedError(
            "unknown", f"There is no message called {_shown(event)}; use {', '.join(_READERS)}."
        )
    if not arguments and event in ("join", "leave"):
        return reader({})
    if len(arguments) != 1:
        raise RefusedError("shape", f"{event}: expected one object, not {len(arguments)} arguments.")
    return reader(_object(event, "the message", arguments[0]))

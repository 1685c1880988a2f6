"""What players may send, message by message."""

from __future__ import annotations

from typing import Any

import pytest

from game.server.messages import (
    CANDIDATE_LIMIT_CHARACTERS,
    PACKET_LIMIT_CHARACTERS,
    SDP_LIMIT_CHARACTERS,
    Finish,
    Join,
    Leave,
    RefusedError,
    Relay,
    Signal,
    read,
)

FINISH = {"gameId": "g", "frames": 450, "hash": "0123456789abcdef", "score": 20}
OFFER = {"type": "offer", "sdp": "v=0"}


@pytest.mark.parametrize(
    ("event", "arguments", "message"),
    [
        ("join", ({},), Join()),
        ("join", (), Join()),
        ("leave", ({},), Leave()),
        ("relay", ({"gameId": "g", "packet": ""},), Relay("g", "")),
        (
            "relay",
            ({"gameId": "g", "packet": "x" * PACKET_LIMIT_CHARACTERS},),
            Relay("g", "x" * PACKET_LIMIT_CHARACTERS),
        ),
        ("signal", ({"gameId": "g", "description": OFFER},), Signal("g", {"description": OFFER})),
        ("signal", ({"gameId": "g", "candidate": None},), Signal("g", {"candidate": None})),
        (
            "signal",
            (
                {
                    "gameId": "g",
                    "candidate": {
                        "candidate": "candidate:1 1 udp 1 x.local 9 typ host",
                        "sdpMid": "0",
                        "sdpMLineIndex": 0,
                        "usernameFragment": None,
                        "something newer": {"browsers": "add members"},
                    },
                },
            ),
            Signal(
                "g",
                {
                    "candidate": {
                        "candidate": "candidate:1 1 udp 1 x.local 9 typ host",
                        "sdpMid": "0",
                        "sdpMLineIndex": 0,
                    }
                },
            ),
        ),
        ("finish", (FINISH,), Finish("g", 450, "0123456789abcdef", 20)),
    ],
)
def test_well_formed_messages_are_read(event: str, arguments: tuple[object, ...], message: object) -> None:
    assert read(event, arguments) == message


def without(body: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key != name}


BAD: list[tuple[str, str, tuple[object, ...]]] = [
    ("unknown", "cheat", ({},)),
    ("unknown", "", ()),
    ("unknown", "connect", ({},)),
    ("shape", "join", ({"name": "x"},)),
    ("shape", "join", ("x",)),
    ("shape", "join", ({}, {})),
    ("shape", "join", (None,)),
    ("shape", "leave", ([],)),
    ("shape", "relay", ()),
    ("shape", "relay", ({"gameId": "g"},)),
    ("shape", "relay", ({"packet": "p"},)),
    ("shape", "relay", ({"gameId": "g", "packet": 1},)),
    ("shape", "relay", ({"gameId": "g", "packet": {"a": 1}},)),
    ("shape", "relay", ({"gameId": None, "packet": "p"},)),
    ("shape", "relay", ({"gameId": "g", "packet": "p", "to": "x"},)),
    ("size", "relay", ({"gameId": "g", "packet": "x" * (PACKET_LIMIT_CHARACTERS + 1)},)),
    ("size", "relay", ({"gameId": "g" * 65, "packet": "p"},)),
    ("shape", "signal", ({"gameId": "g"},)),
    ("shape", "signal", ({"gameId": "g", "description": OFFER, "candidate": None},)),
    ("shape", "signal", ({"gameId": "g", "description": "offer"},)),
    ("shape", "signal", ({"gameId": "g", "description": {"type": "rollback", "sdp": ""}},)),
    ("shape", "signal", ({"gameId": "g", "description": {"type": [], "sdp": ""}},)),
    ("shape", "signal", ({"gameId": "g", "description": {"type": "offer"}},)),
    (
        "size",
        "signal",
        ({"gameId": "g", "description": {**OFFER, "sdp": "x" * (SDP_LIMIT_CHARACTERS + 1)}},),
    ),
    ("shape", "signal", ({"gameId": "g", "candidate": {"sdpMid": "0"}},)),
    ("shape", "signal", ({"gameId": "g", "candidate": {"candidate": "c", "sdpMLineIndex": -1}},)),
    ("shape", "signal", ({"gameId": "g", "candidate": {"candidate": "c", "sdpMid": 0}},)),
    (
        "size",
        "signal",
        ({"gameId": "g", "candidate": {"candidate": "x" * (CANDIDATE_LIMIT_CHARACTERS + 1)}},),
    ),
    *(("shape", "finish", (without(FINISH, name),)) for name in FINISH),
    ("shape", "finish", ({**FINISH, "frames": "450"},)),
    ("shape", "finish", ({**FINISH, "frames": True},)),
    ("shape", "finish", ({**FINISH, "frames": 450.0},)),
    ("shape", "finish", ({**FINISH, "frames": -1},)),
    ("shape", "finish", ({**FINISH, "score": 10**12},)),
    ("shape", "finish", ({**FINISH, "score": float("nan")},)),
    ("shape", "finish", ({**FINISH, "hash": "0123456789ABCDEF"},)),
    ("shape", "finish", ({**FINISH, "hash": "0123"},)),
    ("shape", "finish", ({**FINISH, "hash": "0123456789abcde\n"},)),
    ("size", "finish", ({**FINISH, "hash": "0" * 17},)),
]


@pytest.mark.parametrize(("kind", "event", "arguments"), BAD)
def test_malformed_messages_are_refused_in_one_short_sentence(
    kind: str, event: str, arguments: tuple[object, ...]
) -> None:
    with pytest.raises(RefusedError) as caught:
        read(event, arguments)
    assert caught.value.kind == kind
    assert caught.value.reason.endswith(".")
    assert len(caught.value.reason) < 200
    assert not caught.value.ordinary

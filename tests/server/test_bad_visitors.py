"""Messages that are wrong, broken, too many or too large, while others play undisturbed."""

from __future__ import annotations

import contextlib
import json
import socket
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import socketio
import websocket

from tests.server.real_server import GOOD_HASH, RawVisitor, ServerProcess, Visitor, pair, until

# 100, and 6 for each of 30 frames per second
MESSAGES_PER_SECOND = 280

Visit = Callable[..., Visitor]
VisitRaw = Callable[[], RawVisitor]


@pytest.fixture
def others(server: ServerProcess, visit: Visit) -> Iterator[None]:
    """A game between two others, which must go on as if nothing had happened."""
    first, second = visit(), visit()
    game_id = pair(first, second)
    yield
    first.call("relay", {"gameId": game_id, "packet": "still here"})
    assert second.expect("relay")["packet"] == "still here"
    assert first.has_nothing("relay")
    assert server.health()["games"] == 0  # has_nothing leaves, which ends the game
    assert second.expect("partner_left")["gameId"] == game_id


def refused(answer: Any) -> str:
    assert answer["ok"] is False
    assert answer.keys() == {"ok", "reason"}
    reason: str = answer["reason"]
    return reason


@pytest.mark.usefixtures("others")
@pytest.mark.parametrize(
    ("event", "body", "named"),
    [
        ("relay", {"gameId": "x", "packet": "p"}, "not a player of that game"),
        ("signal", {"gameId": "x", "candidate": None}, "not a player of that game"),
        ("finish", {"gameId": "x", "frames": 1, "hash": GOOD_HASH, "score": 0}, "not a player of that game"),
        ("relay", {"packet": "p"}, "gameId is missing"),
        ("relay", {"gameId": "x", "packet": "p", "extra": 1}, "'extra' does not belong there"),
        ("relay", {"gameId": "x", "packet": "p" * 5000}, "has 5000 characters"),
        ("relay", "text", "must be an object"),
        ("finish", {"gameId": "x", "frames": True, "hash": GOOD_HASH, "score": 0}, "frames must be"),
        ("join", {"as": "chef"}, "'as' does not belong there"),
        ("cheat", {}, "no message called 'cheat'"),
        ("message", "hello", "no message called 'message'"),
    ],
)
def test_wrong_messages_are_refused_with_a_reason(visit: Visit, event: str, body: Any, named: str) -> None:
    assert named in refused(visit().call(event, body))


def test_another_games_players_cannot_speak_in_it(visit: Visit) -> None:
    first, second, third, fourth = visit(), visit(), visit(), visit()
    game_id = pair(first, second)
    pair(third, fourth)
    refused(third.call("relay", {"gameId": game_id, "packet": "p"}))
    refused(third.call("signal", {"gameId": game_id, "candidate": None}))
    refused(third.finish(game_id))
    assert first.has_nothing("relay")
    assert second.has_nothing("signal")


def test_joining_twice_is_refused(visit: Visit) -> None:
    first, second = visit(), visit()
    first.join()
    assert "already in the waiting room" in refused(first.call("join", {}))
    second.join()
    assert "already in a game" in refused(first.call("join", {}))


def test_after_the_end_nothing_is_taken(visit: Visit) -> None:
    first, second = visit(), visit()
    game_id = pair(first, second)
    first.finish(game_id)
    assert "already finished" in refused(first.finish(game_id))
    second.finish(game_id)
    assert "has ended" in refused(second.finish(game_id))
    assert "has ended" in refused(first.call("relay", {"gameId": game_id, "packet": "late"}))


def test_each_kind_of_refusal_is_logged_once_a_socket(server: ServerProcess, visit: Visit) -> None:
    visitor = visit()
    for number in range(20):
        refused(visitor.call("relay", {"gameId": "nowhere", "packet": "p"}))
        refused(visitor.call("relay", {"gameId": f"marker-{number}"}))
    until(lambda: len(of_visitor(server, "(shape)")) == 1, "one line for the wrong shape")
    [shape] = of_visitor(server, "(shape)")
    [membership] = of_visitor(server, "(membership)", shape.split(",")[0].split("Player ")[1])
    assert " WARNING " in shape
    assert " WARNING " in membership


def of_visitor(server: ServerProcess, kind: str, number: str = "") -> list[str]:
    """Log lines of that kind of the visitor who came last, or of the one with that number."""
    lines = [line for line in server.log_lines() if "message refused" in line]
    number = number or lines[-1].split("Player ")[1].split(",")[0] if lines else ""
    return [line for line in lines if f"Player {number}, message refused {kind}" in line]


def test_events_that_pose_as_the_protocols_own_are_only_messages(
    server: ServerProcess, visit: Visit, visit_raw: VisitRaw
) -> None:
    raw, other = visit_raw(), visit()
    assert raw.call('["join",{}]')["ok"]
    for event in ("connect", "disconnect"):
        for arguments in ([event], [event, {}], [event, "transport close"]):
            refused(raw.call(json.dumps(arguments)))
    assert server.health()["waiting"] == 1
    assert other.join()["waiting"] is False


def test_a_second_hello_changes_nothing(server: ServerProcess, visit_raw: VisitRaw) -> None:
    raw = visit_raw()
    assert raw.call('["join",{}]')["ok"]
    raw.socket.send("40")
    raw.receive("44")
    raw.socket.send("40/admin,")
    raw.receive("44/admin,")
    assert server.health()["waiting"] == 1


@pytest.mark.usefixtures("others")
@pytest.mark.parametrize(
    "sent",
    [
        "",
        "x",
        "9",
        "b4AAAA",
        "42",
        "42{}",
        "42[]",
        "42nonsense",
        '42["relay",',
        '42[["join"]]',
        "42[null]",
        "43",
        "44",
        "48",
        "4true",
        "4" + "[" * 50_000,
        "42" + "[" * 50_000,
        '421["relay",' + "[" * 30_000 + "]" * 30_000 + "]",
        '42["relay",' + "9" * 5000 + "]",
        '451-["relay",{"_placeholder":true,"num":0}]',
        "4599999999-[]",
        b"\x04binary",
    ],
    ids=lambda sent: repr(sent[:12]),
)
def test_damaged_data_closes_that_socket_at_most(
    server: ServerProcess, visit_raw: VisitRaw, sent: str | bytes
) -> None:
    raw = visit_raw()
    raw.call('["join",{}]')
    if isinstance(sent, bytes):
        raw.socket.send_binary(sent)
    else:
        raw.socket.send(sent)
    try:
        raw.call('["leave",{}]')
    except (OSError, websocket.WebSocketException):
        until(lambda: server.health()["waiting"] == 0, "the closed socket has left the waiting room")


@pytest.mark.usefixtures("others")
@pytest.mark.parametrize("size_bytes", [70 * 1024, 20 * 1024 * 1024])
def test_too_large_a_message_closes_that_socket(
    server: ServerProcess, visit_raw: VisitRaw, size_bytes: int
) -> None:
    raw = visit_raw()
    raw.call('["join",{}]')
    with contextlib.suppress(OSError):
        raw.socket.send('42["relay",{"gameId":"x","packet":"' + "x" * size_bytes + '"}]')
    until(lambda: server.health()["waiting"] == 0, "the socket is gone")
    assert raw.is_closed_by_server()


def test_too_large_a_message_by_polling_is_refused(server: ServerProcess) -> None:
    opened = server.get("/socket.io/?EIO=4&transport=polling")[2]
    path = f"/socket.io/?EIO=4&transport=polling&sid={json.loads(opened[1:])['sid']}"
    assert server.request("POST", path, body=b"x" * (65 * 1024))[0] == 413
    assert server.request("POST", path, body=b"40")[0] == 200
    assert server.get(path)[2].startswith(b"40{")
    assert server.request("POST", path, body=b"\x1e".join([b'42["join",{}]'] * 100))[0] == 200
    assert server.request("POST", path, body=b"\xff\xfe")[0] == 200
    assert server.request("POST", path, body=b"1")[0] in (200, 400)


@pytest.mark.usefixtures("others")
def test_a_flood_is_refused_and_then_cut_off(server: ServerProcess, visit_raw: VisitRaw) -> None:
    raw = visit_raw()
    flood = '421["relay",{"gameId":"x","packet":"p"}]'
    answers: list[str] = []
    began = time.monotonic()
    with contextlib.suppress(OSError, websocket.WebSocketException):
        # a socket is cut off after 300 refusals, so that some of them have been read by then
        while len(answers) < 8000:
            for _ in range(250):
                raw.socket.send(flood)
            for _ in range(250):
                answers.append(raw.receive("431"))
    rate = len(answers) / (time.monotonic() - began)
    assert "not a player" in answers[0]
    if len(answers) == 8000 and rate < 1.2 * MESSAGES_PER_SECOND:
        pytest.skip(f"inconclusive: this machine handles {rate:.0f} messages per second, too few for a flood")
    # some are let through in between, and the last answers may be lost with the connection
    assert any("Too many messages" in answer for answer in answers)
    assert raw.is_closed_by_server()
    until(lambda: any("was cut off" in line for line in server.log_lines()), "the cut is in the log")
    assert len([line for line in server.log_lines() if "(flood)" in line]) == 1


def test_pages_of_other_origins_are_turned_away(server: ServerProcess) -> None:
    client = socketio.Client(reconnection=False)
    with pytest.raises(socketio.exceptions.ConnectionError):
        client.connect(server.url, headers={"Origin": "http://evil.example"}, transports=["websocket"])


def test_a_full_server_says_so(start: Callable[..., ServerProcess]) -> None:
    server = start("--max-players", "2")
    first, second = Visitor(server), Visitor(server)
    client = socketio.Client(reconnection=False)
    reasons: list[Any] = []
    client.on("connect_error", reasons.append)
    with pytest.raises(socketio.exceptions.ConnectionError):
        client.connect(server.url, transports=["websocket"], wait_timeout=3)
    until(lambda: bool(reasons), "a reason")
    assert "All 2 places are taken" in str(reasons[0])
    client.disconnect()
    pair(first, second)
    second.leave_server()
    until(lambda: server.health()["sockets"] == 1, "the place is free again")
    third = Visitor(server)
    assert third.join()["waiting"] is True
    third.leave_server()
    first.leave_server()


def test_idle_connections_do_not_keep_others_out(server: ServerProcess, visit: Visit) -> None:
    idle = [socket.create_connection(("127.0.0.1", server.port), timeout=3) for _ in range(150)]
    pair(visit(), visit())
    for line in idle:
        line.close()

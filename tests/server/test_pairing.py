"""Two strangers, a server and a real Socket.IO client."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import product

import pytest

from game.server.sockets import EXPECTED_ANSWER_SECONDS
from tests.server.real_server import GOOD_HASH, RawVisitor, ServerProcess, Visitor, pair, until

Visit = Callable[..., Visitor]
ANNOUNCED_WITHIN_SECONDS = 5.0


@pytest.mark.parametrize("transports", [["websocket"], ["polling", "websocket"], ["polling"]])
def test_two_strangers_play_and_agree(server: ServerProcess, visit: Visit, transports: list[str]) -> None:
    first, second = visit(transports), visit(transports)
    assert first.join() == {"ok": True, "waiting": True}
    until(lambda: server.health()["waiting"] == 1, "one waits")
    assert second.join() == {"ok": True, "waiting": False}
    to_first, to_second = first.expect("matched"), second.expect("matched")
    assert (to_first.pop("playerId"), to_second.pop("playerId")) == (0, 1)
    assert to_first.pop("ticket") != to_second.pop("ticket")
    assert to_first == to_second
    assert to_first.keys() == {"gameId", "seed", "layout", "frames", "fps", "inputDelay", "reconnectSeconds"}
    assert {name: server.health()[name] for name in ("games", "players", "waiting")} == {
        "games": 1,
        "players": 2,
        "waiting": 0,
    }
    assert first.finish(to_first["gameId"]) == {"ok": True, "agreed": None}
    assert second.finish(to_first["gameId"]) == {"ok": True, "agreed": True}
    assert server.health()["games"] == 0


def test_six_arriving_one_after_the_other_are_paired_in_order(visit: Visit) -> None:
    visitors = [visit() for _ in range(6)]
    for visitor in visitors:
        visitor.join()
    games = [visitor.expect("matched")["gameId"] for visitor in visitors]
    assert games[0] == games[1] != games[2] == games[3] != games[4] == games[5]


def test_a_fifth_waits_until_someone_comes(server: ServerProcess, visit: Visit) -> None:
    visitors = [visit() for _ in range(5)]
    for visitor in visitors:
        visitor.join()
    assert visitors[4].client.connected
    assert server.health()["waiting"] == 1
    sixth = visit()
    sixth.join()
    assert sixth.expect("matched")["gameId"] == visitors[4].expect("matched")["gameId"]


def test_who_left_the_waiting_room_is_passed_over(visit: Visit) -> None:
    gone, second, third = visit(), visit(), visit()
    gone.join()
    assert gone.call("leave", {}) == {"ok": True}
    assert second.join()["waiting"] is True
    third.join()
    assert second.expect("matched")["playerId"] == 0
    assert gone.has_nothing("matched")


def test_who_vanished_from_the_waiting_room_is_passed_over(server: ServerProcess, visit: Visit) -> None:
    gone, second, third = visit(), visit(), visit()
    gone.join()
    gone.drop()
    until(lambda: server.health()["waiting"] == 0, "the waiting room is empty")
    second.join()
    third.join()
    assert third.expect("matched")["gameId"] == second.expect("matched")["gameId"]


def test_messages_go_to_the_partner_and_nobody_else(visit: Visit) -> None:
    first, second, third, fourth = visit(), visit(), visit(), visit()
    game_id = pair(first, second)
    pair(third, fourth)
    offer = {"type": "offer", "sdp": "v=0\r\n" + "a=x\r\n" * 1000}
    candidate = {"candidate": "candidate:1 1 udp 1 ü.local 9 typ host", "sdpMid": "0", "sdpMLineIndex": 0}
    assert first.call("signal", {"gameId": game_id, "description": offer}) == {"ok": True}
    assert first.call("signal", {"gameId": game_id, "candidate": candidate}) == {"ok": True}
    assert second.call("relay", {"gameId": game_id, "packet": "x" * 4096}) == {"ok": True}
    assert second.expect("signal") == {"gameId": game_id, "description": offer}
    assert second.expect("signal") == {"gameId": game_id, "candidate": candidate}
    assert first.expect("relay") == {"gameId": game_id, "packet": "x" * 4096}
    for visitor, event in ((first, "signal"), (second, "relay"), (third, "relay"), (fourth, "signal")):
        assert visitor.has_nothing(event)


def test_packets_keep_their_order_at_sixty_frames_a_second(visit_raw: Callable[[], RawVisitor]) -> None:
    """By hand, since the client of the other tests takes every message in a thread of its own."""
    visitors = first, second = visit_raw(), visit_raw()
    first.call('["join",{}]')
    second.call('["join",{}]')
    game_id = first.next_of("matched")["gameId"]
    for number, visitor in product(range(200), visitors):
        visitor.socket.send(f'42["relay",{{"gameId":"{game_id}","packet":"{number}"}}]')
    for visitor in visitors:
        assert [visitor.next_of("relay")["packet"] for _ in range(200)] == [str(n) for n in range(200)]


def test_different_endings_do_not_agree(server: ServerProcess, visit: Visit) -> None:
    first, second = visit(), visit()
    game_id = pair(first, second)
    first.finish(game_id)
    assert second.finish(game_id, hash="f" * 16) == {"ok": True, "agreed": False}
    until(lambda: any(game_id in line for line in server.log_lines()), "the disagreement is in the log")


def test_ten_games_in_a_row_on_the_same_sockets(server: ServerProcess, visit: Visit) -> None:
    first, second = visit(), visit()
    seeds = set()
    for _ in range(10):
        first.join()
        second.join()
        game = first.expect("matched")
        seeds.add(game["seed"])
        first.finish(game["gameId"])
        assert second.finish(game["gameId"])["agreed"] is True
        second.expect("matched")
    assert len(seeds) == 10
    assert server.health()["games"] == server.health()["players"] == 0


def test_every_game_has_the_given_seed(start: Callable[..., ServerProcess]) -> None:
    server = start("--seed", "41", "--layout", "counter_circuit", "--frames", "9", "--fps", "12")
    first, second = Visitor(server), Visitor(server)
    for seed in (41, 41):
        first.join()
        second.join()
        games = [visitor.expect("matched") for visitor in (first, second)]
        assert [game["seed"] for game in games] == [seed, seed]
        assert [games[0][name] for name in ("layout", "frames", "fps")] == ["counter_circuit", 9, 12]
        first.finish(games[0]["gameId"])
        second.finish(games[0]["gameId"])
    first.leave_server()
    second.leave_server()


@pytest.mark.parametrize("how", ["leave", "disconnect", "close the page"])
def test_a_partner_who_goes_is_announced(server: ServerProcess, visit: Visit, how: str) -> None:
    stays, goes = visit(), visit()
    game_id = pair(stays, goes)
    began = time.monotonic()
    if how == "leave":
        goes.call("leave", {})
    elif how == "disconnect":
        goes.client.disconnect()
    else:
        goes.go_away()
    told = stays.expect("partner_left", ANNOUNCED_WITHIN_SECONDS)
    assert time.monotonic() - began < 1.0
    assert told["gameId"] == game_id
    assert told["reason"].endswith(".")
    assert server.health()["games"] == 0
    assert stays.join()["waiting"] is True


def test_a_partner_who_falls_silent_is_announced(
    server: ServerProcess, visit: Visit, visit_raw: Callable[[], RawVisitor]
) -> None:
    stays, silent = visit(), visit_raw()
    stays.join()
    assert silent.call('["join",{}]')["ok"]
    stays.expect("matched")
    # From here on nothing answers the server's pings, though the connection stays open.
    stays.expect("partner_away", ANNOUNCED_WITHIN_SECONDS)
    stays.expect("partner_left", 2.0)
    assert server.health()["games"] == 0
    assert silent.is_closed_by_server()


def test_a_partner_whose_line_breaks_is_announced_when_it_stays_broken(
    server: ServerProcess, visit: Visit
) -> None:
    stays, lost = visit(), visit()
    game_id = pair(stays, lost)
    lost.drop()
    assert stays.expect("partner_away", 1.0) == {"gameId": game_id}
    refusal = stays.call("relay", {"gameId": game_id, "packet": "3"})
    assert refusal["reason"] == "relay: your partner's line is broken."
    assert server.health()["games"] == 1
    assert stays.expect("partner_left", 2.0)["gameId"] == game_id
    assert server.health()["games"] == 0


def test_a_player_whose_line_broke_takes_the_game_up_again(server: ServerProcess, visit: Visit) -> None:
    stays, lost, back = visit(), visit(), visit()
    stays.join()
    lost.join()
    game_id = stays.expect("matched")["gameId"]
    ticket = lost.expect("matched")["ticket"]
    lost.drop()
    stays.expect("partner_away")
    for wrong in ({"gameId": game_id, "ticket": "0" * 32}, {"gameId": "other", "ticket": ticket}):
        assert back.call("resume", wrong) == {"ok": False, "reason": "resume: that game is over."}
    assert back.call("resume", {"gameId": game_id, "ticket": ticket})["ok"]
    assert stays.expect("partner_back") == {"gameId": game_id}
    stays.call("relay", {"gameId": game_id, "packet": "on it goes"})
    assert back.expect("relay")["packet"] == "on it goes"
    assert stays.finish(game_id)["ok"]
    assert back.finish(game_id)["agreed"]
    assert server.health()["games"] == 0


def test_a_page_that_was_busy_may_join_before_it_answers(
    visit: Visit, visit_raw: Callable[[], RawVisitor]
) -> None:
    other, busy = visit(), visit_raw()
    assert busy.receive("2") == "2"
    until_unanswered_for = time.monotonic() + EXPECTED_ANSWER_SECONDS + 0.5
    until(lambda: time.monotonic() > until_unanswered_for, "the ping is long overdue")
    assert busy.call('["join",{}]')["ok"]
    busy.socket.send("3")
    assert other.join()["waiting"] is False
    assert busy.receive("42").startswith('42["matched"')


def test_nothing_is_announced_to_who_has_finished(visit: Visit) -> None:
    done, goes = visit(), visit()
    game_id = pair(done, goes)
    done.finish(game_id)
    goes.call("leave", {})
    assert done.has_nothing("partner_left")
    assert done.join()["waiting"] is True


def test_the_server_is_as_small_after_many_visits(server: ServerProcess) -> None:
    warm_up = Visitor(server)  # the first visit starts a thread that stays
    warm_up.leave_server()
    server.until_empty()
    threads = server.health()["threads"]
    for turn in range(10):
        first, second = Visitor(server), Visitor(server)
        game_id = pair(first, second)
        if turn % 2:
            first.finish(game_id, hash=GOOD_HASH)
        first.drop()
        second.leave_server()
    server.until_empty()
    # One thread of each socket sleeps until the next ping would be due.
    until(lambda: server.health()["threads"] <= threads, f"back to {threads} threads")

"""A player who is lost has a seat for a while, without a network."""

from __future__ import annotations

import time

import pytest

from game.server.lobby import LOST, Census
from game.server.messages import Join, Leave, Relay, Resume
from tests.server.open_lobby import EMPTY, SETTINGS, open_lobby, play, refusal, result


def test_a_lost_connection_tells_the_partner_once() -> None:
    lobby, post = open_lobby("a", "b")
    game_id = play(lobby, post)
    lobby.depart("b")
    lobby.depart("b")
    assert post.of("a", "partner_left") == [{"gameId": game_id, "reason": LOST}]
    assert lobby.census() == EMPTY


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What time it is for the lobby."""
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return now


def test_a_game_waits_for_a_lost_player_and_no_longer(clock: list[float]) -> None:
    lobby, post = open_lobby("a", "b")
    game_id = play(lobby, post)
    lobby.lose("b")
    assert post.of("a", "partner_away") == [{"gameId": game_id}]
    assert refusal(lobby, "a", Relay(game_id, "to nobody")).kind == "away"
    clock[0] += SETTINGS.reconnect_seconds - 0.1
    lobby.give_up()
    assert lobby.census() == Census(games=1, players=2, waiting=0)
    clock[0] += 0.1
    lobby.give_up()
    assert post.of("a", "partner_left") == [{"gameId": game_id, "reason": LOST}]
    assert lobby.census() == EMPTY
    lobby.arrive("again")
    ticket = post.of("b", "matched")[0]["ticket"]
    assert refusal(lobby, "again", Resume(game_id, ticket)).kind == "ended"


@pytest.mark.parametrize("noticed", [True, False])
def test_a_ticket_gives_the_seat_back(clock: list[float], noticed: bool) -> None:
    lobby, post = open_lobby("a", "b", "again", "thief")
    game_id = play(lobby, post)
    ticket = post.of("b", "matched")[0]["ticket"]
    if noticed:
        lobby.lose("b")
    assert (
        refusal(lobby, "thief", Resume(game_id, post.of("a", "matched")[0]["ticket"][::-1])).kind == "ended"
    )
    lobby.take("again", Resume(game_id, ticket))
    lobby.lose("b")
    clock[0] += 60
    lobby.give_up()
    assert post.of("a", "partner_back") == [{"gameId": game_id}]
    assert post.of("a", "partner_left") == []
    lobby.take("a", Relay(game_id, "on it goes"))
    assert post.of("again", "relay") == [{"gameId": game_id, "packet": "on it goes"}]
    lobby.take("a", result(game_id))
    assert lobby.take("again", result(game_id)) == {"agreed": True}
    assert lobby.census() == EMPTY


@pytest.mark.usefixtures("clock")
def test_who_plays_another_game_cannot_take_one_up() -> None:
    lobby, post = open_lobby("a", "b", "c")
    game_id = play(lobby, post)
    lobby.take("c", Join())
    lobby.lose("b")
    ticket = post.of("b", "matched")[0]["ticket"]
    assert refusal(lobby, "c", Resume(game_id, ticket)).kind == "busy"


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("how", ["leaves", "departs", "is lost as well"])
def test_a_lost_player_is_forgotten_with_the_game(how: str) -> None:
    lobby, post = open_lobby("a", "b")
    play(lobby, post)
    lobby.lose("b")
    if how == "leaves":
        lobby.take("a", Leave())
    elif how == "departs":
        lobby.depart("a")
    else:
        lobby.lose("a")
        lobby.depart("a")
    assert lobby.census() == EMPTY
    assert lobby._players.keys() <= {"a"}

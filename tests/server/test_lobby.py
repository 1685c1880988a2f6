"""Matchmaking, without a network."""

from __future__ import annotations

import contextlib
import random
import threading
from typing import Any

import pytest

from game.server.lobby import LEFT, Census, Letter, Lobby
from game.server.messages import Join, Leave, RefusedError, Relay, Signal
from tests.server.open_lobby import EMPTY, SETTINGS, open_lobby, play, refusal, result


def test_first_waits_and_second_is_matched_with_it() -> None:
    lobby, post = open_lobby("a", "b")
    assert lobby.take("a", Join()) == {"waiting": True}
    assert lobby.census() == Census(0, 1, 1)
    assert lobby.take("b", Join()) == {"waiting": False}
    [to_a], [to_b] = post.of("a", "matched"), post.of("b", "matched")
    assert (to_a.pop("playerId"), to_b.pop("playerId")) == (0, 1)
    assert to_a.pop("ticket") != to_b.pop("ticket")
    assert to_a == to_b
    assert {key: to_a[key] for key in ("layout", "frames", "fps", "inputDelay")} == {
        "layout": "cramped_room",
        "frames": 450,
        "fps": 30,
        "inputDelay": 3,
    }
    assert lobby.census() == Census(1, 2, 0)


def test_six_are_paired_in_the_order_they_came() -> None:
    names = list("abcdef")
    lobby, post = open_lobby(*names)
    for name in names:
        lobby.take(name, Join())
    games = [post.of(name, "matched")[0]["gameId"] for name in names]
    assert games[0] == games[1] != games[2] == games[3] != games[4] == games[5]
    assert len(set(games)) == 3


def test_who_leaves_the_waiting_room_is_not_matched() -> None:
    lobby, post = open_lobby("a", "b", "c")
    lobby.take("a", Join())
    lobby.take("a", Leave())
    assert lobby.census() == EMPTY
    assert lobby.take("b", Join()) == {"waiting": True}
    lobby.depart("b")
    assert lobby.take("c", Join()) == {"waiting": True}
    assert lobby.take("a", Join()) == {"waiting": False}
    assert post.of("c", "matched")[0]["playerId"] == 0


def test_joining_twice_is_refused() -> None:
    lobby, post = open_lobby("a", "b")
    lobby.take("a", Join())
    assert refusal(lobby, "a", Join()).kind == "busy"
    lobby.take("b", Join())
    assert refusal(lobby, "a", Join()).kind == "busy"
    assert len(post.of("a", "matched")) == 1


def test_strangers_are_refused() -> None:
    lobby, _ = open_lobby()
    assert refusal(lobby, "nobody", Join()).kind == "stranger"
    lobby.depart("nobody")
    assert lobby.census() == EMPTY


def test_messages_reach_the_partner_only() -> None:
    lobby, post = open_lobby("a", "b", "c", "d")
    game_id = play(lobby, post)
    play(lobby, post, "c", "d")
    post.letters.clear()
    lobby.take("a", Relay(game_id, "hello"))
    lobby.take("b", Signal(game_id, {"candidate": None}))
    assert post.letters == [
        Letter("b", "relay", {"gameId": game_id, "packet": "hello"}),
        Letter("a", "signal", {"gameId": game_id, "candidate": None}),
    ]


@pytest.mark.parametrize("message", [Relay("x", "p"), Signal("x", {"candidate": None}), result("x")])
def test_only_players_of_a_game_speak_in_it(message: Any) -> None:
    lobby, post = open_lobby("a", "b", "c")
    game_id = play(lobby, post)
    post.letters.clear()
    of_game = type(message)(**{**vars(message), "game_id": game_id})
    assert refusal(lobby, "c", of_game).kind == "membership"
    assert refusal(lobby, "a", message).kind == "membership"
    assert post.letters == []


def test_equal_results_agree_and_the_game_is_forgotten() -> None:
    lobby, post = open_lobby("a", "b")
    game_id = play(lobby, post)
    assert lobby.take("a", result(game_id)) == {"agreed": None}
    assert lobby.census() == Census(1, 1, 0)
    assert lobby.take("b", result(game_id)) == {"agreed": True}
    assert lobby.census() == EMPTY


@pytest.mark.parametrize("other", [{"state_hash": "1" * 16}, {"frames": 449}, {"score": 20}])
def test_different_results_do_not_agree(other: dict[str, Any]) -> None:
    lobby, post = open_lobby("a", "b")
    game_id = play(lobby, post)
    lobby.take("a", result(game_id))
    assert lobby.take("b", result(game_id, **other)) == {"agreed": False}


def test_finishing_twice_is_refused() -> None:
    lobby, post = open_lobby("a", "b")
    game_id = play(lobby, post)
    lobby.take("a", result(game_id))
    assert refusal(lobby, "a", result(game_id)).kind == "ended"
    lobby.take("b", result(game_id))
    assert refusal(lobby, "b", result(game_id)).kind == "ended"


def test_packets_crossing_the_end_are_refused_as_ordinary() -> None:
    lobby, post = open_lobby("a", "b")
    game_id = play(lobby, post)
    lobby.take("a", result(game_id))
    lobby.take("a", Relay(game_id, "the last inputs, sent again"))
    assert post.of("b", "relay")
    lobby.take("b", result(game_id))
    late = refusal(lobby, "a", Relay(game_id, "late"))
    assert (late.kind, late.ordinary) == ("ended", True)


def test_leaving_tells_the_partner_and_ends_the_game() -> None:
    lobby, post = open_lobby("a", "b")
    game_id = play(lobby, post)
    lobby.take("a", Leave())
    assert post.of("b", "partner_left") == [{"gameId": game_id, "reason": LEFT}]
    assert post.of("a", "partner_left") == []
    assert lobby.census() == EMPTY
    assert lobby.take("b", Join()) == {"waiting": True}
    assert lobby.take("a", Join()) == {"waiting": False}


def test_nothing_is_said_to_who_has_finished() -> None:
    lobby, post = open_lobby("a", "b")
    game_id = play(lobby, post)
    lobby.take("a", result(game_id))
    lobby.depart("b")
    assert post.of("a", "partner_left") == []
    assert lobby.census() == EMPTY


@pytest.mark.parametrize("how", ["departs", "joins again", "leaves"])
def test_who_finished_may_go_while_the_partner_finishes(how: str) -> None:
    lobby, post = open_lobby("a", "b", "c")
    game_id = play(lobby, post)
    lobby.take("a", result(game_id))
    if how == "departs":
        lobby.depart("a")
    else:
        lobby.take("a", Join() if how == "joins again" else Leave())
    assert post.of("b", "partner_left") == []
    assert refusal(lobby, "b", Relay(game_id, "to nobody")).ordinary
    assert lobby.take("b", result(game_id)) == {"agreed": True}
    assert lobby.census().games == 0


def test_every_game_has_the_given_seed() -> None:
    lobby, post = open_lobby(*"abcd", seed=2**31 - 1)
    play(lobby, post)
    play(lobby, post, "c", "d")
    assert [post.of(name, "matched")[0]["seed"] for name in "abcd"] == [2**31 - 1] * 4


def test_random_seeds_differ() -> None:
    lobby, post = open_lobby(*(str(number) for number in range(20)))
    for number in range(20):
        lobby.take(str(number), Join())
    seeds = {body["seed"] for number in range(20) for body in post.of(str(number), "matched")}
    assert len(seeds) == 10
    assert all(0 <= seed < 2**31 for seed in seeds)


def test_letters_posted_while_posting_keep_their_order() -> None:
    lobby, post = open_lobby("a", "b")
    seen: list[tuple[str, str]] = []

    def post_and_lose(letter: Letter) -> None:
        seen.append((letter.to, letter.event))
        if (letter.to, letter.event) == ("a", "matched"):
            lobby.depart("a")

    lobby = Lobby(SETTINGS, post_and_lose)
    lobby.arrive("a")
    lobby.arrive("b")
    lobby.take("a", Join())
    lobby.take("b", Join())
    assert seen == [("a", "matched"), ("b", "matched"), ("b", "partner_left")]
    assert post.letters == []


def test_a_thousand_games_leave_nothing_behind() -> None:
    lobby, post = open_lobby("a", "b")
    for _ in range(1000):
        game_id = play(lobby, post)
        lobby.take("b", result(game_id))
        lobby.take("a", result(game_id))
        post.letters.clear()
    assert lobby.census() == EMPTY
    assert lobby.expecting() == []


def test_many_threads_leave_the_books_in_order() -> None:
    lobby, post = open_lobby()

    def visit(name: str) -> None:
        chance = random.Random(name)
        for turn in range(60):
            player = f"{name}{turn}"
            lobby.arrive(player)
            for _ in range(chance.randrange(4)):
                with contextlib.suppress(RefusedError):
                    lobby.take(player, chance.choice([Join(), Leave(), Join()]))
            lobby.depart(player)

    threads = [threading.Thread(target=visit, args=(f"t{number}-",)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert lobby.census() == EMPTY
    for letter in post.letters:
        events = [one.event for one in post.letters if one.to == letter.to and one.body == letter.body]
        assert events.count(letter.event) == 1

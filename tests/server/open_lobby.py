"""A lobby without a network, whose letters are gathered."""

from __future__ import annotations

from typing import Any

import pytest

from game.server.lobby import Census, GameSettings, Letter, Lobby
from game.server.messages import Finish, Join, RefusedError

SETTINGS = GameSettings("cramped_room", 450, 30, 3)
EMPTY = Census(games=0, players=0, waiting=0)


class Post:
    """Gathers letters."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []

    def __call__(self, letter: Letter) -> None:
        self.letters.append(letter)

    def of(self, player: str, event: str) -> list[dict[str, Any]]:
        return [dict(one.body) for one in self.letters if (one.to, one.event) == (player, event)]


def open_lobby(*players: str, seed: int | None = None) -> tuple[Lobby, Post]:
    post = Post()
    lobby = Lobby(GameSettings("cramped_room", 450, 30, 3, seed), post)
    for player in players:
        lobby.arrive(player)
    return lobby, post


def play(lobby: Lobby, post: Post, first: str = "a", second: str = "b") -> str:
    lobby.take(first, Join())
    lobby.take(second, Join())
    game_id: str = post.of(first, "matched")[-1]["gameId"]
    return game_id


def result(game_id: str, state_hash: str = "0" * 16, frames: int = 450, score: int = 0) -> Finish:
    return Finish(game_id, frames, state_hash, score)


def refusal(lobby: Lobby, player: str, message: Any) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        lobby.take(player, message)
    return caught.value

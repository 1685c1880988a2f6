"""A bad server leaves behind what it is told to, once per game, and forgets the rest as the game does."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from types import SimpleNamespace

import psutil
import pytest

from game.server.lobby import GameSettings, Lobby
from game.server.messages import Join
from harness.controls import bad_server
from harness.controls.bad_server import KEPT, Games


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    KEPT.clear()
    yield
    for kept in KEPT:
        if isinstance(kept, bad_server.subprocess.Popen):
            assert kept.stdin is not None
            kept.stdin.close()
            kept.wait(5)
    KEPT.clear()


def a_game(results: int) -> SimpleNamespace:
    return SimpleNamespace(results=dict.fromkeys(range(results)))


def test_games_are_kept_all_or_the_interrupted_ones() -> None:
    for how, left in (
        ("games", {"ended", "interrupted"}),
        ("interrupted-games", {"interrupted"}),
        ("", set()),
    ):
        games = Games([how] if how else [])
        games["ended"], games["interrupted"] = a_game(2), a_game(1)
        for name in list(games):
            del games[name]
        assert set(games) == left


def test_each_game_leaves_one_of_each() -> None:
    here, before = psutil.Process(), threading.active_count()
    files, children = len(here.open_files()), len(here.children())
    games = Games(["threads", "timers", "files", "children", "memory:300"])
    for name in ("first", "second"):
        games[name] = a_game(2)
    assert threading.active_count() - before == 4
    assert len(here.open_files()) - files == 2
    assert len(here.children()) - children == 2
    assert sum(len(kept) for kept in KEPT if isinstance(kept, bytes)) == 2 * (300 << 10)


def test_a_player_of_every_game_stays_in_the_lobby_of_the_game_itself() -> None:
    lobby = Lobby(GameSettings("cramped_room", frames=1, fps=1, input_delay=0), lambda _letter: None)
    lobby._games = Games(["players"], lobby)
    for player in ("first", "second"):
        lobby.arrive(player)
        lobby.take(player, Join())
    assert lobby.census().players == 3


def test_a_way_that_is_unknown_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be made bad by forks:2, spoons"):
        Games(["games", "spoons", "forks:2"])

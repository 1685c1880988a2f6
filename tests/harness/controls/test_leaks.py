"""A leak that does nothing would prove nothing, so one that cannot come about says so."""

from __future__ import annotations

import pytest

from harness.controls import NO_LEAK, Leak, leak_named
from harness.controls.leak import LeakError
from harness.players.player import Player
from harness.probes.memory_sampler import MemorySampler
from harness.session.browser import Browser
from harness.session.server import RunningGame


@pytest.fixture
def sampler(browser: Browser, toy_url: str) -> MemorySampler:
    players = [Player(browser.new_window(f"player {n}", toy_url, trace=False), toy_url) for n in (1, 2)]
    sampler = MemorySampler([player.window for player in players], RunningGame(toy_url))
    leak_named("a Worker is never terminated").prepare(players[0].window)
    for player in players:
        player.arrive()
    for player, sessions in zip(players, sampler.sessions, strict=True):
        player.wait("had no worker", lambda _, sessions=sessions: bool(sessions.live), 10)  # type: ignore[misc]
    return sampler


def test_each_part_of_a_leak_does_what_it_says(sampler: MemorySampler) -> None:
    Leak(on_page="(game) => (window.kept ??= []).push(game)").in_game(sampler, 3)
    assert [window.evaluate("() => kept") for window in sampler.windows] == [[3], [3]]
    NO_LEAK.in_game(sampler, 4)
    patched = "() => /native code/.test(Worker.prototype.terminate.toString())"
    assert [window.evaluate(patched) for window in sampler.windows] == [False, True]


def test_python_that_is_not_run_is_told(sampler: MemorySampler) -> None:
    with pytest.raises(LeakError, match="Worker of player 1 did not run the Python"):
        Leak(in_python="kept = 1").in_game(sampler, 1)


def test_a_leak_that_is_unknown_is_refused_with_those_there_are() -> None:
    with pytest.raises(ValueError, match=r"no leak 'the roof leaks'.*a Worker is never terminated"):
        leak_named("the roof leaks")

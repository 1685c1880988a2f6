"""A slow machine slows a page by its factor, for as long as asked."""

from __future__ import annotations

from statistics import median

import pytest

from harness.controls import SlowMachine
from harness.players.player import Player
from harness.session.browser import Browser
from harness.session.errors import PlayerError

pytestmark = pytest.mark.timing

WORK = """() => {
  const from = performance.now();
  for (let i = 0, x = 0; i < 2e7; i += 1) x += i % 7;
  return performance.now() - from;
}"""


@pytest.fixture
def player(browser: Browser, toy_url: str) -> Player:
    player = Player(browser.new_window("the player", toy_url, trace=False), toy_url)
    player.arrive()
    return player


def test_a_page_takes_as_many_times_as_long(player: Player) -> None:
    def work_ms() -> list[float]:
        return [player.window.evaluate(WORK) for _ in range(5)]

    # a new page computes at half speed at first
    work_ms()
    before = work_ms()
    with SlowMachine(4).slowing([player.window]):
        slow = work_ms()
    after = work_ms()
    # a busy machine adds to any of them, and where it does not let the browser run nothing is slowed
    plain = min(before + after)
    assert median(slow) > 2.5 * plain
    assert min(slow) < 8 * plain
    assert min(after) < median(slow) / 2


def test_a_page_that_is_gone_cannot_be_slowed(player: Player) -> None:
    player.leave()
    with pytest.raises(PlayerError, match="cannot be made slower"), SlowMachine(4).slowing([player.window]):
        pass


@pytest.mark.parametrize("factor", [1, 0.5, 100])
def test_a_machine_that_is_no_slower_is_refused(factor: float) -> None:
    with pytest.raises(ValueError, match="1 to 20 times"):
        SlowMachine(factor)

"""Keys are timed until the picture shows them; what moves by itself is no answer to a key."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.players.key_delay import key_delays_ms, turn, wait_until_still, watch_keys
from harness.players.match import Match

# a clock above that ticks by itself; a key changes the rest after a while
KITCHEN = """(afterMs) => {
  const canvas = document.querySelector('#gameContainer canvas');
  const context = canvas.getContext('2d');
  const drawn = {};
  const draw = (y, height) => {
    drawn[y] = !drawn[y];
    context.fillStyle = drawn[y] ? 'white' : 'black';
    context.fillRect(0, y * canvas.height, canvas.width, height * canvas.height);
  };
  setInterval(draw, 300, 0, 0.1);
  addEventListener('keydown', () => afterMs && setTimeout(draw, afterMs, 0.3, 0.6));
}"""


@pytest.mark.parametrize("after_ms", [60, 300])
def test_a_key_is_timed_until_its_picture(meet: Callable[..., Match], after_ms: int) -> None:
    match = meet("frames=9000")
    match.first.window.evaluate(KITCHEN, after_ms)
    watch_keys(match)
    for number in range(3):
        turn(match.first, number)
        wait_until_still(match)
    found = key_delays_ms(match.first)
    assert len(found) == 3
    assert all(after_ms <= delay for delay in found)
    assert min(found) < after_ms + 200
    assert key_delays_ms(match.second) == ()


def test_a_key_that_does_not_show_is_not_timed(meet: Callable[..., Match]) -> None:
    match = meet("frames=9000")
    match.first.window.evaluate(KITCHEN, 0)
    watch_keys(match)
    turn(match.first, 0)
    wait_until_still(match)
    assert key_delays_ms(match.first) == ()

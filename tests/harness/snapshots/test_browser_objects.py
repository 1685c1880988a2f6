"""What a page leaves behind of the browser's own objects is counted by class, after every second game."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from harness.players.player import Player
from harness.probes.things import left_behind
from harness.session.browser import Browser, Window
from harness.snapshots.browser_objects import BrowserObjectsProbe


@pytest.fixture
def page(browser: Browser, toy_url: str) -> Iterator[Window]:
    player = Player(browser.new_window("the player", toy_url, trace=False), toy_url)
    player.arrive()
    player.window.do(lambda: player.window.page.wait_for_load_state("load"))
    yield player.window
    player.leave()


@pytest.mark.parametrize(("leak", "name"), [
    ("new ResizeObserver(() => undefined).observe(document.body)", "ResizeObserver"),
    ("new MutationObserver(() => undefined).observe(document, {childList: true})", "MutationObserver"),
    ("new BroadcastChannel('kept').onmessage = () => undefined", "BroadcastChannel"),
    ("(window.kept ??= []).push(new AbortController())", "AbortController"),
    # what other layers count, or nothing at all
    ("window.addEventListener('resize', () => undefined)", None),
    ("(window.kept ??= []).push(document.createElement('canvas'))", None),
    ("(window.kept ??= []).push(new (class Souvenir {})())", None),
    ("new ResizeObserver(() => undefined)", None),
])  # fmt: skip
def test_what_the_browser_keeps_is_counted_by_class(page: Window, leak: str, name: str | None) -> None:
    probe = BrowserObjectsProbe([page])
    probe.before()
    for game in range(1, 5):
        page.evaluate(f"() => void ({leak})")
        probe.after_game(game)
    (left,) = left_behind(probe.page_things[0]).values() or [()]
    assert [game for game in range(5) if game in probe.page_things[0]] == [0, 1, 2, 4]
    if name is None:
        assert left == ()
        assert {reading.value for reading in probe.result()} == {0}
    else:
        assert f"{name}, 1 per game" in left


def test_a_closed_window_is_not_measurable(page: Window) -> None:
    page.close()
    probe = BrowserObjectsProbe([page])
    probe.before()
    assert [reading.value for reading in probe.result()] == [None]
    assert "closed" in probe.reasons["browser_objects"]

"""A performance recording is what the Performance tab opens, with counters of memory."""

from __future__ import annotations

import json

import pytest

from harness.players.player import Player
from harness.recording.performance_recording import recording
from harness.session.browser import Browser
from harness.session.errors import PlayerError


def opened(browser: Browser, url: str) -> Player:
    player = Player(browser.new_window("the player", url, trace=False), url, lambda: None)
    player.arrive()
    return player


def test_it_counts_heap_documents_nodes_and_listeners(browser: Browser, toy_url: str) -> None:
    player = opened(browser, toy_url)
    with recording(player) as trace:
        player.evaluate("() => { window.kept = Array.from({length: 100_000}, () => ({})); }")
        player.evaluate("() => new Promise((resolve) => setTimeout(resolve, 300))")
    player.leave()
    events = json.loads(trace.bytes)["traceEvents"]
    counters = [event["args"]["data"] for event in events if event["name"] == "UpdateCounters"]
    assert {"jsHeapSizeUsed", "documents", "nodes", "jsEventListeners"} <= set(counters[-1])


def test_a_game_that_breaks_meanwhile_is_told_as_it_is(browser: Browser, toy_url: str) -> None:
    player = opened(browser, toy_url)
    with pytest.raises(PlayerError, match="the game broke"), recording(player):
        raise PlayerError("the game broke")
    # the browser can be recorded again
    with recording(player) as trace:
        player.evaluate("() => 1")
    player.leave()
    assert trace.bytes

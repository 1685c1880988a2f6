"""A performance recording is what the Performance tab opens, with counters of memory."""

from __future__ import annotations

import json

import pytest

from harness.players.player import Player
from harness.recording.performance_recording import recording
from harness.session.browser import Browser, Window
from harness.session.errors import PlayerError


def opened(browser: Browser, url: str) -> Window:
    player = Player(browser.new_window("the player", url, trace=False), url)
    player.arrive()
    return player.window


def test_it_counts_heap_documents_nodes_and_listeners(browser: Browser, toy_url: str) -> None:
    window = opened(browser, toy_url)
    with recording(window) as trace:
        window.evaluate("() => { window.kept = Array.from({length: 100_000}, () => ({})); }")
        window.evaluate("() => new Promise((resolve) => setTimeout(resolve, 300))")
    window.close()
    events = json.loads(trace.bytes)["traceEvents"]
    counters = [event["args"]["data"] for event in events if event["name"] == "UpdateCounters"]
    assert {"jsHeapSizeUsed", "documents", "nodes", "jsEventListeners"} <= set(counters[-1])


def test_a_game_that_breaks_during_a_recording_is_reported_as_it_is(browser: Browser, toy_url: str) -> None:
    window = opened(browser, toy_url)
    with pytest.raises(PlayerError, match="the game broke"), recording(window):
        raise PlayerError("the game broke")
    # the browser can be recorded again
    with recording(window) as trace:
        window.evaluate("() => 1")
    window.close()
    assert trace.bytes

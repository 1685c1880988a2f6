"""Snapshots of a page and a worker: counts by class, and the way to what is kept, in words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from harness.players.player import Player
from harness.probes.base import NotMeasurableError
from harness.probes.worker_sessions import WorkerSessions
from harness.session.browser import Browser, Window
from harness.snapshots import taking
from harness.snapshots.heap_graph import class_totals, growth, most_grown, parse
from harness.snapshots.retainers import retaining_paths
from harness.snapshots.taking import snapshot_of_page, snapshot_of_worker

FILL = """() => {
  class GameSession {}
  class Waiter {}
  window.gameHistory = [1, 2, 3, new GameSession()];
  const waiter = new Waiter();
  window.addEventListener('resize', () => waiter);
  window.byName = new Map([['a', new (class Cook {})()]]);
}"""


@pytest.fixture
def page(browser: Browser, toy_url: str) -> Iterator[Window]:
    player = Player(browser.new_window("the player", toy_url, trace=False), toy_url)
    player.arrive()
    yield player.window
    player.leave()


def test_the_way_to_an_object_is_told_in_words(page: Window) -> None:
    page.evaluate(FILL)
    graph = snapshot_of_page(page)
    assert str(retaining_paths(graph, "GameSession")) == "Window / gameHistory / Array[3] / GameSession"
    waiter = str(retaining_paths(graph, "Waiter"))
    assert waiter.startswith("Window / ")
    assert waiter.endswith(" / waiter / Waiter")
    assert "byName" in str(retaining_paths(graph, "Cook"))
    assert str(retaining_paths(graph, "Nobody")) == "no Nobody is in the snapshot"


def test_many_ways_are_ten_lines_at_most(page: Window) -> None:
    page.evaluate("""() => {
      class Pot {}
      window.shelf = Array.from({length: 30}, () => new Pot());
      for (let i = 0; i < 15; i++) window['pot' + i] = new Pot();
    }""")
    paths = retaining_paths(snapshot_of_page(page), "Pot")
    lines = str(paths).splitlines()
    assert paths.objects == 45
    assert lines[0] == "30 times Window / shelf / Array[*] / Pot"
    assert len(lines) == 10
    assert lines[-1] == "and 7 more"


def test_what_is_kept_between_two_snapshots_is_counted(page: Window) -> None:
    page.evaluate("() => { window.Pot = class Pot {}; window.pots = [new Pot()]; }")
    before = snapshot_of_page(page)
    page.evaluate("() => { for (let i = 0; i < 5; i++) pots.push(new Pot()); }")
    after = snapshot_of_page(page)
    assert class_totals(after)["Pot"].count - class_totals(before)["Pot"].count == 5
    assert [change.count for change in growth(before, after) if change.name == "Pot"] == [5]


@pytest.mark.parametrize(
    ("keep", "size"),
    [
        ("Array.from({length: 25_600}, () => 0.5)", 204_800),
        ("new Uint8Array(1 << 21).fill(7).buffer", 1 << 21),
    ],
)
def test_where_most_bytes_come_from_is_found_whatever_they_are(page: Window, keep: str, size: int) -> None:
    page.evaluate("() => { window.attic = []; }")
    before = snapshot_of_page(page)
    for _ in range(3):
        page.evaluate(f"() => {{ attic.push({keep}); }}")
    after = snapshot_of_page(page)
    grown = most_grown(before, after)
    assert grown is not None
    assert (grown.more, round(grown.self_bytes / size, 2)) == (3, 1.0)
    assert "3 times Window / attic / Array[*]" in str(retaining_paths(after, grown.name, nodes=grown.nodes))
    assert most_grown(after, after) is None


def test_a_worker_has_a_snapshot_of_its_own(browser: Browser, toy_url: str) -> None:
    player = Player(browser.new_window("the player", toy_url, trace=False), toy_url)
    sessions = WorkerSessions(player.window)
    player.arrive()
    player.wait("had no worker", lambda _: bool(sessions.live), 10)
    worker = sessions.live[0]
    sessions.evaluate(worker, "class Soup {}; globalThis.soups = [new Soup()]; 1")
    graph = snapshot_of_worker(sessions, worker)
    assert str(retaining_paths(graph, "Soup")).endswith(" / soups / Array[0] / Soup")
    sessions.close()
    player.leave()


def test_a_snapshot_that_is_too_large_is_refused(page: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "AT_MOST_BYTES", 10_000)
    with pytest.raises(NotMeasurableError, match="larger than"):
        snapshot_of_page(page)


@pytest.mark.parametrize("text", ["", "{}", '{"snapshot":{"meta":{}},"nodes":[1,2'])
def test_half_a_snapshot_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no complete heap snapshot"):
        parse(text)

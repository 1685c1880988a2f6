"""What leaks in a page is seen in its layer and in about its size; what does not leak reads flat."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from harness.probes import live_objects
from harness.probes.live_objects import CLASSES, COUNTERS, LiveObjectsProbe
from harness.probes.page_heap import PageHeapProbe
from harness.probes.process_memory import ProcessMemoryProbe, renderer_of
from harness.probes.things import left_behind
from harness.probes.upkeep import UpkeepProbe
from harness.profile.game_profile import GameProfile
from harness.session.browser import Window
from tests.harness.probes.conftest import Visit
from tests.harness.probes.growth import GAMES, grown

# the Workers of this page hold no Python
EVERY_WORKER = GameProfile(worker_address="worker")
KIB, MIB = 1024, 1024**2


@pytest.mark.parametrize(("leak", "low", "high"), [
    ("nothing", -2 * KIB, 4 * KIB),
    ("objects", 200 * KIB, 206 * KIB),
    ("buffer", 2 * MIB, 2 * MIB + 6 * KIB),
])  # fmt: skip
def test_page_heap_grows_by_what_is_kept(page: Window, leak: str, low: float, high: float) -> None:
    growth = grown(PageHeapProbe([page]), page, leak)["page_heap"]
    assert growth is not None
    assert low <= growth <= high


@pytest.mark.parametrize(("leak", "layer"), [
    ("connection", "peer_connections"),
    ("channel", "data_channels"),
    ("socket", "web_sockets"),
    ("canvas", "canvases"),
    ("kitchen", "game_objects"),
    ("listener", "listeners"),
    ("worker", "workers"),
])  # fmt: skip
def test_what_is_kept_is_counted_one_by_one(
    page: Window, leak: str, layer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if leak == "worker":
        monkeypatch.setattr("harness.probes.worker_census.SETTLE_WITHIN_S", 0.2)
    growth = grown(LiveObjectsProbe([page], EVERY_WORKER), page, leak)
    assert growth[layer] == 1


def test_a_page_that_keeps_nothing_has_the_same_counts_after_each_game(page: Window) -> None:
    growth = grown(LiveObjectsProbe([page], EVERY_WORKER), page, "nothing")
    assert growth == {
        **dict.fromkeys((*COUNTERS, *CLASSES, "game_objects", "other_workers"), 0),
        "workers": None,
    }


def test_workers_that_are_gone_count_as_none_left_only_when_they_were_seen_at_work(page: Window) -> None:
    probe = LiveObjectsProbe([page], EVERY_WORKER)
    page.evaluate("() => { window.startWorker(); }")
    probe.during(0)
    probe.before()
    assert [r.value for r in probe.result() if r.layer == "workers"] == [1]
    page.evaluate("() => worker.terminate()")
    probe.before()
    # a game that was played in another window
    probe.after_game(1)
    probe.started(2)
    probe.after_game(2)
    assert [r.value for r in probe.result() if r.layer == "workers"] == [0, 0, None]
    assert "no Worker with Python was seen at work" in probe.reasons["workers"]


@pytest.fixture
def watched(visitor: Visit) -> tuple[UpkeepProbe, Window]:
    """A page that was counted from its first script on."""
    player = visitor()
    probe = UpkeepProbe([player.window])
    player.arrive()
    return probe, player.window


@pytest.mark.parametrize(("leak", "layer"), [
    ("nothing", None),
    ("interval", "window_timers"),
    ("loop", "window_frames"),
    ("blob", "object_urls"),
    ("storage", "stored_entries"),
])  # fmt: skip
def test_what_a_page_keeps_going_or_stores_is_counted(
    watched: tuple[UpkeepProbe, Window], leak: str, layer: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("harness.probes.upkeep.SETTLED_WITHIN_S", 0.2)
    probe, page = watched
    assert grown(probe, page, leak) == {name: int(name == layer) for name in probe.layers}
    left = left_behind(probe.page_things[0])
    assert left.keys() == ({layer} if layer else set())
    assert not layer or re.search(r"( at page.js:\d+| in localStorage), 1 per game$", left[layer][0])


def test_a_timer_that_runs_out_soon_is_waited_for_and_does_not_count(
    watched: tuple[UpkeepProbe, Window],
) -> None:
    probe, page = watched
    probe.before()
    page.evaluate("() => void setTimeout(() => undefined, 400)")
    probe.after_game(1)
    timers = [r.value for r in probe.result() if r.layer == "window_timers"]
    assert timers[0] == timers[1]


def test_what_is_over_or_given_up_does_not_count(watched: tuple[UpkeepProbe, Window]) -> None:
    probe, page = watched
    script = """async () => {
        clearTimeout(setInterval(() => {}, 1));
        URL.revokeObjectURL(URL.createObjectURL(new Blob([])));
        cancelAnimationFrame(requestAnimationFrame(() => {}));
        await new Promise((resolve) => setTimeout((given) => resolve(given), 1, 'given'));
        await new Promise((resolve) => requestAnimationFrame(resolve));
    }"""
    probe.before()
    page.evaluate(script)
    probe.after_game(1)
    before, after = ([r.value for r in probe.result() if r.game == game] for game in (0, 1))
    assert before == after


def test_every_kind_of_storage_is_looked_into(watched: tuple[UpkeepProbe, Window]) -> None:
    probe, page = watched
    page.evaluate("""async () => {
        sessionStorage.setItem('a', 'b');
        await new Promise((resolve) => {
            const asked = indexedDB.open('games');
            asked.onupgradeneeded = () => asked.result.createObjectStore('moves', { autoIncrement: true });
            asked.onsuccess = () => {
                const change = asked.result.transaction('moves', 'readwrite');
                change.objectStore('moves').add('up');
                change.objectStore('moves').add('down');
                change.oncomplete = () => resolve(asked.result.close());
            };
        });
        await (await caches.open('levels')).put('/level', new Response('one'));
        const root = await navigator.storage.getDirectory();
        const folder = await root.getDirectoryHandle('of', { create: true });
        await folder.getFileHandle('a file', { create: true });
    }""")
    probe.before()
    stored = {
        words: count for (layer, words), count in probe.page_things[0][0].items() if layer == "stored_entries"
    }
    assert stored.pop("an entry of the window's history") == page.evaluate("history.length")
    assert stored == {
        "a in sessionStorage": 1,
        "a record of games/moves in indexedDB": 2,
        re.sub(r"(?<!:)\b\d+", "*", f"{page.page.url}level of levels in caches"): 1,
        "a file in files": 1,
    }


def test_a_page_opened_before_anybody_counted_is_not_measurable(page: Window) -> None:
    probe = UpkeepProbe([page])
    probe.before()
    assert [r.value for r in probe.result()] == [None, None, None, page.evaluate("history.length")]
    assert "opened before anybody counted" in probe.reasons["window_timers"]


def test_classes_are_counted_by_game(page: Window) -> None:
    probe = LiveObjectsProbe([page], EVERY_WORKER)
    grown(probe, page, "kitchen")
    kitchens = [counts["Kitchen"] for counts in probe.own_classes["player 1"].values()]
    assert [kitchen - kitchens[0] for kitchen in kitchens] == list(range(GAMES + 1))
    assert "HTMLBodyElement" not in probe.own_classes["player 1"][0]


@pytest.mark.parametrize(
    "script",
    ["void (window.pyodide = {})", "Promise.all([fetch('/pyodide.asm.js'), fetch('/pyodide.asm.wasm')])"],
)
def test_a_page_with_python_on_it_is_not_searched(page: Window, script: str) -> None:
    page.evaluate(f"async () => void await ({script})")
    probe = LiveObjectsProbe([page], EVERY_WORKER)
    probe.before()
    values = {reading.layer: reading.value for reading in probe.result()}
    assert values["canvases"] is None
    assert values["nodes"] is not None
    assert probe.reasons["canvases"] == f"not measurable: {live_objects.ENDLESS}"


def test_a_page_that_loads_ahead_what_its_worker_will_need_is_searched(page: Window) -> None:
    page.evaluate("async () => void await fetch('/pyodide.asm.wasm')")
    probe = LiveObjectsProbe([page], EVERY_WORKER)
    probe.before()
    assert {reading.layer: reading.value for reading in probe.result()}["canvases"] is not None


def test_a_closed_window_is_not_measurable(page: Window) -> None:
    page.close()
    for probe in (PageHeapProbe([page]), LiveObjectsProbe([page], EVERY_WORKER)):
        probe.before()
        assert {reading.value for reading in probe.result()} == {None}
        assert probe.reasons


def test_each_window_has_its_own_process(page: Window, visitor: object) -> None:
    other = visitor()  # type: ignore[operator]
    other.arrive()
    probe = ProcessMemoryProbe([page, other.window])
    probe.before()
    first, second = probe.renderers[0], probe.renderers[1]
    assert first != second
    other.window.evaluate("() => window.playWith('fill')")
    probe.after_game(1)
    sizes = {(r.owner, r.game): r.value or 0.0 for r in probe.result() if r.layer == "renderer_process"}
    assert sizes["renderer of player 2", 1] - sizes["renderer of player 2", 0] > 6 * MIB
    assert sizes["renderer of player 1", 1] - sizes["renderer of player 1", 0] < 3 * MIB
    probe.cleanup()


def test_browser_and_gpu_process_are_found(page: Window) -> None:
    probe = ProcessMemoryProbe([page])
    probe.before()
    probe.cleanup()
    found = {reading.layer: reading.value for reading in probe.result()}
    assert (found["browser_process"] or 0) > MIB
    assert found["gpu_process"] is None or found["gpu_process"] > MIB


def test_the_process_of_a_page_is_a_renderer(page: Window) -> None:
    arguments = Path(f"/proc/{renderer_of(page)}/cmdline").read_bytes()
    assert b"--type=renderer" in arguments


def test_a_long_timer_of_a_game_that_is_held_keeps_the_time_that_was_left_to_it(
    watched: tuple[UpkeepProbe, Window],
) -> None:
    _, page = watched
    rang = page.evaluate("""async () => {
        const after = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
        const upkeep = window[Symbol.for('harness.upkeep')];
        const rang = [];
        const [long, given] = ['long', 'given up'].map((name) => setTimeout(() => rang.push(name), 3000));
        const late = setTimeout(() => rang.push('late'), 3000);
        await after(2500);
        upkeep.hold();
        await after(1000);
        rang.push('held');
        clearTimeout(given);
        upkeep.release();
        clearTimeout(late);
        await after(200);
        rang.push('released');
        await after(600);
        return rang;
    }""")
    assert rang == ["held", "released", "long"]

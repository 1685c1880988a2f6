"""What grows inside a worker is seen from outside, and only that."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from statistics import median

import pytest

from harness.players.player import Player
from harness.probes.base import NotMeasurableError
from harness.probes.things import left_behind
from harness.probes.upkeep import UpkeepProbe
from harness.probes.worker_sessions import WorkerSessions
from harness.probes.workers import PythonProbe, WasmHeapProbe, WorkerHeapProbe, WorkerProbe

KIB, PAGE_BYTES = 1024, 64 * 1024
KEEP = "globalThis.kept ??= []; kept.push(new Array(25600).fill(0.5))"
IN_WORKER = "(source) => window.inWorker(source)"
Visit = Callable[[], Player]


@pytest.fixture
def player(visitor: Visit) -> Player:
    return visitor()


@pytest.fixture
def sessions(player: Player) -> Iterator[WorkerSessions]:
    followed = WorkerSessions(player.window)
    player.arrive()
    player.window.evaluate("() => { window.startWorker(); }")
    yield followed
    followed.close()


def values(probe: WorkerProbe, layer: str) -> list[float | None]:
    return [reading.value for reading in probe.result() if reading.layer == layer]


@pytest.mark.timing
@pytest.mark.parametrize(("source", "low", "high"), [("1", -2 * KIB, 3 * KIB), (KEEP, 200 * KIB, 204 * KIB)])
def test_worker_heap_grows_by_what_is_kept(
    player: Player, sessions: WorkerSessions, source: str, low: float, high: float
) -> None:
    player.window.evaluate(IN_WORKER, source)
    probe = WorkerHeapProbe([sessions])
    for game in range(6):
        player.window.evaluate(IN_WORKER, source)
        probe.during(game)
    sizes = [value or 0.0 for value in values(probe, "worker_heap")]
    # what V8 compiles for itself comes in single steps, not with every game
    assert low <= median(b - a for a, b in itertools.pairwise(sizes)) <= high


def test_wasm_memory_is_known_at_start_peak_and_end(player: Player, sessions: WorkerSessions) -> None:
    probe = WasmHeapProbe([sessions])
    player.window.evaluate(
        IN_WORKER, "globalThis.memory = new WebAssembly.Memory({initial: 10, maximum: 99}); 0"
    )
    probe.started(0)
    player.window.evaluate(IN_WORKER, "memory.grow(3)")
    player.window.evaluate("() => worker.terminate()")
    player.wait("kept its worker", lambda _: not sessions.live, 5)
    probe.before()
    heap = probe.heaps[0]
    assert (heap.start_bytes, heap.end_bytes) == (10 * PAGE_BYTES, 13 * PAGE_BYTES)
    assert values(probe, "wasm_growth") == [3 * PAGE_BYTES]


def test_what_a_worker_keeps_going_is_counted_with_its_page_and_named(player: Player) -> None:
    sessions = WorkerSessions(player.window)
    probe = UpkeepProbe([player.window], [sessions])
    player.arrive()
    player.window.evaluate("() => { window.startWorker(); }")
    player.window.evaluate(IN_WORKER, "1")
    probe.at_frame(0)
    player.window.evaluate(IN_WORKER, "setInterval(() => 1, 1e5); URL.createObjectURL(new Blob(['kept']))")
    probe.at_frame(1)
    counts = {layer: [r.value or 0 for r in probe.result() if r.layer == layer] for layer in probe.layers}
    assert {layer: after - before for layer, (before, after) in counts.items() if after != before} == {
        "window_timers": 1,
        "object_urls": 1,
    }
    assert "setInterval" in next(iter(left_behind(probe.page_things[0])["window_timers"]))
    player.window.evaluate("() => worker.terminate()")
    player.wait("kept its worker", lambda _: not sessions.live, 5)
    probe.at_frame(2)
    assert [r.value for r in probe.result() if r.layer == "object_urls"][-1] == counts["object_urls"][0]
    sessions.close()


def test_the_worker_of_this_game_is_told_from_one_that_was_left(
    player: Player, sessions: WorkerSessions
) -> None:
    probe = WasmHeapProbe([sessions])
    player.window.evaluate(IN_WORKER, "globalThis.memory = new WebAssembly.Memory({initial: 10}); 0")
    probe.started(0)
    probe.before()
    player.window.evaluate("() => { window.startWorker(); }")
    player.window.evaluate(IN_WORKER, "globalThis.memory = new WebAssembly.Memory({initial: 4}); 0")
    probe.started(1)
    probe.after_game(1)
    assert values(probe, "wasm_heap") == [10 * PAGE_BYTES, 4 * PAGE_BYTES]


def test_a_worker_without_python_or_wasm_is_not_measurable(player: Player, sessions: WorkerSessions) -> None:
    player.window.evaluate(IN_WORKER, "1")
    wasm, python = WasmHeapProbe([sessions]), PythonProbe([sessions])
    for probe in (wasm, python):
        probe.started(0)
        probe.during(0)
        probe.before()
    assert values(wasm, "wasm_heap") == values(python, "python_objects") == [None]
    assert "no Pyodide" in python.reasons["py_proxies"]


def test_a_reading_that_stands_out_is_taken_again(player: Player, sessions: WorkerSessions) -> None:
    probe = WorkerHeapProbe([sessions])
    player.window.evaluate(IN_WORKER, "1")
    probe.during(0)
    # what loading leaves: large, and gone by itself a little later
    player.window.evaluate(
        IN_WORKER, "globalThis.left = new ArrayBuffer(8 << 20); setTimeout(() => { left = 0; }, 150); 1"
    )
    probe.during(1)
    first, second = (value or 0.0 for value in values(probe, "worker_heap"))
    assert second - first < 8 * KIB


def test_a_page_without_workers_is_not_measurable(player: Player) -> None:
    sessions = WorkerSessions(player.window)
    player.arrive()
    probe = WorkerHeapProbe([sessions])
    probe.during(0)
    assert values(probe, "worker_heap") == [None]
    assert "no worker" in probe.reasons["worker_heap"]
    with pytest.raises(NotMeasurableError, match="no Worker"):
        sessions.main()


def test_the_main_worker_is_the_newest_with_python(player: Player, sessions: WorkerSessions) -> None:
    makes_python = "globalThis.py = Object.create({}, {runPython: {}, pyimport: {}}); 1"
    player.window.evaluate(IN_WORKER, makes_python)
    first = sessions.main()
    player.window.evaluate("() => { window.startWorker(); }")
    player.window.evaluate(IN_WORKER, "1")
    assert [each is first for each in sessions.live] == [True, False]
    assert sessions.main() is first
    player.window.evaluate(IN_WORKER, makes_python)
    assert sessions.main() is not first


def test_messages_to_a_worker_keep_their_order(player: Player, sessions: WorkerSessions) -> None:
    order = player.window.evaluate("""() => {
      const worker = window.startWorker();
      const answers = [];
      worker.postMessage("globalThis.n = 1");
      worker.postMessage("n += 1; typeof __memoryEye");
      return new Promise((resolve) => {
        worker.onmessage = ({ data }) => { answers.push(data); if (answers.length === 2) resolve(answers); };
      });
    }""")
    assert order == ["1", "object"]
    assert len(sessions.live) == 2
    assert player.window.evaluate("() => Object.hasOwn(worker, 'postMessage')") is False

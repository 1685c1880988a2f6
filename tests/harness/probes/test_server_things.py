"""What a server leaves behind is told by kind and by the place in its code; its own source is not touched."""

from __future__ import annotations

import sys
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from gauge.memory.layers import TOLD_INSIDE
from harness.probes.game_server import GameServerProbe
from harness.probes.server_things import things_of
from harness.probes.things import left_behind
from harness.session.inside_server import InsideServer, Report
from harness.session.server import GameServer
from tests.harness.kitchen import KITCHEN_COMMAND

SERVER = Path(__file__).with_name("leaky_server.py")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[GameServer]:
    started = GameServer(tmp_path / "server.log", f"python {SERVER}")
    yield started
    started.stop()


@pytest.mark.process
def test_files_timers_jobs_and_children_are_counted_with_who_left_them(server: GameServer) -> None:
    probe = GameServerProbe(server, settled_within_s=0.2)
    probe.before()
    for game in (1, 2, 3):
        urllib.request.urlopen(f"{server.url}leak", timeout=10).close()
        probe.after_game(game)
    layers = ("server_files", "server_timers", "server_children")
    for layer in layers:
        counts = [reading.value for reading in probe.result() if reading.layer == layer]
        assert [(count or 0) - (counts[0] or 0) for count in counts] == [0, 1, 2, 3]
    left = left_behind(probe.things)
    [file], [timer], [child] = (left[layer] for layer in layers)
    assert file == ".log file opened at leaky_server.py:16 (open_log), 1 per game"
    assert timer == "threading.Timer of never started at leaky_server.py:27 (do_GET), 1 per game"
    assert "thread of never started at leaky_server.py:28 (do_GET), 1 per game" in left["server_jobs"]
    assert child.endswith("started at leaky_server.py:29 (do_GET), 1 per game")


@pytest.mark.process
def test_what_waits_to_ping_a_socket_is_neither_job_nor_thread(tmp_path: Path) -> None:
    kitchen = GameServer(tmp_path / "server.log", KITCHEN_COMMAND)
    probe = GameServerProbe(kitchen, "/health", settled_within_s=0.2)
    try:
        for game in range(2):
            urllib.request.urlopen(f"{kitchen.url}socket.io/?EIO=4&transport=polling", timeout=10).close()
            probe.after_game(game)
        told = kitchen.inside and kitchen.inside.report()
    finally:
        kitchen.stop()
    counts = {layer: [r.value for r in probe.result() if r.layer == layer] for layer in probe.layers}
    assert told is not None
    assert told.pings == 2
    assert (counts["server_jobs"][0], counts["server_threads"][0]) == (
        counts["server_jobs"][1],
        counts["server_threads"][1],
    )


@pytest.mark.process
def test_the_server_s_own_path_and_hook_are_as_they_would_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "sitecustomize.py").write_text("print('its own hook')", encoding="utf-8")
    script = tmp_path / "serve.py"
    told = (
        "import os, sys; print(os.environ['PYTHONPATH'], any('inside_server' in each for each in sys.path))"
    )
    script.write_text(
        f"{told}\n{SERVER.read_text(encoding='utf-8')}".replace("from __future__", "#"), "utf-8"
    )
    monkeypatch.setenv("PYTHONPATH", str(own))
    server = GameServer(tmp_path / "server.log", f"python {script}")
    report = server.inside.report()
    server.stop()
    assert server.log_text().splitlines()[:2] == ["its own hook", f"{own} False"]
    assert report is not None


@pytest.mark.process
def test_a_server_that_is_no_python_tells_nothing_of_its_inside(tmp_path: Path) -> None:
    script = tmp_path / "serve.sh"
    script.write_text(f"unset PYTHONPATH\nexec {sys.executable} -E {SERVER}\n", encoding="utf-8")
    server = GameServer(tmp_path / "server.log", f"sh {script}")
    try:
        probe = GameServerProbe(server)
        probe.before()
    finally:
        server.stop()
    values = {reading.layer: reading.value for reading in probe.result()}
    assert [values[layer] for layer in TOLD_INSIDE] == [None, None]
    assert (values["server_threads"] or 0) > 0
    assert "does not report its timers" in probe.reasons["server_timers"]


def test_the_place_is_that_of_the_same_path() -> None:
    told = Report(opened={"/a/log-1.txt": "a.py:1 (a)", "/b/log-1.txt": "b.py:2 (b)"})
    assert things_of(told, ["/b/log-1.txt", "/c/log-1.txt"], ["sleep 60"]) == Counter(
        {
            ("server_files", ".txt file opened at b.py:2 (b)"): 1,
            ("server_files", "log-*.txt"): 1,
            ("server_children", "sleep *"): 1,
        }
    )


def test_what_was_there_after_the_first_game_is_not_left_behind() -> None:
    log, job = ("server_files", "server.log"), ("server_jobs", "thread of watch")
    things = {0: Counter({log: 1, job: 2}), 4: Counter({log: 1, job: 4, ("server_files", "x"): 4})}
    assert left_behind(things) == {
        "server_files": ("x, 1 per game",),
        "server_jobs": ("thread of watch, 0.50 per game",),
    }
    assert left_behind({0: things[0]}) == {}


def test_a_server_that_is_gone_does_not_answer() -> None:
    inside = InsideServer()
    inside.begin()
    assert inside.report() is None
    assert inside.report() is None
    inside.close()

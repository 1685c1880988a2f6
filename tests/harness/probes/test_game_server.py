"""The server's layers: a server of ours is read, one of somebody else's is not."""

from __future__ import annotations

import itertools
import socket
import threading
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from harness.probes import game_server
from harness.probes.game_server import GameServerProbe
from harness.session.server import GameServer, RunningGame
from tests.harness.kitchen import KITCHEN_COMMAND

pytestmark = pytest.mark.process


def test_a_server_of_ours_tells_its_figures(tmp_path: Path) -> None:
    server = GameServer(tmp_path / "server.log", KITCHEN_COMMAND)
    try:
        probe = GameServerProbe(server, "/health")
        probe.before()
        foreign = GameServerProbe(RunningGame(server.url))
        foreign.before()
    finally:
        server.stop()
    found = {reading.layer: reading.value for reading in probe.result()}
    assert (found["server_memory"] or 0) > 1024**2
    assert (found["server_games"], found["server_players"], found["server_sockets"]) == (0, 0, 0)
    assert (found["server_threads"] or 0) >= 1
    assert (found["server_files"] or 0) >= 1  # its log
    assert {reading.value for reading in foreign.result()} == {None}
    assert "somebody else" in foreign.reasons["server_memory"]


def test_a_server_that_has_ended_is_not_measurable(tmp_path: Path) -> None:
    server = GameServer(tmp_path / "server.log", KITCHEN_COMMAND)
    server.stop()
    probe = GameServerProbe(server, "/health")
    probe.before()
    assert {reading.value for reading in probe.result()} == {None}
    assert "has ended" in probe.reasons["server_memory"]


def test_a_thread_that_is_about_to_end_is_not_left_behind_and_one_that_stays_is(tmp_path: Path) -> None:
    server = GameServer(tmp_path / "server.log", KITCHEN_COMMAND)
    at = urlsplit(server.url)
    assert at.hostname is not None
    assert at.port is not None
    try:
        probe = GameServerProbe(server, "/health", settled_within_s=1.5)
        probe.before()
        visitor = socket.create_connection((at.hostname, at.port))
        probe.after_game(1)
        threading.Timer(0.4, visitor.close).start()
        probe.after_game(2)
    finally:
        server.stop()
    threads = [reading.value or 0 for reading in probe.result() if reading.layer == "server_threads"]
    assert (threads[1] - threads[0], threads[2] - threads[0]) == (1, 0)


def test_a_thread_that_comes_and_goes_with_the_pings_was_there_from_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = GameServer(tmp_path / "server.log", KITCHEN_COMMAND)
    between_two_pings = itertools.cycle((0, 1))
    try:
        probe = GameServerProbe(server, "/health")
        steady = game_server.health(server.url, "/health")
        told = lambda *_: steady | {"threads": steady["threads"] + next(between_two_pings)}  # noqa: E731
        monkeypatch.setattr(game_server, "health", told)
        probe.before()
        for game in range(1, 6):
            probe.after_game(game)
    finally:
        server.stop()
    first, *later = [reading.value or 0 for reading in probe.result() if reading.layer == "server_threads"]
    assert max(later) <= first == steady["threads"] + 1

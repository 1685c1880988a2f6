"""The server's layers: a server of ours is read, one of somebody else's is not."""

from __future__ import annotations

from pathlib import Path

from harness.probes.game_server import GameServerProbe
from harness.server import GameServer, RunningGame


def test_a_server_of_ours_tells_its_figures(tmp_path: Path) -> None:
    server = GameServer(tmp_path / "server.log")
    try:
        probe = GameServerProbe(server)
        probe.before()
        foreign = GameServerProbe(RunningGame(server.url))
        foreign.before()
    finally:
        server.stop()
    found = {reading.layer: reading.value for reading in probe.result()}
    assert (found["server_memory"] or 0) > 1024**2
    assert (found["server_games"], found["server_players"], found["server_sockets"]) == (0, 0, 0)
    assert (found["server_threads"] or 0) >= 1
    assert {reading.value for reading in foreign.result()} == {None}
    assert "somebody else" in foreign.reasons["server_memory"]


def test_a_server_that_has_ended_is_not_measurable(tmp_path: Path) -> None:
    server = GameServer(tmp_path / "server.log")
    server.stop()
    probe = GameServerProbe(server)
    probe.before()
    assert {reading.value for reading in probe.result()} == {None}
    assert "has ended" in probe.reasons["server_memory"]

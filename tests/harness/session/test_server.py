"""The real game's server as a child: how it starts, how it is known to have ended."""

import os
import signal
import socket
import urllib.request
from pathlib import Path

import psutil
import pytest

from harness.session.errors import ServerError
from harness.session.server import GameServer, RunningGame
from tests.harness.kitchen import KITCHEN_COMMAND

pytestmark = pytest.mark.process


@pytest.fixture
def server(tmp_path: Path):
    started = GameServer(tmp_path / "server.log", KITCHEN_COMMAND)
    yield started
    started.stop()


def test_a_started_server_answers_and_a_stopped_one_is_gone(server: GameServer) -> None:
    with urllib.request.urlopen(server.url, timeout=5) as reply:
        assert reply.status == 200
    pid = server.pid
    server.stop()
    assert not psutil.pid_exists(pid)
    assert not server.alive
    server.stop()


def test_a_taken_port_is_named_with_the_servers_own_words(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ServerError, match=f"server did not start: .*{port}"):
            GameServer(tmp_path / "server.log", KITCHEN_COMMAND, options=("--port", str(port)))


def test_a_refused_option_is_named_with_the_servers_own_words(tmp_path: Path) -> None:
    with pytest.raises(ServerError, match=r"server did not start: .*no_such_room"):
        GameServer(tmp_path / "server.log", KITCHEN_COMMAND, options=("--layout", "no_such_room"))


def test_a_server_that_was_killed_is_noticed(server: GameServer) -> None:
    assert server.end_note() is None
    os.kill(server.pid, signal.SIGKILL)
    os.waitid(os.P_PID, server.pid, os.WEXITED | os.WNOWAIT)
    assert not server.alive
    assert "ended by signal 9" in (server.end_note() or "")


def test_only_error_lines_after_the_mark_count(server: GameServer) -> None:
    with server.log.open("a") as log:
        log.write("12:00:00 ERROR an old one\n")
    mark = server.log_size()
    with server.log.open("a") as log:
        log.write("12:00:01 WARNING player sent nonsense\n12:00:02 ERROR a new one\n")
        log.write("Traceback (most recent call last):\n")
    assert server.error_lines(mark) == ["12:00:02 ERROR a new one", "Traceback (most recent call last):"]


def test_a_running_game_is_only_looked_at(toy_url: str) -> None:
    game = RunningGame(toy_url)
    game.stop()
    assert game.end_note() is None
    assert game.error_lines(0) == []


def test_nobody_at_the_address_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    with pytest.raises(ServerError, match=f"Nothing answers at base_url=http://127.0.0.1:{port}/"):
        RunningGame(f"http://127.0.0.1:{port}/")


def test_an_error_page_at_the_address_is_said(toy_url: str) -> None:
    with pytest.raises(ServerError, match="answers with status 404"):
        RunningGame(f"{toy_url}no-such-page")

"""Starting and ending the server's process."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.server.real_server import PROJECT, RawVisitor, ServerProcess, Visitor, pair, until

pytestmark = pytest.mark.process

Start = Callable[..., ServerProcess]


def run(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "game", *arguments],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
        **options,
    )


@pytest.mark.parametrize(
    "arguments", [["--layout", "attic"], ["--port", "x"], ["--fps", "0"], ["--nonsense"], ["--frames"]]
)
def test_unusable_options_end_at_once_with_one_sentence(arguments: list[str]) -> None:
    ended = run(*arguments)
    assert (ended.returncode, ended.stdout) == (2, "")
    [sentence] = ended.stderr.splitlines()
    assert arguments[0] in sentence


def test_a_port_in_use_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = run("--port", str(port))
    assert (ended.returncode, ended.stdout) == (1, "")
    [sentence] = ended.stderr.splitlines()
    assert str(port) in sentence
    assert "--port" in sentence


def test_an_address_of_another_machine_is_refused() -> None:
    ended = run("--port", "0", "--host", "192.0.2.1")
    assert ended.returncode == 1
    [sentence] = ended.stderr.splitlines()
    assert "--host" in sentence


def test_one_line_on_standard_output_and_none_on_standard_error(start: Start) -> None:
    server = start()
    assert server.first_line == f"Kitchen for two at http://127.0.0.1:{server.port}/  (stop with Ctrl-C)"
    first, second = Visitor(server), Visitor(server, ["polling", "websocket"])
    game_id = pair(first, second)
    first.finish(game_id)
    second.finish(game_id)
    first.leave_server()
    second.drop()
    server.get("/")
    server.get("/missing")
    server.until_empty()
    stdout = server.process.stdout
    assert stdout is not None
    server.process.send_signal(signal.SIGTERM)
    assert stdout.read() == b""
    assert server.stop() == 0
    assert server.log_lines() == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly_with_players_connected(start: Start, number: signal.Signals) -> None:
    server = start()
    players = [Visitor(server), Visitor(server), Visitor(server, ["polling"])]
    pair(players[0], players[1])
    players[2].join()
    silent = RawVisitor(server)
    began = time.monotonic()
    assert server.stop(number) == 0
    assert time.monotonic() - began < 3.0
    for player in players[:2]:
        player.expect("disconnect")
        assert player._queue("partner_left").empty()
    assert silent.is_closed_by_server()
    assert server.log_lines() == []
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", server.port), timeout=1)


def test_an_early_signal_is_not_lost() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "game", "--port", "0"], cwd=PROJECT, stdout=subprocess.PIPE
    )
    try:
        # Signals are noted from the moment they are handled, which /proc tells.
        handled = 1 << (signal.SIGTERM - 1)
        until(lambda: caught_signals(process.pid) & handled != 0, "the signal is handled")
        process.send_signal(signal.SIGTERM)
        assert process.wait(5) == 0
    finally:
        process.kill()
        process.communicate()


def caught_signals(pid: int) -> int:
    with open(f"/proc/{pid}/status") as status:
        [mask] = [line.split()[1] for line in status if line.startswith("SigCgt:")]
    return int(mask, 16)


def test_the_same_port_can_be_used_again_at_once(start: Start) -> None:
    first = start()
    visitor = Visitor(first)
    visitor.join()
    assert first.stop() == 0
    again = ServerProcess(first.log, ["--port", str(first.port)])
    try:
        assert again.port == first.port
    finally:
        assert again.stop() == 0


def test_it_ends_when_standard_input_closes(start: Start) -> None:
    server = start("--exit-with-stdin", stdin=subprocess.PIPE)
    assert server.health()["games"] == 0
    assert server.process.stdin is not None
    server.process.stdin.close()
    assert server.process.wait(5) == 0


def test_it_ends_with_its_parent() -> None:
    program = (
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-m', 'game', '--port', '0', '--exit-with-stdin'],"
        " stdin=subprocess.PIPE)\n"
        "print(child.pid, flush=True)\n"
        "child.wait()\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], cwd=PROJECT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    assert parent.stdout.readline().startswith("Kitchen for two")
    parent.kill()
    parent.wait()
    parent.stdout.close()
    until(lambda: not is_running(pid), "the server has ended")


def is_running(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_without_standard_streams_it_still_serves() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        ["/bin/sh", "-c", f"exec {sys.executable} -m game --port {port} <&- >&- 2>&-"], cwd=PROJECT
    )
    try:
        until(lambda: answers(port), "it answers", 10)
    finally:
        process.terminate()
        assert process.wait(5) == 0


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def test_a_full_pipe_nobody_reads_holds_nothing_up(start: Start) -> None:
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    try:
        while True:
            os.write(writer, b"x" * 4096)
    except BlockingIOError:
        os.set_blocking(writer, True)
    try:
        server = start(stderr=writer)
        for _ in range(5):
            visitor = Visitor(server)
            for event in ("cheat", "relay", "finish"):
                assert visitor.call(event, {})["ok"] is False
            visitor.leave_server()
        first, second = Visitor(server), Visitor(server)
        pair(first, second)
        assert server.stop() == 0
    finally:
        os.close(reader)
        os.close(writer)


def test_other_machines_are_let_in_only_with_a_warning(start: Start) -> None:
    server = start("--host", "0.0.0.0")
    assert server.url == f"http://127.0.0.1:{server.port}/"
    until(lambda: bool(server.log_lines()), "a warning")
    [line] = server.log_lines()
    assert " WARNING Listening on 0.0.0.0" in line
    assert server.get("/", Host="kitchen.example")[0] == 200


def test_loopback_by_its_other_name(start: Start) -> None:
    server = start("--host", "localhost")
    assert server.get("/", Host=f"localhost:{server.port}")[0] == 200
    assert server.log_lines() == []

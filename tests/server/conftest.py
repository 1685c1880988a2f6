"""One server for a whole file, and visitors that leave when a test is over."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from tests.server.real_server import RawVisitor, ServerProcess, Visitor


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """A server that waits for a lost player for a second only, shared by the tests of one file."""
    started = ServerProcess(tmp_path_factory.mktemp("server") / "log.txt", ("--reconnect", "1"))
    yield started
    assert started.stop() == 0
    assert not [line for line in started.log_lines() if " ERROR " in line or "Traceback" in line]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., ServerProcess]]:
    """Starts servers of a test's own."""
    started: list[ServerProcess] = []

    def start_one(*arguments: str, **popen: object) -> ServerProcess:
        started.append(ServerProcess(tmp_path / f"log{len(started)}.txt", arguments, **popen))
        return started[-1]

    yield start_one
    for one in started:
        one.end()


@pytest.fixture
def emptied(server: ServerProcess) -> Iterator[None]:
    """Everyone has left the shared server when a test is over."""
    yield
    server.until_empty()


@pytest.fixture
def visit(server: ServerProcess, emptied: None) -> Iterator[Callable[..., Visitor]]:  # noqa: ARG001
    """Connects visitors to the shared server."""
    visitors: list[Visitor] = []

    def visit_once(transports: Sequence[str] = ("websocket",)) -> Visitor:
        visitors.append(Visitor(server, transports))
        return visitors[-1]

    yield visit_once
    for visitor in visitors:
        visitor.leave_server()


@pytest.fixture
def visit_raw(server: ServerProcess, emptied: None) -> Iterator[Callable[[], RawVisitor]]:  # noqa: ARG001
    """Connects visitors that speak the protocol by hand."""
    visitors: list[RawVisitor] = []

    def visit_once() -> RawVisitor:
        visitors.append(RawVisitor(server))
        return visitors[-1]

    yield visit_once
    for visitor in visitors:
        visitor.close()

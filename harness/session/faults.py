"""Collects what goes wrong in pages, Workers and the server, so that a scenario can be judged by it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Error, Page, Request, Response, WebSocket, Worker

from harness.session.addresses import origin_of

QUOTED = 3


@dataclass(frozen=True)
class Fault:
    """One error: where it was seen, of which kind, in its own words."""

    where: str
    kind: str
    text: str

    def __str__(self) -> str:
        return f"{self.where}, {self.kind}: {self.text}"


def describe(faults: Iterable[Fault]) -> str:
    """One sentence that quotes the first errors and counts the rest."""
    seen = list(faults)
    quoted = "; ".join(f"{fault.where}, {fault.kind}: “{one_line(fault.text)}”" for fault in seen[:QUOTED])
    more = f"; and {len(seen) - QUOTED} more" if len(seen) > QUOTED else ""
    return f"{len(seen)} {'error' if len(seen) == 1 else 'errors'} where none may be: {quoted}{more}."


def must_be_free_of_errors(faults: Sequence[Fault]) -> None:
    """Raises AssertionError that quotes the errors."""
    assert not faults, describe(faults)


def one_line(text: str, most: int = 300) -> str:
    """The text with its line breaks as spaces, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"


class FaultWatch:
    """Listens to one page from before its first request until ``stop``.

    Errors that a pattern of ``known`` is found in are accepted, and counted apart.
    """

    def __init__(self, page: Page, who: str, home: str) -> None:
        self.who = who
        self.faults: list[Fault] = []
        self.known: Sequence[str] = ()
        self.accepted: list[Fault] = []
        self.console: list[str] = []
        self.requests: list[str] = []
        self.crashed = False
        self._home = origin_of(home)
        self._listening = True
        page.on("pageerror", self._page_error)
        page.on("console", self._console)
        page.on("crash", lambda _page: self._crash())
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("requestfailed", self._request_failed)
        page.on("response", self._response)
        page.on("websocket", self._web_socket)

    def stop(self) -> None:
        """What happens from now on is the closing of the window and no fault of the game."""
        self._listening = False

    def foreign_requests(self) -> list[str]:
        """Addresses asked for that are not the game's own (data and blob addresses go nowhere)."""
        return [
            url
            for url in self.requests
            if urlsplit(url).scheme in ("http", "https", "ws", "wss") and origin_of(url) != self._home
        ]

    def _add(self, kind: str, text: str, where: str | None = None) -> None:
        if self._listening:
            accepted = any(re.search(pattern, text) for pattern in self.known)
            fault = Fault(where or f"page of {self.who}", kind, text)
            (self.accepted if accepted else self.faults).append(fault)

    def _page_error(self, error: Error) -> None:
        self._add("uncaught error", error.stack or error.message or str(error))

    def _console(self, message: ConsoleMessage) -> None:
        worker = _worker_of(message)
        place = f"{message.location.get('url', '')}:{message.location.get('lineNumber', '')}"
        self.console.append(f"{message.type}: {message.text}  ({place})")
        if message.type == "error":
            where = f"Worker of {self.who}" if worker is not None else None
            self._add("console error", f"{message.text} ({place})", where)

    def _crash(self) -> None:
        self._add("crash", "the page's process has crashed")
        self.crashed = True

    def _request_failed(self, request: Request) -> None:
        # a Worker that is ended, or a page that moves on, drops what it was fetching
        if request.failure != "net::ERR_ABORTED":
            self._add("failed request", f"{request.method} {request.url}: {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self._add("failed request", f"{response.request.method} {response.url}: status {response.status}")

    def _web_socket(self, socket: WebSocket) -> None:
        self.requests.append(socket.url)
        on_error: Callable[[str], None] = lambda text: self._add("web socket error", text)  # noqa: E731
        socket.on("socketerror", on_error)


def _worker_of(message: ConsoleMessage) -> Worker | None:
    worker = getattr(message, "worker", None)
    return worker if isinstance(worker, Worker) else None

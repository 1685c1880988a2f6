"""What every request passes before anything else sees it, and the headers every answer carries."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol
from urllib.parse import parse_qs

from .messages import TRANSPORT_LIMIT_BYTES

SECURITY_HEADERS = (
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Embedder-Policy", "require-corp"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    (
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; "
        "img-src 'self' data:; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
)

_SOCKET_PATH = "/socket.io/"


class Capacity(Protocol):
    """Says whether another connection can be taken."""

    @property
    def full(self) -> bool: ...


class RequestGuard:
    """WSGI middleware: methods, host names and body sizes in, security headers out.

    `hosts` are the names a loopback server answers to; None answers to any. A page elsewhere whose name is
    made to point at 127.0.0.1 (DNS rebinding) would pass the same-origin check, but not this one.
    """

    def __init__(
        self, application: Callable[..., Iterable[bytes]], capacity: Capacity, hosts: frozenset[str] | None
    ) -> None:
        self._application = application
        self._capacity = capacity
        self._hosts = hosts

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            return start_response(status, [*headers, *SECURITY_HEADERS], exc_info)

        refusal = self._refusal(environ)
        if refusal is None:
            return self._application(environ, start)
        status, sentence = refusal
        body = f"{sentence}\n".encode()
        headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
        if status.startswith("405"):
            headers.append(("Allow", "GET, HEAD"))
        start(status, headers)
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]

    def _refusal(self, environ: dict[str, Any]) -> tuple[str, str] | None:
        if self._hosts is not None and _host_name(environ.get("HTTP_HOST", "")) not in self._hosts:
            return "421 Misdirected Request", "This server answers only to its own address."
        method = environ["REQUEST_METHOD"]
        if not environ["PATH_INFO"].startswith(_SOCKET_PATH):
            allowed = method in ("GET", "HEAD")
            return None if allowed else ("405 Method Not Allowed", "Only GET and HEAD are allowed here.")
        if method not in ("GET", "POST"):
            return "405 Method Not Allowed", "Only GET and POST are allowed here."
        if method == "POST":
            length = environ.get("CONTENT_LENGTH", "")
            if not (length.isascii() and length.isdigit()):
                return "411 Length Required", "The length of the message is missing."
            if len(length) > 9 or int(length) > TRANSPORT_LIMIT_BYTES:
                return "413 Content Too Large", f"A message may have {TRANSPORT_LIMIT_BYTES} bytes at most."
        elif "sid" not in parse_qs(environ.get("QUERY_STRING", "")) and self._capacity.full:
            return "503 Service Unavailable", "All places are taken; try again in a minute."
        return None


def _host_name(host: str) -> str:
    """`Host` without its port and without the brackets of an IPv6 address."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0].lower()

"""Web addresses: their parts, and queries added to them."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit


def origin_of(url: str) -> str:
    """Scheme, host and port of an address; a web socket counts as the page that opens it."""
    parts = urlsplit(url)
    scheme = {"ws": "http", "wss": "https"}.get(parts.scheme, parts.scheme)
    port = parts.port or {"http": 80, "https": 443}.get(scheme)
    return f"{scheme}://{parts.hostname}:{port}"


def with_query(url: str, query: Mapping[str, str]) -> str:
    """The address with these query parameters added to its own."""
    parts = urlsplit(url)
    merged = {**dict(parse_qsl(parts.query, keep_blank_values=True)), **query}
    return urlunsplit(parts._replace(query=urlencode(merged)))

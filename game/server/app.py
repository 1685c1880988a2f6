"""The HTTP side: pages, scripts, Pyodide, the kitchen's Python, and a health report."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, jsonify, request, send_file
from werkzeug.exceptions import HTTPException
from werkzeug.wsgi import FileWrapper

from . import __version__
from .assets import FAVICON_SVG, MIME_TYPES, Assets
from .guard import RequestGuard
from .lobby import GameSettings
from .options import Options, is_loopback
from .sockets import Sockets

# Werkzeug's 8 KiB would cut Pyodide's 9 MiB into more than a thousand writes.
_CHUNK_BYTES = 256 * 1024


def create(options: Options, assets: Assets) -> tuple[Flask, Sockets]:
    """The application for these options, complete with its Socket.IO side."""
    app = Flask("game", static_folder=None, template_folder=None)
    app.url_map.merge_slashes = False
    settings = GameSettings(
        options.layout,
        options.frames,
        options.fps,
        options.input_delay,
        options.seed,
        options.reconnect,
    )
    sockets = Sockets(app, settings, options.max_players)
    _add_pages(app, assets)
    _add_health(app, sockets)
    app.register_error_handler(HTTPException, _plain_error)
    hosts = frozenset({"localhost", "127.0.0.1", "::1", options.host}) if is_loopback(options.host) else None
    app.wsgi_app = RequestGuard(_big_chunks(app.wsgi_app), sockets, hosts)  # type: ignore[method-assign]
    return app, sockets


def _add_pages(app: Flask, assets: Assets) -> None:
    def get(rule: str, view: Callable[..., Response]) -> None:
        app.add_url_rule(rule, rule, view, methods=["GET"], provide_automatic_options=False)

    get("/", lambda: _file(assets.web_file("index.html")))
    get("/web/<path:name>", lambda name: _file(assets.web_file(name)))
    get("/vendor/pyodide/<name>", lambda name: _file(assets.pyodide_file(name)))
    get("/vendor/socket.io/<name>", lambda name: _file(assets.socket_io_file(name)))
    get("/kitchen.zip", lambda: _bytes(assets.kitchen.content, assets.kitchen.etag, ".zip"))
    get("/favicon.ico", lambda: _bytes(FAVICON_SVG, __version__, ".svg"))


def _add_health(app: Flask, sockets: Sockets) -> None:
    def health() -> Response:
        census = sockets.lobby.census()
        response = jsonify(
            games=census.games,
            players=census.players,
            waiting=census.waiting,
            threads=threading.active_count(),
            sockets=sockets.open_sockets,
            version=__version__,
        )
        response.headers["Cache-Control"] = "no-store"
        return response

    app.add_url_rule("/health", "health", health, methods=["GET"], provide_automatic_options=False)


def _file(path: Path | None) -> Response:
    if path is None:
        abort(404)
    status = path.stat()
    # Read from disk each time, so that an edit shows on reload; the ETag spares everyone else the transfer.
    return _served(path, path.suffix, f"{status.st_mtime_ns:x}-{status.st_size:x}")


def _bytes(content: bytes, etag: str, suffix: str) -> Response:
    return _served(io.BytesIO(content), suffix, etag)


def _served(source: Path | io.BytesIO, suffix: str, etag: str) -> Response:
    response = send_file(source, mimetype="text/plain", etag=etag)
    response.headers["Content-Type"] = MIME_TYPES[suffix]
    response.headers["Cache-Control"] = "no-cache"  # keep, but ask each time
    # The server adds the date itself, and nothing here is a download.
    response.headers.pop("Date", None)
    response.headers.pop("Content-Disposition", None)
    return response


def _plain_error(error: HTTPException) -> Response:
    sentence = f"{error.code} {error.name}: {request.method} {request.path[:200]} is not served here.\n"
    response = Response(sentence, error.code, mimetype="text/plain")
    if error.code == 405:
        response.headers["Allow"] = "GET, HEAD"
    return response


def _big_chunks(application: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ["wsgi.file_wrapper"] = lambda file, _size: FileWrapper(file, _CHUNK_BYTES)
        return application(environ, start_response)

    return serve

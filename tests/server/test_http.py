"""What browsers get over HTTP, from the real server."""

from __future__ import annotations

import io
import socket
import zipfile

import pytest

from game.server.assets import PYODIDE_FILES, SNAPSHOT_FILE, STDLIB_FILE
from tests.server.real_server import PROJECT, ServerProcess

TYPES = {
    "/": "text/html; charset=utf-8",
    "/web/index.html": "text/html; charset=utf-8",
    "/web/js/main.js": "text/javascript; charset=utf-8",
    "/vendor/socket.io/socket.io.esm.min.js": "text/javascript; charset=utf-8",
    "/vendor/pyodide/pyodide.mjs": "text/javascript; charset=utf-8",
    "/vendor/pyodide/pyodide.asm.mjs": "text/javascript; charset=utf-8",
    "/vendor/pyodide/pyodide.asm.wasm": "application/wasm",
    "/vendor/pyodide/python_stdlib.zip": "application/zip",
    "/vendor/pyodide/pyodide-lock.json": "application/json",
    "/vendor/pyodide/python.snapshot": "application/octet-stream",
    "/kitchen.zip": "application/zip",
    "/favicon.ico": "image/svg+xml",
    "/health": "application/json",
}

CSP = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def assert_guarded(headers: dict[str, str]) -> None:
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-embedder-policy"] == "require-corp"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"] == CSP


@pytest.mark.parametrize("path", TYPES)
def test_every_file_has_its_type_and_the_guarding_headers(server: ServerProcess, path: str) -> None:
    status, headers, body = server.get(path)
    assert (status, headers["content-type"]) == (200, TYPES[path])
    assert len(body) == int(headers["content-length"]) > 0
    assert_guarded(headers)


@pytest.mark.parametrize("path", [path for path in TYPES if path != "/health"])
def test_unchanged_files_are_not_sent_again(server: ServerProcess, path: str) -> None:
    headers = server.get(path)[1]
    assert headers["cache-control"] == "no-cache"
    status, again, body = server.get(path, If_None_Match=headers["etag"])
    assert (status, body) == (304, b"")
    assert_guarded(again)


def test_pyodide_arrives_byte_for_byte(server: ServerProcess) -> None:
    for name in PYODIDE_FILES:
        body = server.get(f"/vendor/pyodide/{name}")[2]
        assert body == (PROJECT / "node_modules/pyodide" / name).read_bytes()
    for name in (STDLIB_FILE, SNAPSHOT_FILE):
        made = server.get(f"/vendor/pyodide/{name}")[2]
        assert made == (PROJECT / "node_modules/.compiled" / name).read_bytes()


def test_head_sends_no_body(server: ServerProcess) -> None:
    for path in ("/", "/kitchen.zip", "/health", "/missing"):
        status, headers, body = server.request("HEAD", path)
        assert status == (404 if path == "/missing" else 200)
        assert body == b""
        assert_guarded(headers)


def test_the_kitchen_is_a_package_of_its_own(server: ServerProcess) -> None:
    with zipfile.ZipFile(io.BytesIO(server.get("/kitchen.zip")[2])) as archive:
        assert archive.testzip() is None
        assert "kitchen/bridge.py" in archive.namelist()
        assert all(name.startswith("kitchen/") for name in archive.namelist())


def test_an_idle_server_holds_nothing(server: ServerProcess) -> None:
    server.until_empty()
    health = server.health()
    assert set(health) == {"games", "players", "waiting", "threads", "sockets", "version"}
    assert (health["games"], health["players"], health["waiting"]) == (0, 0, 0)
    assert server.get("/health")[1]["cache-control"] == "no-store"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "NONSENSE"])
@pytest.mark.parametrize("path", ["/", "/health", "/missing"])
def test_other_methods_are_refused(server: ServerProcess, method: str, path: str) -> None:
    status, headers, _ = server.request(method, path, body=b"x")
    assert (status, headers["allow"]) == (405, "GET, HEAD")
    assert_guarded(headers)


def test_the_socket_path_takes_only_what_its_protocol_needs(server: ServerProcess) -> None:
    path = "/socket.io/?EIO=4&transport=polling"
    assert server.request("DELETE", path)[0] == 405
    assert server.request("OPTIONS", path)[0] == 405
    status, headers, _ = server.request("POST", path, {"Content-Length": "99999999999"})
    assert status == 413
    assert_guarded(headers)
    assert server.request("POST", path, {"Content-Length": "-5"})[0] == 411
    assert server.request("POST", path + "&sid=none", body=b"x")[0] == 400


@pytest.mark.parametrize(
    "path",
    [
        "/missing",
        "/web/missing.js",
        "/web/",
        "/web",
        "/vendor/pyodide/README.md",
        "/vendor/pyodide/",
        "/vendor/socket.io/socket.io.js",
        "/game/server/app.py",
        "/kitchen.zip/",
        "/index.html",
        "/web/../server/app.py",
        "/web/..%2fserver%2fapp.py",
        "/web/%2e%2e/%2e%2e/package.json",
        "/vendor/pyodide/..%2f..%2fpackage.json",
        "/web//etc/passwd",
        "/web/%2fetc%2fpasswd",
        "//etc/passwd",
        "/web/js/..\\..\\x.js",
        "/web/js%00main.js",
        "/web/main.js%0d%0aX-Bad:%20yes",
        "/web/.env",
        "/%ff%fe",
    ],
)
def test_nothing_else_is_served(server: ServerProcess, path: str) -> None:
    status, headers, body = server.get(path)
    assert status == 404
    assert "x-bad" not in headers
    assert len(body) < 400
    assert_guarded(headers)


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "[::2]:80", ""]
)
def test_a_loopback_server_answers_only_to_its_own_names(server: ServerProcess, host: str) -> None:
    status, headers, _ = server.get("/", Host=host)
    assert status == 421
    assert_guarded(headers)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "LOCALHOST"])
def test_the_ways_to_name_this_machine(server: ServerProcess, host: str) -> None:
    assert server.get("/", Host=f"{host}:{server.port}")[0] == 200


def test_pages_of_other_origins_get_no_socket(server: ServerProcess) -> None:
    path = "/socket.io/?EIO=4&transport=polling"
    assert server.get(path, Origin="http://evil.example")[0] == 400
    assert server.get(path, Origin="null")[0] == 400
    status, headers, _ = server.get(path, Origin=f"http://127.0.0.1:{server.port}")
    assert status == 200
    assert "access-control-allow-credentials" not in headers


@pytest.mark.parametrize(
    "sent",
    [b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", b"GET /\r\nnonsense\r\n\r\n", b"GET " + b"/x" * 40000, b"\r\n"],
)
def test_what_is_not_http_is_refused_or_dropped(server: ServerProcess, sent: bytes) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=3) as line:
        answer = b""
        try:
            line.sendall(sent)
            line.shutdown(socket.SHUT_WR)
            while piece := line.recv(65536):
                answer += piece
        except TimeoutError:
            raise
        except OSError:
            pass  # dropped, at whatever moment
    assert b"200 OK" not in answer
    if answer.startswith(b"HTTP/"):
        assert b"Content-Security-Policy" in answer
    assert server.get("/health")[0] == 200

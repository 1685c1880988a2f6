"""The files the page is made of: where they are, what they are called, whether they are all there."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

_GAME = Path(__file__).resolve().parent.parent
_PROJECT = _GAME.parent

MIME_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".snapshot": "application/octet-stream",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".woff2": "font/woff2",
    ".zip": "application/zip",
}

PYODIDE_FILES = (
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    "pyodide-lock.json",
)
# Made at set-up by tools/prepare_python.mjs.
STDLIB_FILE = "python_stdlib.zip"
SNAPSHOT_FILE = "python.snapshot"
SOCKET_IO_FILE = "socket.io.esm.min.js"

FAVICON_SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">'
    b'<rect x="2" y="6" width="12" height="8" rx="2" fill="#37474f"/>'
    b'<rect x="1" y="5" width="14" height="2" rx="1" fill="#546e7a"/>'
    b'<circle cx="8" cy="3" r="1.5" fill="#f9a825"/></svg>'
)


class AssetError(Exception):
    """A file the page needs is missing; the message is one sentence naming it and what to do."""


@dataclass(frozen=True)
class Archive:
    """A file made in memory: its bytes and an ETag (without quotes)."""

    content: bytes
    etag: str


@dataclass(frozen=True)
class Assets:
    """Folders files are served from, and the archive of the kitchen's Python."""

    web: Path
    pyodide: Path
    compiled: Path
    socket_io: Path
    kitchen: Archive

    def web_file(self, name: str) -> Path | None:
        """The file of the page called `name` (relative, with slashes); None for anything not to be served."""
        return inside(self.web, name)

    def pyodide_file(self, name: str) -> Path | None:
        """One of the files Pyodide needs, some of them made at set-up; None for any other."""
        if name in (STDLIB_FILE, SNAPSHOT_FILE):
            return self.compiled / name
        return self.pyodide / name if name in PYODIDE_FILES else None

    def socket_io_file(self, name: str) -> Path | None:
        """The Socket.IO client; None for any other name."""
        return self.socket_io / name if name == SOCKET_IO_FILE else None


def inside(folder: Path, name: str) -> Path | None:
    """The file `name` of `folder`.

    None when it is missing, hidden, outside (links followed) or of a kind that pages do not need.
    """
    parts = name.split("/")
    if any(not part or part.startswith(".") or "\\" in part or "\0" in part for part in parts):
        return None
    try:
        path = folder.joinpath(*parts).resolve(strict=True)
    except (OSError, RuntimeError):
        return None
    if not path.is_relative_to(folder.resolve()) or not path.is_file() or path.suffix not in MIME_TYPES:
        return None
    return path


def zip_python(folder: Path, name: str, compiled: Path | None = None) -> Archive:
    """The `*.py` files below `folder` as a zip with the one top folder `name`.

    Where `compiled` has the bytecode of a file (`*.pyc`), that goes with it. Python holds the hash in it
    against the source and takes the source when they differ, so bytecode that is out of date does no harm.

    The same files give the same bytes: sorted names, one fixed date, fixed permissions, no compression (whose
    result may differ between versions of zlib). Raises AssetError when there is no Python file.
    """
    files = sorted(path for path in folder.rglob("*.py") if path.is_file())
    if not files:
        raise AssetError(f"No Python files in {folder}; restore the folder from version control.")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for path in files:
            inside_name = path.relative_to(folder).as_posix()
            _put(archive, f"{name}/{inside_name}", path)
            if compiled is not None and (bytecode := compiled / f"{inside_name}c").is_file():
                _put(archive, f"{name}/{inside_name}c", bytecode)
    content = buffer.getvalue()
    return Archive(content, hashlib.sha256(content).hexdigest()[:32])


def _put(archive: zipfile.ZipFile, name: str, path: Path) -> None:
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.create_system = 3
    entry.external_attr = 0o100644 << 16
    archive.writestr(entry, path.read_bytes())


def find(game: Path = _GAME, project: Path = _PROJECT) -> Assets:
    """All the page needs, checked to be there.

    Raises AssetError naming the first missing file and what to do.
    """
    web = game / "web"
    if not (web / "index.html").is_file():
        raise AssetError(f"{web / 'index.html'} is missing; restore it from version control.")
    packages = project / "node_modules"
    pyodide, compiled = packages / "pyodide", packages / ".compiled"
    socket_io = packages / "socket.io-client" / "dist"
    made = (compiled / STDLIB_FILE, compiled / SNAPSHOT_FILE)
    needed = (*(pyodide / name for name in PYODIDE_FILES), *made, socket_io / SOCKET_IO_FILE)
    for path in needed:
        if not path.is_file():
            raise AssetError(f"{path} is missing; run `make setup` (or `npm ci`) in {project}.")
    return Assets(
        web, pyodide, compiled, socket_io, zip_python(game / "kitchen", "kitchen", compiled / "kitchen")
    )

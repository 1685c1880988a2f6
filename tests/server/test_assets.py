"""The files behind the page."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from game.server.assets import (
    PYODIDE_FILES,
    SNAPSHOT_FILE,
    SOCKET_IO_FILE,
    STDLIB_FILE,
    AssetError,
    find,
    inside,
    zip_python,
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder that has everything the page needs, each file with its own name in it."""
    names = [
        "game/web/index.html",
        "game/web/js/main.js",
        "game/kitchen/__init__.py",
        "game/kitchen/rules.py",
        *(f"node_modules/pyodide/{name}" for name in PYODIDE_FILES),
        f"node_modules/.compiled/{STDLIB_FILE}",
        f"node_modules/.compiled/{SNAPSHOT_FILE}",
        f"node_modules/socket.io-client/dist/{SOCKET_IO_FILE}",
    ]
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {name}\n")
    return tmp_path


def test_everything_there(project: Path) -> None:
    assets = find(project / "game", project)
    assert assets.web_file("js/main.js") == project / "game/web/js/main.js"
    assert assets.pyodide_file("pyodide.mjs") == project / "node_modules/pyodide/pyodide.mjs"
    assert assets.pyodide_file(STDLIB_FILE) == project / "node_modules/.compiled" / STDLIB_FILE
    assert assets.pyodide_file(SNAPSHOT_FILE) == project / "node_modules/.compiled" / SNAPSHOT_FILE
    assert assets.pyodide_file("README.md") is None
    assert assets.socket_io_file("../package.json") is None


@pytest.mark.parametrize(
    ("missing", "remedy"),
    [
        ("node_modules/pyodide/pyodide.asm.wasm", "make setup"),
        (f"node_modules/.compiled/{STDLIB_FILE}", "make setup"),
        (f"node_modules/.compiled/{SNAPSHOT_FILE}", "make setup"),
        (f"node_modules/socket.io-client/dist/{SOCKET_IO_FILE}", "npm ci"),
        ("game/web/index.html", "version control"),
    ],
)
def test_a_missing_file_is_named_with_what_to_do(project: Path, missing: str, remedy: str) -> None:
    (project / missing).unlink()
    with pytest.raises(AssetError) as caught:
        find(project / "game", project)
    assert str(project / missing) in str(caught.value)
    assert remedy in str(caught.value)


def test_no_python_files(project: Path) -> None:
    for path in (project / "game/kitchen").iterdir():
        path.unlink()
    with pytest.raises(AssetError, match="No Python files"):
        find(project / "game", project)


def test_the_zip_depends_on_names_and_contents_only(project: Path) -> None:
    folder = project / "game/kitchen"
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__/rules.pyc").write_bytes(b"x")
    (folder / "notes.txt").write_text("not Python")
    first = zip_python(folder, "kitchen")
    for path in folder.glob("*.py"):
        os.utime(path, (1, 1))
        path.chmod(0o600)
    assert zip_python(folder, "kitchen") == first
    with zipfile.ZipFile(io.BytesIO(first.content)) as archive:
        assert archive.namelist() == ["kitchen/__init__.py", "kitchen/rules.py"]
    (folder / "rules.py").write_text("changed = True\n")
    changed = zip_python(folder, "kitchen")
    assert changed.etag != first.etag


def test_bytecode_goes_with_its_source_and_no_other_does(project: Path, tmp_path: Path) -> None:
    compiled = tmp_path / "bytecode"
    compiled.mkdir()
    (compiled / "rules.pyc").write_bytes(b"bytecode")
    (compiled / "gone.pyc").write_bytes(b"of a file that is no more")
    archive = zip_python(project / "game/kitchen", "kitchen", compiled)
    with zipfile.ZipFile(io.BytesIO(archive.content)) as opened:
        assert opened.namelist() == ["kitchen/__init__.py", "kitchen/rules.py", "kitchen/rules.pyc"]
        assert opened.read("kitchen/rules.pyc") == b"bytecode"
    assert archive.etag != zip_python(project / "game/kitchen", "kitchen").etag


@pytest.mark.process
def test_the_zipped_kitchen_can_be_imported_and_played(tmp_path: Path) -> None:
    path = tmp_path / "kitchen.zip"
    path.write_bytes(find().kitchen.content)
    program = (
        "import kitchen, sys; assert 'game' not in sys.modules; k = kitchen.Kitchen('cramped_room', 5);"
        "k.reset(1); k.step((6, 6)); print(len(k.state_hash()))"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(path)!r}); {program}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert done.stdout.strip() == "16", done.stderr


@pytest.mark.parametrize(
    "name",
    [
        "",
        "/",
        "..",
        "../server/app.py",
        "js/../../server/app.py",
        "js",
        "js/",
        "./js/main.js",
        "js//main.js",
        "/etc/passwd",
        ".hidden.js",
        "js/main.js\x00",
        "js\\main.js",
        "missing.js",
        "tool.py",
        "x" * 5000,
        "away.js",
        "loop.js",
    ],
)
def test_only_files_of_the_page_are_served(project: Path, name: str) -> None:
    web = project / "game/web"
    (web / ".hidden.js").write_text("hidden")
    (web / "tool.py").write_text("not for pages")
    (web / "away.js").symlink_to(project / "node_modules/pyodide/pyodide.mjs")
    (web / "loop.js").symlink_to(web / "loop.js")
    assert inside(web, name) is None

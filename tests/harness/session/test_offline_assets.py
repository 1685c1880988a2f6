"""A page's foreign addresses are answered from a folder, and nothing else gets out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.session.browser import Browser, Window
from harness.session.errors import SettingError
from harness.session.offline_assets import OfflineAssets

PAGE = """<!doctype html><script src="https://cdn.example/lib/1.0/lib.js"></script>
<script src="https://cdn.example/lib/2.0/missing.js"></script>"""
MODULE = bytes([0, 0x61, 0x73, 0x6D, 1, 0, 0, 0])


@pytest.fixture
def window(browser: Browser, toy_url: str) -> Iterator[Window]:
    opened = browser.new_window("a visitor", toy_url)
    yield opened
    opened.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    library = tmp_path / "cdn.example" / "lib" / "1.0"
    library.mkdir(parents=True)
    (library / "lib.js").write_text("window.fromElsewhere = 'here';")
    (library / "empty.wasm").write_bytes(MODULE)
    (library / "index.html").write_text("a list")
    return tmp_path


def test_what_is_there_is_answered_and_the_rest_refused(window: Window, toy_url: str, folder: Path) -> None:
    assets = OfflineAssets(folder)
    assets.serve(window.context, toy_url)
    window.page.route(f"{toy_url}foreign", lambda route: route.fulfill(body=PAGE, content_type="text/html"))
    window.page.goto(f"{toy_url}foreign")
    assert window.evaluate("() => window.fromElsewhere") == "here"
    assert assets.refused == ["https://cdn.example/lib/2.0/missing.js"]
    wasm = "https://cdn.example/lib/1.0/empty.wasm"
    compiled = window.evaluate("async (url) => String(await WebAssembly.compileStreaming(fetch(url)))", wasm)
    assert compiled == "[object WebAssembly.Module]"
    assert window.evaluate("async (url) => (await fetch(url)).status", f"{toy_url}toy.js") == 200


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://cdn.example/lib/1.0/lib.js?v=2", "lib.js"),
        ("https://cdn.example/lib/1.0/", "index.html"),
        ("https://cdn.example/lib/1.0/none.js", None),
        ("https://other.example/lib.js", None),
        ("https://cdn.example/../../etc/passwd", None),
        ("https://cdn.example/%2e%2e/%2e%2e/etc/passwd", None),
    ],
)
def test_an_address_is_a_file_below_the_folder(folder: Path, url: str, name: str | None) -> None:
    found = OfflineAssets(folder).find(url)
    assert (found and found.name) == name


def test_a_folder_with_nothing_in_it_is_refused(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(SettingError, match="there is nothing; fill the folder"):
            OfflineAssets(folder)

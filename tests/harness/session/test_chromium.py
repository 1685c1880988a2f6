"""Where the browser is looked for, and what is said when there is none."""

from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Playwright

from harness.session.browser import Browser
from harness.session.chromium import FLAGS, find_chromium
from harness.session.errors import BrowserError

SWITCH = "--disable-features="


def program(folder: Path, name: str, *, runs: bool = True, does: str = "") -> str:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{does}\n")
    path.chmod(0o755 if runs else 0o644)
    return str(path)


def words_of(process: psutil.Process) -> list[str]:
    """Its command line; nothing of a helper of the browser that has ended already."""
    try:
        return process.cmdline()
    except psutil.NoSuchProcess:
        return []


def on_path(*names: str):
    return lambda name: f"/somewhere/{name}" if name in names else None


def test_the_users_own_path_comes_first(tmp_path: Path) -> None:
    mine, own = program(tmp_path, "mine"), program(tmp_path, "playwrights")
    assert find_chromium(mine, own) == mine


def test_playwrights_own_comes_before_the_systems(tmp_path: Path) -> None:
    own = program(tmp_path, "playwrights")
    assert find_chromium(None, own, which=on_path("chromium")) == own


def test_a_system_chrome_comes_before_a_system_chromium() -> None:
    found = find_chromium(None, "/nowhere", which=on_path("chromium", "google-chrome"))
    assert found == "/somewhere/google-chrome"
    assert find_chromium(None, "/nowhere", which=on_path("chromium")) == "/somewhere/chromium"


def test_a_usual_place_off_the_path_is_tried_last(tmp_path: Path) -> None:
    place = program(tmp_path, "Chrome")
    assert find_chromium(None, "/nowhere", which=on_path(), places=(place,)) == place


def test_a_file_that_cannot_be_run_does_not_count(tmp_path: Path) -> None:
    own = program(tmp_path, "playwrights", runs=False)
    assert find_chromium(None, own, which=on_path("chromium")) == "/somewhere/chromium"


def test_a_wrong_path_of_the_users_is_refused_not_replaced() -> None:
    with pytest.raises(BrowserError, match="setting browser=/no/such/chrome: there is no program"):
        find_chromium("/no/such/chrome", "/nowhere", which=on_path("chromium"))


def test_no_browser_at_all_says_exactly_what_to_type() -> None:
    with pytest.raises(BrowserError, match=r"`python -m playwright install .*chromium`"):
        find_chromium(None, "/nowhere", which=on_path(), places=())


def test_a_browser_that_does_not_start_is_quoted(tmp_path: Path, playwright: Playwright) -> None:
    path = program(tmp_path, "mine", does="echo '[1:1:FATAL:a.cc:3] Socket path too long: /x.' >&2; exit 1")
    with pytest.raises(
        BrowserError, match=r"The browser /.*/mine does not start: Socket path too long: /x\.$"
    ):
        Browser(playwright, path, headed=False)


def test_what_playwright_turns_off_stays_off_and_the_address_bar_has_no_page(playwright: Playwright) -> None:
    browser = playwright.chromium.launch(
        executable_path=find_chromium(None, playwright.chromium.executable_path), args=list(FLAGS)
    )
    try:
        browser.new_context().new_page().goto("data:text/html,")
        started = [words_of(process) for process in psutil.Process().children(recursive=True)]
    finally:
        browser.close()
    off = [
        set(word.removeprefix(SWITCH).split(","))
        for words in started
        for word in words
        if word.startswith(SWITCH)
    ]
    by_playwright, by_us, *_ = off
    assert by_playwright <= by_us, "copy what Playwright turns off to PLAYWRIGHTS_OWN in chromium.py"
    assert [words for words in started if "--top-chrome-webui" in words] == []

"""Browsers that somebody else has started: real ones, on this machine."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Error, Playwright

from harness.probes.base import NotMeasurableError
from harness.probes.process_memory import renderer_of
from harness.session.chromium import FLAGS, find_chromium
from harness.session.errors import BrowserError
from harness.session.remote_browser import RemoteBrowser, _trouble
from harness.session.waiting import wait_until

LISTENING = re.compile(r"(?i)listening on ws://[^:]+:(\d+)/")
pytestmark = pytest.mark.process
Start = Callable[[Sequence[str]], int]
# one that nobody listens at
NOBODY = 9


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts a program that says at which port it listens, and ends it and its children."""
    started: list[subprocess.Popen[bytes]] = []

    def start_one(words: Sequence[str]) -> int:
        log = tmp_path / f"{len(started)}.log"
        with log.open("wb") as out:
            started.append(
                subprocess.Popen(words, stdout=out, stderr=subprocess.STDOUT, start_new_session=True)
            )
        port = wait_until(
            lambda: LISTENING.search(log.read_text()),
            bool,
            pause=lambda: time.sleep(0.05),
            within_s=20,
            what="it did not say where it listens",
        )
        assert port
        return int(port[1])

    yield start_one
    for process in started:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(10)


@pytest.fixture(scope="module")
def program(playwright: Playwright) -> str:
    return find_chromium(None, playwright.chromium.executable_path)


def test_a_playwright_server_starts_a_browser_that_reaches_the_game_here(
    playwright: Playwright, program: str, start: Start, toy_url: str
) -> None:
    port = start([sys.executable, "-m", "playwright", "run-server", "--port", "0", "--unsafe"])
    browser = RemoteBrowser(playwright, f"ws://localhost:{port}/", headed=False, program=program)
    window = browser.new_window("the player", toy_url)
    window.page.goto(toy_url)
    assert window.evaluate("location.href") == toy_url
    with pytest.raises(NotMeasurableError, match=f"the browser runs elsewhere, at ws://localhost:{port}/"):
        renderer_of(window)
    browser.close()
    assert not browser.alive


@pytest.mark.parametrize("flags", [FLAGS[:1], ()])
def test_a_browser_at_a_devtools_address_stays_and_must_tell_memory_exactly(
    playwright: Playwright, program: str, start: Start, tmp_path: Path, flags: Sequence[str]
) -> None:
    words = ["--headless", "--no-sandbox", "--remote-debugging-port=0", f"--user-data-dir={tmp_path}"]
    port = start([program, *words, *flags, "about:blank"])
    for _ in range(2):
        if not flags:
            with pytest.raises(
                BrowserError, match=r"in steps too coarse to judge; start it with --enable-precise"
            ):
                RemoteBrowser(playwright, f"http://localhost:{port}", headed=False)
            continue
        browser = RemoteBrowser(playwright, f"http://localhost:{port}", headed=False)
        assert browser.new_window("the player", "about:blank", trace=False).elsewhere
        browser.close()


def test_nobody_at_the_address_is_told_in_a_sentence(playwright: Playwright) -> None:
    for address in (f"ws://localhost:{NOBODY}/", f"http://localhost:{NOBODY}"):
        with pytest.raises(BrowserError, match=f"There is no browser to drive at {address} .*; start one"):
            RemoteBrowser(playwright, address, headed=False)


def test_another_version_of_playwright_is_named() -> None:
    box = "║ Playwright version mismatch:  ║\n║   - server version: v1.40 ║\n║   - client version: v1.65 ║"
    assert "at ws://far/ has version 1.40, this run 1.65; start one with playwright" in _trouble(
        "ws://far/", Error(box)
    )

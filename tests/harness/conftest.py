"""What the harness is tried on: a toy game, a browser, and behave as a user starts it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright

from harness.browser import Browser
from harness.chromium import find_chromium
from harness.match import Match
from harness.player import Player

sys.path.insert(0, str(Path(__file__).parent))

from toy_game import toy_game

SeatPlayers = Callable[..., list[Player]]


@pytest.fixture(scope="module")
def toy_url() -> Iterator[str]:
    with toy_game() as url:
        yield url


# two drivers cannot run at once in one process
@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    opened = Browser(playwright, find_chromium(None, playwright.chromium.executable_path), headed=False)
    yield opened
    opened.close()


@pytest.fixture
def seat(browser: Browser, toy_url: str) -> Iterator[SeatPlayers]:
    """Seats players in front of the toy game, each with the query given for them."""
    seated: list[Player] = []

    def seat_players(*queries: str) -> list[Player]:
        names = ("the first player", "the second player")
        players = [
            Player(browser.new_window(who, toy_url), f"{toy_url}?{query}", lambda: None)
            for who, query in zip(names, queries, strict=False)
        ]
        seated.extend(players)
        for player in players:
            player.arrive()
        return players

    yield seat_players
    for player in seated:
        player.leave()


@pytest.fixture
def meet(seat: SeatPlayers) -> Callable[..., Match]:
    """Two players in a running toy game."""

    def begin(first: str = "", second: str = "") -> Match:
        match = Match(*seat(first, second), arrived_at=0.0)
        match.read_instructions()
        match.start()
        return match

    return begin

"""What the harness is tried on: a toy game, a browser, and behave as a user starts it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser as PlaywrightBrowser
from playwright.sync_api import BrowserContext, Page, Playwright, Route

from harness.players.match import Match
from harness.players.player import Player
from harness.profile.game_profile import CONTRACT
from harness.session.browser import Browser
from harness.session.chromium import FLAGS, find_chromium
from tests.harness.toy_game import toy_game

# never reached: the context answers itself; localhost is secure without TLS, so the page can be isolated
HOME = "http://localhost:9/"
HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'",
}
# the toy game keeps the page contract
PROFILE = CONTRACT
Open = Callable[..., Page]
SeatPlayers = Callable[..., list[Player]]


@pytest.fixture(scope="module")
def toy_url() -> Iterator[str]:
    with toy_game() as url:
        yield url


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
            Player(browser.new_window(who, toy_url), f"{toy_url}?{query}", PROFILE)
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


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[PlaywrightBrowser]:
    browser = playwright.chromium.launch(
        executable_path=find_chromium(None, playwright.chromium.executable_path), args=list(FLAGS)
    )
    yield browser
    browser.close()


@pytest.fixture
def context(chromium: PlaywrightBrowser) -> Iterator[BrowserContext]:
    opened = chromium.new_context()
    opened.set_default_timeout(15_000)
    yield opened
    opened.close()


@pytest.fixture
def open_page(context: BrowserContext) -> Open:
    """Opens a page with this script in it (a classic one), and this one for a Worker to run."""

    def open_page(script: str, *, worker: str = "", where: BrowserContext = context) -> Page:
        files = {"/game.js": script, "/worker.js": worker}

        def answer(route: Route) -> None:
            path = "/" + route.request.url.removeprefix(HOME)
            if path in files:
                route.fulfill(body=files[path], content_type="text/javascript", headers=HEADERS)
            else:
                body = "<!doctype html><title>a game</title><script src=/game.js></script>"
                route.fulfill(body=body, content_type="text/html", headers=HEADERS)

        where.unroute_all()
        where.route("**/*", answer)
        page = where.new_page()
        page.goto(HOME)
        return page

    return open_page

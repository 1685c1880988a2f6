"""Small pages in a real Chromium, served as strictly as the game serves its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Route

from harness.browser import FLAGS
from harness.chromium import find_chromium

# never reached: the context answers itself; localhost is secure without TLS, so the page can be isolated
HOME = "http://localhost:9/"
HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'",
}
Open = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(
        executable_path=find_chromium(None, playwright.chromium.executable_path), args=list(FLAGS)
    )
    yield browser
    browser.close()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
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

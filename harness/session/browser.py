"""The one browser of a run and its windows."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import Browser as PlaywrightBrowser
from playwright.sync_api import BrowserContext, CDPSession, Error, Page, Playwright, ViewportSize

from harness.session.chromium import FLAGS
from harness.session.errors import BrowserError, PlayerError, StuckError, first_line
from harness.session.faults import FaultWatch
from harness.session.waiting import bounded

STEADY_HEAP = (
    # V8 goes on compiling for many games and keeps what it compiles: 18 KiB a game that no page has leaked
    "--js-flags=--no-sparkplug",
)
ENDED = "The browser has ended in the middle of the scenario; is there enough memory?"
TELLING = ("error while loading", "Missing X server", ":FATAL:")
LAUNCH_WITHIN_S = 30.0
CLOSE_WITHIN_S = 15.0
BROWSER_FOLLOWS_WITHIN_S = 1.0
KILLED_WITHIN_S = 5.0
CALL_WITHIN_S = 30.0
LOOK_EVERY_MS = 40.0
VIEWPORT_PX: ViewportSize = {"width": 1000, "height": 760}
# One window in front of another must not slow the game behind it; the page contract allows this.
ALWAYS_VISIBLE = """
Object.defineProperty(Document.prototype, 'hidden', {get: () => false, configurable: true});
Object.defineProperty(Document.prototype, 'visibilityState', {get: () => 'visible', configurable: true});
"""


def _never_lost() -> None:
    """For windows whose server and browser nobody watches."""


class Window:
    """A browser context with one page, watched for faults from the start.

    ``raise_if_lost`` raises when the server or the browser is gone, so that nobody waits for them.
    ``elsewhere`` is the address of a browser whose processes cannot be read, None for one of this run's own.
    """

    elsewhere: str | None = None

    def __init__(
        self,
        browser: PlaywrightBrowser,
        who: str,
        home: str,
        *,
        trace: bool,
        raise_if_lost: Callable[[], None] = _never_lost,
    ) -> None:
        self.who = who
        self.raise_if_lost = raise_if_lost
        self.context: BrowserContext = browser.new_context(
            viewport=VIEWPORT_PX, user_agent=_desktop_agent(browser.version)
        )
        self.context.add_init_script(ALWAYS_VISIBLE)
        self._tracing = trace
        if trace:
            # neither screenshots nor snapshots: those would share the processor with what is measured
            self.context.tracing.start(screenshots=False, snapshots=False, title=who)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(CALL_WITHIN_S * 1000)
        self.watch = FaultWatch(self.page, who, home)
        self._cdp: CDPSession | None = None
        self.closed = False

    @property
    def cdp(self) -> CDPSession:
        """The page's DevTools session, made when first needed."""
        if self._cdp is None:
            self._cdp = self.context.new_cdp_session(self.page)
        return self._cdp

    def do(self, act: Callable[[], Any]) -> Any:
        """Runs one call to the browser within a bound; PlayerError with a sentence when it fails."""
        try:
            with bounded(CALL_WITHIN_S + 5, f"The page of {self.who}"):
                return act()
        except StuckError as error:
            raise PlayerError(str(error)) from None
        except Error as error:
            raise PlayerError(self.reason(error)) from None

    def evaluate(self, script: str, argument: Any = None) -> Any:
        """A value from the page. Playwright calls the function through DevTools, which the page's
        Content-Security-Policy does not forbid, unlike a predicate that the page evaluates later."""
        return self.do(lambda: self.page.evaluate(script, argument))

    def send(self, command: str, **parameters: Any) -> Any:
        """One command of the DevTools protocol to the page; errors as ``do``."""
        return self.do(lambda: self.cdp.send(command, parameters))

    def pause(self, milliseconds: float = LOOK_EVERY_MS) -> None:
        """Time between two looks, in which the browser's events are taken in."""
        self.do(lambda: self.page.wait_for_timeout(milliseconds))

    def screenshot(self) -> bytes:
        """The page as a PNG."""
        return bytes(self.do(lambda: self.page.screenshot(timeout=15_000)))

    def reason(self, error: Error) -> str:
        """Why a call failed: raises when server or browser is gone, else says what the page's trouble is."""
        self.raise_if_lost()
        if self.watch.crashed or "crashed" in str(error):
            # of a browser that ends, a page may be the first to go
            moment, end = threading.Event(), time.monotonic() + BROWSER_FOLLOWS_WITHIN_S
            while time.monotonic() < end and not moment.wait(LOOK_EVERY_MS / 1000):
                self.raise_if_lost()
            return f"The page of {self.who} has crashed."
        if self.closed or "has been closed" in str(error):
            return f"The window of {self.who} was closed in the middle of the game."
        return f"The page of {self.who} cannot be driven: {first_line(error).removeprefix('Page.')}."

    def save_trace(self, path: Path) -> Path | None:
        """Writes the trace once; None when there is none to write any more."""
        if not self._tracing or self.closed:
            return None
        self._tracing = False
        with contextlib.suppress(Error, StuckError), bounded(CLOSE_WITHIN_S, "Writing the trace"):
            self.context.tracing.stop(path=path)
        return path if path.exists() else None

    def close(self) -> None:
        """Closes the window; may be called again, and after the browser has died."""
        if self.closed:
            return
        self.closed = True
        self.watch.stop()
        with contextlib.suppress(Error, StuckError), bounded(CLOSE_WITHIN_S, "Closing a window"):
            self.context.close()


class Browser:
    """A running Chromium; every window it opens is closed with it. ``flags`` are those beside the usual."""

    def __init__(
        self, playwright: Playwright, program: str, *, headed: bool, flags: tuple[str, ...] = ()
    ) -> None:
        before = _children()
        try:
            with bounded(LAUNCH_WITHIN_S + 5, "Starting the browser"):
                # the run itself decides what Ctrl-C does: first the evidence, then the browser
                launched = playwright.chromium.launch(
                    executable_path=program,
                    headless=not headed,
                    args=[*FLAGS, *flags],
                    handle_sigint=False,
                    handle_sigterm=False,
                    handle_sighup=False,
                    timeout=LAUNCH_WITHIN_S * 1000,
                )
        except (Error, StuckError) as error:
            _kill(_children() - before)
            raise BrowserError(f"The browser {program} does not start: {_reason(error)}.") from None
        self._own(launched, program, flags, _children() - before)

    def _own(
        self,
        browser: PlaywrightBrowser,
        program: str,
        flags: tuple[str, ...],
        processes: Collection[psutil.Process] = (),
    ) -> None:
        """Takes over a running browser; ``processes`` are those that end with it."""
        self._browser = browser
        self.program = program
        self.flags = flags
        self.version = browser.version
        self.windows: list[Window] = []
        self._processes = set(processes)
        self._program = min(processes, key=psutil.Process.create_time, default=None)
        self._driver = self._program and self._program.parent()

    @property
    def alive(self) -> bool:
        """Whether windows can still be driven; Playwright itself does not notice that its driver is gone."""
        return self._browser.is_connected() and self.driver_alive and _lives(self._program)

    @property
    def driver_alive(self) -> bool:
        """Whether Playwright's own process is there, without which no other browser can be started."""
        return _lives(self._driver)

    def new_window(
        self, who: str, home: str, *, trace: bool = True, raise_if_lost: Callable[[], None] = _never_lost
    ) -> Window:
        """A fresh window: no cookies, no cache, a page process of its own."""
        if not self.alive:
            raise BrowserError(ENDED)
        self.windows = [window for window in self.windows if not window.closed]
        try:
            with bounded(CALL_WITHIN_S, "Opening a window"):
                window = Window(self._browser, who, home, trace=trace, raise_if_lost=raise_if_lost)
        except Error as error:
            told = f"The window of {who} cannot be opened: {_reason(error)}."
            raise BrowserError(told if self.alive else ENDED) from None
        self.windows.append(window)
        return window

    def close(self) -> None:
        """Closes all windows and the browser, by force when it does not end by itself."""
        for window in self.windows:
            window.watch.stop()
        with contextlib.suppress(Error, StuckError), bounded(CLOSE_WITHIN_S, "Closing the browser"):
            self._browser.close()
        _kill(self._processes)


def _children() -> set[psutil.Process]:
    return set(psutil.Process().children(recursive=True))


def _lives(process: psutil.Process | None) -> bool:
    try:
        return process is None or (process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _kill(processes: set[psutil.Process]) -> None:
    for process in processes:
        with contextlib.suppress(psutil.Error):
            process.kill()
    end = time.monotonic() + KILLED_WITHIN_S
    # one that has ended holds nothing any more, also while the system has not yet forgotten it
    while (left := [process for process in processes if _lives(process)]) and time.monotonic() < end:
        psutil.wait_procs(left, timeout=0.02)


def _desktop_agent(version: str) -> str:
    """The user agent of an ordinary desktop Chrome: some games turn a headless one away."""
    major = version.split(".", 1)[0]
    return (
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
        f"Chrome/{major}.0.0.0 Safari/537.36"
    )


def _reason(error: Exception) -> str:
    """The telling line of Playwright's long text about a failed launch."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    telling = [line.rpartition("] ")[2] for line in lines if any(words in line for words in TELLING)]
    return (telling or lines or [type(error).__name__])[0].rstrip(".")

"""The one browser of a run and its windows."""

from __future__ import annotations

import contextlib
from pathlib import Path

import psutil
from playwright.sync_api import Browser as PlaywrightBrowser
from playwright.sync_api import BrowserContext, CDPSession, Error, Page, Playwright, ViewportSize

from harness.errors import BrowserError, StuckError
from harness.faults import FaultWatch
from harness.waiting import bounded

FLAGS = (
    # without it performance.memory is rounded to coarse steps and old by minutes
    "--enable-precise-memory-info",
)
STEADY_HEAP = (
    # V8 goes on compiling for many games and keeps what it compiles: 18 KiB a game that no page has leaked
    "--js-flags=--no-sparkplug",
)
ENDED = "The browser has ended in the middle of the scenario; is there enough memory?"
LAUNCH_WITHIN_S = 30.0
CLOSE_WITHIN_S = 15.0
CALL_WITHIN_S = 30.0
VIEWPORT_PX: ViewportSize = {"width": 1000, "height": 760}
# One window in front of another must not slow the game behind it; the page contract allows this.
ALWAYS_VISIBLE = """
Object.defineProperty(Document.prototype, 'hidden', {get: () => false, configurable: true});
Object.defineProperty(Document.prototype, 'visibilityState', {get: () => 'visible', configurable: true});
"""


class Window:
    """A browser context with one page, watched for faults from the start."""

    def __init__(self, browser: PlaywrightBrowser, who: str, home: str, *, trace: bool) -> None:
        self.who = who
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
        self.flags = flags
        before = _children()
        try:
            with bounded(LAUNCH_WITHIN_S + 5, "Starting the browser"):
                # the run itself decides what Ctrl-C does: first the evidence, then the browser
                self._browser = playwright.chromium.launch(
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
        self.program = program
        self.version = self._browser.version
        self.windows: list[Window] = []
        self._processes = _children() - before
        self._program = min(self._processes, key=psutil.Process.create_time, default=None)
        self._driver = self._program and self._program.parent()

    @property
    def alive(self) -> bool:
        """Whether windows can still be driven; Playwright itself does not notice that its driver is gone."""
        return self._browser.is_connected() and self.driver_alive and _lives(self._program)

    @property
    def driver_alive(self) -> bool:
        """Whether Playwright's own process is there, without which no other browser can be started."""
        return _lives(self._driver)

    def new_window(self, who: str, home: str, *, trace: bool = True) -> Window:
        """A fresh window: no cookies, no cache, a page process of its own."""
        if not self.alive:
            raise BrowserError(ENDED)
        self.windows = [window for window in self.windows if not window.closed]
        try:
            with bounded(CALL_WITHIN_S, "Opening a window"):
                window = Window(self._browser, who, home, trace=trace)
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
    psutil.wait_procs(processes, timeout=5)


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
    telling = [line for line in lines if "error while loading" in line or "Missing X server" in line]
    return (telling or lines or [type(error).__name__])[0].rstrip(".")

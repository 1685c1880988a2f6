"""A run of the specs: what is started once, and what each scenario uses of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from gauge.latency.match_steps import Arm
from harness.session.addresses import with_query
from harness.session.browser import ENDED, Browser, Window
from harness.session.chromium import find_chromium
from harness.session.driver import driver
from harness.session.errors import BrowserError, NotOfferedError, ServerError
from harness.session.faults import Fault, FaultWatch
from harness.session.interrupts import INTERRUPTS
from harness.session.offline_assets import OfflineAssets
from harness.session.progress import Progress
from harness.session.remote_browser import RemoteBrowser
from harness.session.server import PROJECT, GameServer, RunningGame, Server
from harness.session.settings import OF_THE_GAME, Settings


@dataclass(frozen=True)
class Serving:
    """A server other than the settings ask for: ``options`` replace theirs; ``wrapper`` as in GameServer."""

    options: Mapping[str, int] = field(default_factory=dict)
    wrapper: str | None = None


AS_SET = Serving()
# what a game leaves behind does not depend on its pace, and a long one leaves it only once
SHORT_GAMES = Serving({"frames": 120, "fps": 60})


class Run:
    """Server, browser and settings of a run; ``stop`` ends everything it has started."""

    def __init__(self, settings: Settings, reports: Path) -> None:
        self.settings = settings
        self.reports = reports
        self.progress = Progress()
        self._cleanup = ExitStack()
        self._servers = 0
        self._serving = AS_SET
        self._wanted: Serving | None = None
        self._log_mark = 0
        self._windows: list[Window] = []
        self._baseline: Server | None = None
        self.profile = settings.profile
        self._offline: OfflineAssets | None = None
        INTERRUPTS.install()
        self._cleanup.callback(INTERRUPTS.restore)
        try:
            # what may be refused cheaply comes first
            if folder := settings.offline_assets or self.profile.offline_assets:
                self._offline = OfflineAssets(PROJECT / Path(folder).expanduser())
            given = None
            if settings.base_url is not None:
                given = RunningGame(settings.base_url, settings.server_pid)
            if settings.baseline_url is not None:
                self._baseline = RunningGame(settings.baseline_url, setting="baseline_url")
            self._driver = self._cleanup.enter_context(ExitStack())
            self._playwright = self._driver.enter_context(driver())
            self.program = settings.remote or find_chromium(
                settings.browser, self._playwright.chromium.executable_path
            )
            self._cleanup.callback(self._stop_baseline)
            self._server: Server = given or self._start_server(self.profile.command)
            self._cleanup.callback(self._stop_server)
            self._browser = self._start_browser()
            self._cleanup.callback(self._close_browser)
        except BaseException:
            self.stop()
            raise

    # -- once a run ------------------------------------------------------------------------------

    def stop(self) -> None:
        """Ends windows, browser, server and driver, whatever state they are in; may be called again."""
        self._cleanup.close()

    @property
    def server(self) -> Server:
        """The game's server as it is wanted now; another one after it had to be started again."""
        self._provide()
        return self._server

    @property
    def browser_version(self) -> str:
        return self._browser.version

    @property
    def sets_length(self) -> bool:
        """Whether games have the length that this run asks for; one that is not ours may have any."""
        return "frames" in self.profile.options and self.settings.base_url is None

    @property
    def end_within_s(self) -> float:
        """How long a game may take."""
        if self.sets_length:
            return 30.0 + 4 * self.settings.frames / self.settings.fps
        return self.profile.game_s

    def address(self, arm: Arm = "worker") -> str:
        """Where the game is played with Python in a Worker, or on the page.

        NotOfferedError where there is no build with Python on the page to compare with.
        """
        if arm == "worker":
            return with_query(self.server.url, self.profile.worker_query)
        self._provide()
        if self._baseline is None and self.profile.baseline_command:
            self._baseline = self._start_server(self.profile.baseline_command)
        if self._baseline is not None:
            return with_query(self._baseline.url, self.profile.page_query)
        if not self.profile.page_query:
            raise NotOfferedError(
                f"There is no {self.profile.name} with Python on the page to compare with; "
                "give its address with -D baseline_url=ADDRESS."
            )
        return with_query(self._server.url, self.profile.page_query)

    # -- for each scenario -----------------------------------------------------------------------

    def begin_scenario(self) -> None:
        """Forgets the last scenario's windows and errors."""
        INTERRUPTS.raise_if_asked()
        self._windows = []
        self._log_mark = self._server.log_size()

    def serve(self, serving: Serving = AS_SET) -> None:
        """From the next window on, server and browser are there and as they are wanted.

        What is not is started again then, and not before: a step may yet ask for another serving. Under
        base_url the game keeps its own pace and length.
        """
        self._wanted = serving
        if self.settings.base_url is not None:
            if gone := self._server.end_note():
                raise ServerError(f"{gone}; start it again.")
            if serving.wrapper is not None:
                raise ServerError("This needs a server of the run's own; leave base_url out.")

    def _provide(self) -> None:
        """Once for each ``serve``: what ends later in a scenario is not started again in secret."""
        if (serving := self._wanted) is None:
            return
        self._wanted = None
        if self.settings.base_url is None and not (self._server.alive and self._serving == serving):
            self._server.stop()
            self._serving = serving
            self._stop_baseline()
            self._server = self._start_server(self.profile.command)
            self._log_mark = 0
        if self._browser.flags:
            self._browser.close()
        if not self._browser.alive:
            self._browser.close()
            if not self._browser.driver_alive:
                self._driver.close()
                self._playwright = self._driver.enter_context(driver())
            self._browser = self._start_browser()

    def renew_browser(self, flags: tuple[str, ...] = ()) -> None:
        """Ends the browser and starts another, so that what follows runs in processes of its own."""
        self._provide()
        self._browser.close()
        self._browser = self._start_browser(flags)

    def new_window(self, who: str, home: str | None = None) -> Window:
        """A fresh window for the game at ``home``, watched for errors; nothing is opened in it yet."""
        self._provide()
        self.raise_if_lost()
        home = home or self._server.url
        window = self._browser.new_window(who, home, raise_if_lost=self.raise_if_lost)
        window.watch.known = self.profile.known_errors
        if self._offline is not None:
            self._offline.serve(window.context, home)
        self._windows.append(window)
        return window

    def raise_if_lost(self) -> None:
        """Raises when the server or the browser has ended."""
        if not self._browser.alive:
            # a signal for the whole group ends Playwright's driver too
            INTERRUPTS.raise_if_asked()
            raise BrowserError(ENDED)
        if not self._server.alive:
            raise ServerError(self._server.end_note() or "The game's server has ended.")

    def faults(self, windows: Iterable[Window] = ()) -> list[Fault]:
        """Every error of this scenario's pages and Workers and of the server, in that order.

        ``windows`` are those that an earlier scenario played in and that this one judges as well.
        """
        found = [
            fault for window in dict.fromkeys([*windows, *self._windows]) for fault in window.watch.faults
        ]
        found += [Fault("server", "log", line) for line in self._server.error_lines(self._log_mark)]
        ended = self._server.end_note()
        if ended is not None:
            found.append(Fault("server", "end", ended))
        return found

    def foreign_requests(self) -> list[str]:
        """Addresses that were asked for and are not the game's own."""
        return [url for watch in self._watches for url in watch.foreign_requests()]

    def accepted_faults(self) -> list[Fault]:
        """Errors of this scenario's pages that the game's profile knows."""
        return [fault for watch in self._watches for fault in watch.accepted]

    def must_know_server_process(self) -> None:
        """NotOfferedError when nothing can be read of the server beside its answers."""
        if self._server.pid is None:
            raise NotOfferedError(
                "Somebody else has started this server; give its process with -D server_pid=NUMBER, or let "
                "the run start it by server.command of the game's profile."
            )

    def request_count(self) -> int:
        return sum(len(watch.requests) for watch in self._watches)

    def console_text(self) -> str:
        """What all consoles of this scenario said, page by page."""
        parts = [f"== {watch.who}\n" + "\n".join(watch.console) for watch in self._watches]
        return "\n\n".join(parts)

    def server_log(self) -> str:
        return self._server.log_text()

    def open_windows(self) -> list[Window]:
        """The scenario's windows that can still be looked at."""
        return [window for window in self._windows if not window.closed] if self._browser.alive else []

    def close_windows(self) -> None:
        for window in self._windows:
            window.close()

    @property
    def _watches(self) -> list[FaultWatch]:
        return [window.watch for window in self._windows]

    # -- starting --------------------------------------------------------------------------------

    def _start_server(self, command: str) -> GameServer:
        settings = self.settings
        self._servers += 1
        asked = {name: getattr(settings, name) for name in OF_THE_GAME} | dict(self._serving.options)
        taken = {name: value for name, value in asked.items() if name in self.profile.options}
        options = tuple(word for name, value in taken.items() for word in (f"--{name}", str(value)))
        log = self.reports / "logs" / f"server-{self._servers}.log"
        return GameServer(log, command, options=options, wrapper=self._serving.wrapper)

    def _start_browser(self, flags: tuple[str, ...] = ()) -> Browser:
        headed = self.settings.headed
        if self.settings.remote is not None:
            program = self.settings.browser
            return RemoteBrowser(
                self._playwright, self.settings.remote, headed=headed, program=program, flags=flags
            )
        return Browser(self._playwright, self.program, headed=headed, flags=flags)

    # by name, not bound to today's object: both are replaced when they end in the middle of a run

    def _stop_server(self) -> None:
        self._server.stop()

    def _stop_baseline(self) -> None:
        if isinstance(self._baseline, GameServer):
            self._baseline.stop()
            self._baseline = None

    def _close_browser(self) -> None:
        self._browser.close()

"""A run of the specs: what is started once, and what each scenario uses of it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from playwright.sync_api import Playwright, sync_playwright

from harness.browser import ENDED, Browser
from harness.chromium import find_chromium
from harness.errors import BrowserError, PlayerError, ServerError
from harness.faults import Fault, FaultWatch
from harness.interrupts import INTERRUPTS
from harness.player import Player
from harness.progress import Progress
from harness.server import GameServer, RunningGame, Server
from harness.settings import Settings
from harness.waiting import bounded

IS_A_GAME_WITHIN_S = 10.0


@dataclass(frozen=True)
class Serving:
    """A server other than the settings ask for: ``options`` replace theirs; ``wrapper`` as in GameServer."""

    options: Mapping[str, int] = field(default_factory=dict)
    wrapper: str | None = None


AS_SET = Serving()


class Run:
    """Server, browser and settings of a run; ``stop`` ends everything it has started."""

    def __init__(self, settings: Settings, reports: Path) -> None:
        self.settings = settings
        self.reports = reports
        self.progress = Progress()
        self._cleanup = ExitStack()
        self._servers = 0
        self._serving = AS_SET
        self._log_mark = 0
        self._watches: list[FaultWatch] = []
        self.players: list[Player] = []
        INTERRUPTS.install()
        self._cleanup.callback(INTERRUPTS.restore)
        try:
            # what may be refused cheaply comes first
            given = None if settings.base_url is None else RunningGame(settings.base_url)
            self._playwright = self._start_playwright()
            self._cleanup.callback(self._stop_playwright)
            self.program = find_chromium(settings.browser, self._playwright.chromium.executable_path)
            self._server: Server = given or self._start_server()
            self._cleanup.callback(self._stop_server)
            self._browser = self._start_browser()
            self._cleanup.callback(self._close_browser)
            if given is not None:
                self._must_be_a_game()
        except BaseException:
            self.stop()
            raise

    # -- once a run ------------------------------------------------------------------------------

    def stop(self) -> None:
        """Ends windows, browser, server and driver, whatever state they are in; may be called again."""
        self._cleanup.close()

    @property
    def server(self) -> Server:
        """The game's server as it is now; another one after it had to be started again."""
        return self._server

    @property
    def browser_version(self) -> str:
        return self._browser.version

    @property
    def end_within_s(self) -> float:
        """How long a game may take; a game that is not ours may have any length."""
        if self.settings.base_url is not None:
            return 300.0
        return 30.0 + 4 * self.settings.frames / self.settings.fps

    # -- for each scenario -----------------------------------------------------------------------

    def begin_scenario(self) -> None:
        """Forgets the last scenario's windows and errors."""
        INTERRUPTS.raise_if_asked()
        self._watches = []
        self.players = []
        self._log_mark = self._server.log_size()

    def serve(self, serving: Serving = AS_SET) -> None:
        """Sees to it that server and browser are there and as they are wanted, starting again what is not."""
        if self.settings.base_url is not None:
            if gone := self._server.end_note():
                raise ServerError(f"{gone}; start it again.")
            if serving.wrapper is not None:
                raise ServerError("This needs a server of the run's own; leave base_url out.")
        elif not self._server.alive or self._serving != serving:
            self._server.stop()
            self._serving = serving
            self._server = self._start_server()
            self._log_mark = 0
        if self._browser.flags:
            self._browser.close()
        if not self._browser.alive:
            self._browser.close()
            if not self._browser.driver_alive:
                self._stop_playwright()
                self._playwright = self._start_playwright()
            self._browser = self._start_browser()

    def renew_browser(self, flags: tuple[str, ...] = ()) -> None:
        """Ends the browser and starts another, so that what follows runs in processes of its own."""
        self._browser.close()
        self._browser = self._start_browser(flags)

    def new_player(self, who: str, query: Mapping[str, str]) -> Player:
        """A fresh window for one player; nothing is opened in it yet."""
        self.raise_if_lost()
        window = self._browser.new_window(who, self._server.url)
        self._watches.append(window.watch)
        player = Player(window, with_query(self._server.url, query), self.raise_if_lost)
        self.players.append(player)
        return player

    def raise_if_lost(self) -> None:
        """Raises when the server or the browser has ended."""
        if not self._browser.alive:
            # a signal for the whole group ends Playwright's driver too
            INTERRUPTS.raise_if_asked()
            raise BrowserError(ENDED)
        if not self._server.alive:
            raise ServerError(self._server.end_note() or "The game's server has ended.")

    def faults(self) -> list[Fault]:
        """Every error of this scenario's pages and Workers and of the server, in that order."""
        found = [fault for watch in self._watches for fault in watch.faults]
        found += [Fault("server", "log", line) for line in self._server.error_lines(self._log_mark)]
        ended = self._server.end_note()
        if ended is not None:
            found.append(Fault("server", "end", ended))
        return found

    def strangers(self) -> list[str]:
        """Addresses that were asked for and are not the game's own."""
        return [url for watch in self._watches for url in watch.strangers()]

    def request_count(self) -> int:
        return sum(len(watch.requests) for watch in self._watches)

    def console_text(self) -> str:
        """What all consoles of this scenario said, page by page."""
        parts = [f"== {watch.who}\n" + "\n".join(watch.console) for watch in self._watches]
        return "\n\n".join(parts)

    def server_log(self) -> str:
        return self._server.log_text()

    def open_windows(self) -> list[Player]:
        """Players whose windows can still be looked at."""
        if not self._browser.alive:
            return []
        return [player for player in self.players if not player.window.closed]

    def close_windows(self) -> None:
        for player in self.players:
            player.leave()

    # -- starting --------------------------------------------------------------------------------

    def _start_server(self) -> GameServer:
        settings = self.settings
        self._servers += 1
        chosen = {
            "layout": settings.layout,
            "frames": settings.frames,
            "fps": settings.fps,
            "seed": settings.seed,
            **self._serving.options,
        }
        options = tuple(word for name, value in chosen.items() for word in (f"--{name}", str(value)))
        log = self.reports / "logs" / f"server-{self._servers}.log"
        return GameServer(log, options=options, wrapper=self._serving.wrapper)

    def _start_playwright(self) -> Playwright:
        with bounded(60, "Starting Playwright"):
            return sync_playwright().start()

    def _start_browser(self, flags: tuple[str, ...] = ()) -> Browser:
        return Browser(self._playwright, self.program, headed=self.settings.headed, flags=flags)

    # by name, not bound to today's object: both are replaced when they end in the middle of a run

    def _stop_server(self) -> None:
        self._server.stop()

    def _close_browser(self) -> None:
        self._browser.close()

    def _stop_playwright(self) -> None:
        with bounded(15.0, "Stopping Playwright"):
            self._playwright.stop()

    def _must_be_a_game(self) -> None:
        """One look at the given address with a browser, before any scenario starts."""
        visitor = self.new_player("a first visitor", {})
        try:
            visitor.arrive()
            visitor.see_instructions(IS_A_GAME_WITHIN_S)
        except PlayerError as error:
            raise ServerError(
                f"base_url={self.settings.base_url} answers, but no game of this kind is there; give the "
                f"address of one that keeps the page contract. {error}"
            ) from None
        finally:
            visitor.leave()


def with_query(url: str, query: Mapping[str, str]) -> str:
    """The address with these query parameters added to its own."""
    parts = urlsplit(url)
    merged = {**dict(parse_qsl(parts.query, keep_blank_values=True)), **query}
    return urlunsplit(parts._replace(query=urlencode(merged)))

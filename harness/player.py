"""A player: what a visitor does in one window, in the order of the page contract."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Error

from gauge.latency import PipelineReading
from harness.browser import CALL_WITHIN_S, Window
from harness.errors import PlayerError, StuckError
from harness.glimpse import LOOK, NOTHING, Glimpse
from harness.waiting import bounded, wait_until

ARRIVE_WITHIN_S = 30.0
PYTHON_WITHIN_S = 90.0
MATCH_WITHIN_S = 30.0
LOOK_EVERY_MS = 40.0

READ_PIPELINE = """() => {
  const game = window.game, metrics = game?.pipelineMetrics;
  if (!metrics) return null;
  const time = (value) => typeof value === 'number' && value > 0 ? value : null;
  return [game.frameNumber ?? 0, time(metrics.stepCallTimestamp), time(metrics.stepReturnTimestamp)];
}"""
FIELD = "(name) => window.game?.[name] ?? null"


class Player:
    """Drives one window; every wait has a bound and names the last state seen.

    ``raise_if_lost`` raises when the server or the browser is gone, so that nobody waits for them.
    """

    def __init__(self, window: Window, url: str, raise_if_lost: Callable[[], None]) -> None:
        self.window = window
        self.who = window.who
        self.url = url
        self._raise_if_lost = raise_if_lost
        self._last_game: str | int | None = None
        self._last_label: str | None = None

    def arrive(self) -> None:
        """Opens the game's address; the page goes on loading by itself."""
        self._do(lambda: self.window.page.goto(self.url, wait_until="commit", timeout=ARRIVE_WITHIN_S * 1000))

    def see_instructions(self, within_s: float = ARRIVE_WITHIN_S) -> Glimpse:
        """Waits for the connection and for instructions to continue from."""
        return self.wait(
            "got no connection and no instructions to continue from",
            lambda g: g.connected and (g.advance is not None or g.start_usable),
            within_s,
        )

    def read_instructions(self) -> None:
        """Waits for the connection and the instructions, and presses Continue."""
        seen = self.see_instructions()
        if not seen.start_usable:
            self._press_advance(seen)

    def wait_for_python(self) -> None:
        """Waits until Start can be pressed; continues through instructions shown again."""

        def startable(seen: Glimpse) -> bool:
            other = seen.advance is not None and seen.advance != self._last_label
            if other and not seen.start_visible:
                self._press_advance(seen)
            return seen.start_usable

        self.wait("could not press Start", startable, PYTHON_WITHIN_S)

    def press_start(self) -> None:
        """Waits until Python is ready and presses Start."""
        self.wait_for_python()
        self._do(lambda: self.window.page.click("#startButton", timeout=10_000))

    def wait_for_waiting_room(self) -> Glimpse:
        return self.wait("was not shown to the waiting room", lambda g: g.waiting is not None, MATCH_WITHIN_S)

    def wait_for_game(self) -> Glimpse:
        """Waits until a game that is not the last one is on the screen; a short one may be over by then."""
        seen = self.wait(
            "got into no game",
            lambda g: g.canvas and g.state in ("playing", "done") and g.game_id != self._last_game,
            MATCH_WITHIN_S,
        )
        self._last_game = seen.game_id
        return seen

    def wait_for_frame(self, frame: int, within_s: float) -> Glimpse:
        def reached(seen: Glimpse) -> bool:
            return seen.frame is not None and seen.frame >= frame

        seen = self.wait(f"did not reach frame {frame}", lambda g: reached(g) or g.done, within_s)
        if not reached(seen):
            raise PlayerError(
                f"{self.who.capitalize()}'s game ended before frame {frame}; last seen: {seen}."
            )
        return seen

    def wait_for_end(self, within_s: float) -> Glimpse:
        return self.wait("did not reach the end of the game", lambda g: g.done, within_s)

    def play_again(self) -> None:
        """Presses Play again once it is offered; what follows is ``press_start``."""
        seen = self.wait("was not offered another game", lambda g: g.advance is not None, ARRIVE_WITHIN_S)
        self._press_advance(seen)

    def press_keys(self, *keys: str, held_ms: float) -> None:
        """Holds each key in turn, as a person would."""
        for key in keys:
            self._do(lambda key=key: self.window.page.keyboard.press(key, delay=held_ms))  # type: ignore[misc]

    def leave(self) -> None:
        """Closes the window without a word to the game."""
        self.window.close()

    def look(self) -> Glimpse:
        """What the page shows now; an empty glimpse between two pages."""
        self._raise_if_lost()
        if self.window.watch.crashed:
            raise PlayerError(f"The page of {self.who} has crashed.")
        try:
            with bounded(CALL_WITHIN_S, f"The page of {self.who}"):
                return Glimpse(**self.window.page.evaluate(LOOK))
        except StuckError as error:
            raise PlayerError(str(error)) from None
        except Error as error:
            if "context was destroyed" in str(error):
                return NOTHING
            raise PlayerError(self._why(error)) from None

    def field(self, name: str) -> Any:
        """A field of ``window.game``."""
        return self.evaluate(FIELD, name)

    def read_pipeline(self) -> PipelineReading | None:
        """One look at the game's step timestamps, None when there is no game to look at."""
        seen = self.evaluate(READ_PIPELINE)
        return None if seen is None else PipelineReading(frame=seen[0], call_ms=seen[1], return_ms=seen[2])

    def screenshot(self) -> bytes:
        """The window as a PNG."""
        return bytes(self._do(lambda: self.window.page.screenshot(timeout=15_000)))

    def evaluate(self, script: str, argument: Any = None) -> Any:
        """A value from the page. Playwright calls the function through DevTools, which the page's
        Content-Security-Policy does not forbid, unlike a predicate that the page evaluates later."""
        return self._do(lambda: self.window.page.evaluate(script, argument))

    def pause(self, milliseconds: float = LOOK_EVERY_MS) -> None:
        """Time between two looks, in which the browser's events are taken in."""
        self._do(lambda: self.window.page.wait_for_timeout(milliseconds))

    def wait(
        self,
        what: str,
        enough: Callable[[Glimpse], bool],
        within_s: float,
        *,
        even_failed: bool = False,
    ) -> Glimpse:
        """Looks until it is enough. A game that has failed is not waited for."""

        def done(seen: Glimpse) -> bool:
            if enough(seen):
                return True
            if seen.failed and not even_failed:
                raise PlayerError(f"{self.who.capitalize()} {what}, because the game failed {seen.failure()}")
            return False

        return wait_until(
            self.look, done, pause=self.pause, within_s=within_s, what=f"{self.who.capitalize()} {what}"
        )

    def _press_advance(self, seen: Glimpse) -> None:
        self._last_label = seen.advance
        self._do(lambda: self.window.page.click("#advanceButton", timeout=10_000))

    def _do(self, act: Callable[[], Any]) -> Any:
        """Runs one call to the browser within a bound, with a sentence when it fails."""
        try:
            with bounded(CALL_WITHIN_S + 5, f"The page of {self.who}"):
                return act()
        except StuckError as error:
            raise PlayerError(str(error)) from None
        except Error as error:
            raise PlayerError(self._why(error)) from None

    def _why(self, error: Error) -> str:
        """Why a call failed: raises when server or browser is gone, else says what the page's trouble is."""
        self._raise_if_lost()
        if self.window.watch.crashed or "crashed" in str(error):
            return f"The page of {self.who} has crashed."
        if self.window.closed or "has been closed" in str(error):
            return f"The window of {self.who} was closed in the middle of the game."
        first = str(error).strip().splitlines()[0]
        return f"The page of {self.who} cannot be driven: {first.removeprefix('Page.').rstrip('.')}."

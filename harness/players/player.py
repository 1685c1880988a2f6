"""A player: what a visitor does in one window, in the order of the page contract."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from playwright.sync_api import Error

from gauge.latency.sampled_median import PipelineReading
from harness.players.page_state import LOOK, NOTHING, PageState
from harness.session.browser import CALL_WITHIN_S, Window
from harness.session.errors import PlayerError, ServerError, StuckError
from harness.session.run import Run
from harness.session.waiting import bounded, wait_until

ARRIVE_WITHIN_S = 30.0
PYTHON_WITHIN_S = 90.0
MATCH_WITHIN_S = 30.0
IS_A_GAME_WITHIN_S = 10.0

READ_PIPELINE = """() => {
  const game = window.game, metrics = game?.pipelineMetrics;
  if (!metrics) return null;
  const time = (value) => typeof value === 'number' && value > 0 ? value : null;
  return [game.frameNumber ?? 0, time(metrics.stepCallTimestamp), time(metrics.stepReturnTimestamp)];
}"""
FIELD = "(name) => window.game?.[name] ?? null"


class Player:
    """Drives one window; every wait has a bound and names the last state seen."""

    def __init__(self, window: Window, url: str) -> None:
        self.window = window
        self.who = window.who
        self.url = url
        self._last_game: str | int | None = None
        self._last_label: str | None = None

    @classmethod
    def new(cls, run: Run, who: str, query: Mapping[str, str]) -> Player:
        """A player in a fresh window; nothing is opened in it yet."""
        return cls(run.new_window(who), with_query(run.server.url, query))

    def arrive(self) -> None:
        """Opens the game's address; the page goes on loading by itself."""
        self.window.do(
            lambda: self.window.page.goto(self.url, wait_until="commit", timeout=ARRIVE_WITHIN_S * 1000)
        )

    def see_instructions(self, within_s: float = ARRIVE_WITHIN_S) -> PageState:
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

        def startable(seen: PageState) -> bool:
            other = seen.advance is not None and seen.advance != self._last_label
            if other and not seen.start_visible:
                self._press_advance(seen)
            return seen.start_usable

        self.wait("could not press Start", startable, PYTHON_WITHIN_S)

    def press_start(self) -> None:
        """Waits until Python is ready and presses Start."""
        self.wait_for_python()
        self.window.do(lambda: self.window.page.click("#startButton", timeout=10_000))

    def wait_for_waiting_room(self) -> PageState:
        return self.wait("was not shown to the waiting room", lambda g: g.waiting is not None, MATCH_WITHIN_S)

    def wait_for_game(self) -> PageState:
        """Waits until a game that is not the last one is on the screen; a short one may be over by then."""
        seen = self.wait(
            "got into no game",
            lambda g: g.canvas and g.state in ("playing", "done") and g.game_id != self._last_game,
            MATCH_WITHIN_S,
        )
        self._last_game = seen.game_id
        return seen

    def wait_for_frame(self, frame: int, within_s: float) -> PageState:
        def reached(seen: PageState) -> bool:
            return seen.frame is not None and seen.frame >= frame

        seen = self.wait(f"did not reach frame {frame}", lambda g: reached(g) or g.done, within_s)
        if not reached(seen):
            raise PlayerError(
                f"{self.who.capitalize()}'s game ended before frame {frame}; last seen: {seen}."
            )
        return seen

    def wait_for_end(self, within_s: float) -> PageState:
        return self.wait("did not reach the end of the game", lambda g: g.done, within_s)

    def play_again(self) -> None:
        """Presses Play again once it is offered; what follows is ``press_start``."""
        seen = self.wait("was not offered another game", lambda g: g.advance is not None, ARRIVE_WITHIN_S)
        self._press_advance(seen)

    def press_keys(self, *keys: str, held_ms: float) -> None:
        """Holds each key in turn, as a person would."""
        for key in keys:
            self.window.do(lambda key=key: self.window.page.keyboard.press(key, delay=held_ms))  # type: ignore[misc]

    def leave(self) -> None:
        """Closes the window without a word to the game."""
        self.window.close()

    def look(self) -> PageState:
        """What the page shows now; an empty one between two pages."""
        self.window.raise_if_lost()
        if self.window.watch.crashed:
            raise PlayerError(f"The page of {self.who} has crashed.")
        try:
            with bounded(CALL_WITHIN_S, f"The page of {self.who}"):
                return PageState(**self.window.page.evaluate(LOOK))
        except StuckError as error:
            raise PlayerError(str(error)) from None
        except Error as error:
            if "context was destroyed" in str(error):
                return NOTHING
            raise PlayerError(self.window.reason(error)) from None

    def field(self, name: str) -> Any:
        """A field of ``window.game``."""
        return self.window.evaluate(FIELD, name)

    def state_hashes(self) -> tuple[str, ...]:
        """One hash a frame, frame 0 included; empty where the game does not expose them."""
        return tuple(self.field("stateHashes") or ())

    def read_pipeline(self) -> PipelineReading | None:
        """One look at the game's step timestamps, None when there is no game to look at."""
        seen = self.window.evaluate(READ_PIPELINE)
        return None if seen is None else PipelineReading(frame=seen[0], call_ms=seen[1], return_ms=seen[2])

    def wait(
        self,
        what: str,
        predicate: Callable[[PageState], bool],
        within_s: float,
        *,
        even_failed: bool = False,
    ) -> PageState:
        """Looks until the predicate holds. A game that has failed is not waited for."""

        def done(seen: PageState) -> bool:
            if predicate(seen):
                return True
            if seen.failed and not even_failed:
                raise PlayerError(f"{self.who.capitalize()} {what}, because the game failed {seen.failure()}")
            return False

        return wait_until(
            self.look,
            done,
            pause=self.window.pause,
            within_s=within_s,
            what=f"{self.who.capitalize()} {what}",
        )

    def _press_advance(self, seen: PageState) -> None:
        self._last_label = seen.advance
        self.window.do(lambda: self.window.page.click("#advanceButton", timeout=10_000))


def must_be_a_game(run: Run) -> None:
    """One look at the address of a game that somebody else serves; ServerError when no game is there."""
    visitor = Player.new(run, "a first visitor", {})
    try:
        visitor.arrive()
        visitor.see_instructions(IS_A_GAME_WITHIN_S)
    except PlayerError as error:
        raise ServerError(
            f"base_url={run.server.url} answers, but no game of this kind is there; give the address of one "
            f"that keeps the page contract. {error}"
        ) from None
    finally:
        visitor.leave()


def with_query(url: str, query: Mapping[str, str]) -> str:
    """The address with these query parameters added to its own."""
    parts = urlsplit(url)
    merged = {**dict(parse_qsl(parts.query, keep_blank_values=True)), **query}
    return urlunsplit(parts._replace(query=urlencode(merged)))

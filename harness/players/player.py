"""A player: what a visitor does in one window, in the order of the page contract."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from itertools import cycle
from typing import Any

from playwright.sync_api import Error

from gauge.latency.match_steps import Arm
from gauge.latency.sampled_median import PipelineReading
from harness.players.page_scripts import CLOCK_TICK, look_script, pipeline_script, read_script
from harness.players.page_state import NOTHING, PageState
from harness.profile.game_profile import CONTRACT, GameProfile
from harness.session.addresses import origin_of, with_query
from harness.session.browser import CALL_WITHIN_S, LOOK_EVERY_MS, Window
from harness.session.errors import EndedEarlyError, NotOfferedError, PlayerError, ServerError, StuckError
from harness.session.faults import one_line
from harness.session.run import Run
from harness.session.waiting import bounded, wait_until

# a game in which nothing has moved for so long does not go on
STILL_WITHIN_S = 20.0


class Player:
    """Drives one window; every wait has a bound and names the last state seen."""

    def __init__(self, window: Window, url: str, profile: GameProfile = CONTRACT) -> None:
        self.window = window
        self.who = window.who
        self.url = url
        self.profile = profile
        self._look = look_script(profile)
        self._keys = cycle(profile.keys)
        self._last_game: str | int | None = None
        self._last_label: str | None = None
        self._failed_before: tuple[str | int | None, str] | None = None
        self._playing = False

    @classmethod
    def new(cls, run: Run, who: str, query: Mapping[str, str] | None = None, arm: Arm = "worker") -> Player:
        """A player in a fresh window; nothing is opened in it yet. Without ``query`` it plays by itself."""
        query = run.profile.query if query is None else query
        home = run.address(arm)
        return cls(run.new_window(who, home), with_query(home, query), run.profile)

    def arrive(self) -> None:
        """Opens the game's address; the page goes on loading by itself."""
        self.window.do(
            lambda: self.window.page.goto(
                self.url, wait_until="commit", timeout=self.profile.arrival_s * 1000
            )
        )

    def see_instructions(self, within_s: float | None = None) -> PageState:
        """Waits for the connection and for instructions to continue from."""
        return self.wait(
            "got no connection and no instructions to continue from",
            lambda g: g.connected and (g.advance is not None or g.start_usable or g.playing),
            within_s or self.profile.arrival_s,
        )

    def read_instructions(self) -> None:
        """Waits for the connection and the instructions, and presses Continue."""
        seen = self.see_instructions()
        if not seen.start_usable and seen.advance is not None:
            self._press_advance(seen)

    def wait_for_python(self) -> None:
        """Waits until Start can be pressed; continues through instructions shown again."""

        def startable(seen: PageState) -> bool:
            other = seen.advance is not None and seen.advance != self._last_label
            if other and not seen.start_visible:
                self._press_advance(seen)
            return seen.start_usable

        if self.profile.start:
            self.wait("could not press Start", startable, self.profile.python_s)

    def press_start(self) -> None:
        """Waits until Python is ready and presses Start."""
        self.wait_for_python()
        if self.profile.start:
            self.window.do(lambda: self.window.page.click(self.profile.start, timeout=10_000))

    def wait_for_waiting_room(self) -> PageState:
        return self.wait(
            "was not shown to the waiting room", lambda g: g.waiting is not None, self.profile.match_s
        )

    def wait_for_game(self, begun: PageState | None = None) -> PageState:
        """Waits until a game that is not the last one is on the screen and its frames advance.

        A partner has seen the frames advance of a game that has ``begun``; it may be over by now.
        """
        first: list[PageState] = []

        def advances(seen: PageState) -> bool:
            known = seen.game_id is not None
            if not seen.canvas or (known and seen.game_id == self._last_game):
                return False
            if known and begun is not None and seen.game_id == begun.game_id:
                return True
            if known and seen.done:
                raise PlayerError(f"{self._name}'s game was over when it was first seen: {seen}.")
            if not seen.playing or seen.frame is None:
                return False
            first.append(seen)
            return seen.frame > (first[0].frame or 0)

        seen = self.wait("got into no game whose frames advance", advances, self.profile.match_s)
        self._last_game = seen.game_id
        return seen

    def wait_for_frame(self, frame: int, within_s: float) -> PageState:
        def reached(seen: PageState) -> bool:
            return seen.frame is not None and seen.frame >= frame

        what = f"did not reach frame {frame}"
        seen = self._wait_in_game(what, lambda g: reached(g) or g.done, within_s)
        if not reached(seen):
            raise EndedEarlyError(f"{self._name}'s game ended before frame {frame}; last seen: {seen}.")
        return seen

    def wait_for_end(self, within_s: float) -> PageState:
        return self._wait_in_game("did not reach the end of the game", lambda g: g.done, within_s)

    def play_again(self) -> None:
        """Asks for another game in the way its profile names; what follows is ``press_start``."""
        if self.profile.next_game == "none":
            raise NotOfferedError(
                f"{self.profile.name} offers no other game in the same window (players.next_game)."
            )
        if self.profile.next_game == "button":
            seen = self.wait(
                "was not offered another game",
                lambda g: g.advance is not None,
                self.profile.arrival_s,
                even_failed=True,
            )
            # a page may show a failed game until the next one begins
            self._failed_before = (seen.game_id, seen.failure()) if seen.failed else None
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
            raise PlayerError(self.window.reason(Error("crashed")))
        try:
            with bounded(CALL_WITHIN_S, f"The page of {self.who}"):
                seen = self.window.page.evaluate(self._look)
                self._raise_if_elsewhere()
                return PageState(**seen)
        except StuckError as error:
            raise PlayerError(str(error)) from None
        except Error as error:
            if "context was destroyed" in str(error):
                return NOTHING
            raise PlayerError(self.window.reason(error)) from None

    def read(self, expression: str) -> Any:
        """What an expression of the profile about ``game`` gives; None without a game, or if it throws."""
        return self.window.evaluate(read_script(self.profile, expression))

    def clock_resolution_ms(self) -> float:
        """The least tick of the page's clock: 0.1 ms on an ordinary page, less on an isolated one."""
        return float(self.window.evaluate(CLOCK_TICK))

    def state_hashes(self) -> tuple[str, ...]:
        """One hash a frame, frame 0 included, "" where none is told; empty where the game exposes none."""
        return tuple(each or "" for each in self.read(self.profile.hashes) or ())

    def read_pipeline(self) -> PipelineReading | None:
        """One look at the game's step timestamps, None when there is no game to look at."""
        seen = self.window.evaluate(pipeline_script(self.profile))
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
            failed_now = seen.failed and (seen.game_id, seen.failure()) != self._failed_before
            if failed_now and not even_failed:
                raise PlayerError(f"{self._name} {what}, because the game failed {seen.failure()}")
            return False

        return wait_until(
            self.look,
            done,
            pause=self._pause,
            within_s=within_s,
            what=f"{self._name} {what}",
            describe=lambda seen: f"{seen}{self._reported()}",
        )

    def _wait_in_game(self, what: str, predicate: Callable[[PageState], bool], within_s: float) -> PageState:
        """While nothing moves any more there is nothing to wait for."""
        last: tuple[int | None, float] = (None, time.monotonic())

        def moving(seen: PageState) -> bool:
            nonlocal last
            if predicate(seen):
                return True
            if seen.frame is not None and seen.frame < (last[0] or 0):
                raise PlayerError(
                    f"{self._name} {what}: after frame {last[0]} the page went on to something else; "
                    f"last seen: {seen}{self._reported()}."
                )
            if seen.frame != last[0]:
                last = (seen.frame, time.monotonic())
            elif time.monotonic() - last[1] > STILL_WITHIN_S:
                raise PlayerError(
                    f"{self._name} {what}: nothing has moved for {STILL_WITHIN_S:g} s; "
                    f"last seen: {seen}{self._reported()}."
                )
            self._playing = seen.playing
            return False

        try:
            return self.wait(what, moving, within_s)
        finally:
            self._playing = False

    def _pause(self) -> None:
        """Between two looks; a player without a bot presses a key meanwhile."""
        if self._playing and self.profile.keys:
            self.press_keys(next(self._keys), held_ms=LOOK_EVERY_MS)
        else:
            self.window.pause()

    @property
    def _name(self) -> str:
        return self.who[:1].upper() + self.who[1:]

    def _reported(self) -> str:
        """The first error of the page, for a wait that has come to nothing."""
        faults = self.window.watch.faults
        return f"; the page reported: “{one_line(faults[0].text)}”" if faults else ""

    def _raise_if_elsewhere(self) -> None:
        url = self.window.page.url
        if url.startswith("http") and origin_of(url) != origin_of(self.url):
            raise PlayerError(f"The page of {self.who} has gone from the game to {url}.")

    def _press_advance(self, seen: PageState) -> None:
        self._last_label = seen.advance
        self.window.do(lambda: self.window.page.click(self.profile.advance, timeout=10_000))


def must_be_a_game(run: Run, arm: Arm = "worker") -> None:
    """One look at the address of a game that somebody else serves; ServerError when no game is there."""
    setting = "base_url" if arm == "worker" else "baseline_url"
    visitor = Player.new(run, "a first visitor", arm=arm)
    try:
        visitor.arrive()
        visitor.see_instructions(run.profile.recognised_s)
    except PlayerError as error:
        raise ServerError(
            f"{setting}={run.address(arm)} answers, but no game of this kind is there; give the address of "
            f"one that keeps the page contract, or its profile with -D game=FILE. {error}"
        ) from None
    finally:
        visitor.leave()

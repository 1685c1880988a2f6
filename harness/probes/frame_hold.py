"""Holds a game at exactly one frame, from outside, while it is read.

When the game assigns that number to its frame, the page meets a ``debugger`` statement and stops there: its
clock goes on, its timers, messages and frames wait. Its Workers answer as before, and so does the page to
what DevTools asks. ``HeapProfiler.collectGarbage`` and all that Playwright asks wait for the page to be free
(https://chromedevtools.github.io/devtools-protocol/tot/Debugger/). Both players are held at the same frame:
the inputs for it came before it, so the second gets there while the first is held already.
"""

from __future__ import annotations

import contextlib
import json
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from harness.players.match import Match
from harness.probes.base import NotMeasurableError, ask_page
from harness.session.browser import Window
from harness.session.errors import PlayerError
from harness.session.waiting import wait_until

# so many frames before a hold nobody presses a key any more: a page that is held does not come back from it
QUIET_FRAMES = 45
LOOK_EVERY_MS = 10.0
# under the ten seconds after which the kitchen gives up a partner
STILL_WITHIN_S = 4.0
FIELD = re.compile(r"game\.([A-Za-z_$][\w$]*)")
PREPARE = """((name, key, frame) => {
  const game = window[name];
  const found = Object.getOwnPropertyDescriptor(game ?? {}, key);
  if (!found?.configurable || !(found.set ? found.get : found.writable)) {
    return 'its frame number is no field whose changes can be followed';
  }
  if (game[key] >= frame) return 'it had passed that frame before it could be held';
  let { value } = found;
  const get = () => (found.get ? found.get.call(game) : value);
  const undo = () => {
    Object.defineProperty(game, key, found.set ? found : { ...found, value });
    delete window[Symbol.for('harness.frameHold')];
  };
  const set = (next) => {
    if (found.set) found.set.call(game, next);
    else value = next;
    if (get() < frame) return;
    undo();
    debugger;
  };
  Object.defineProperty(game, key, { configurable: true, enumerable: found.enumerable, get, set });
  window[Symbol.for('harness.frameHold')] = undo;
  return '';
})"""
UNDO = "window[Symbol.for('harness.frameHold')]?.()"


class FrameHold:
    """Of the games in the two windows of a match, one frame after another."""

    def __init__(self, match: Match) -> None:
        self._match = match
        self._pages: list[_Page] = []
        self._frame = 0
        self._trouble = ""

    def attach(self) -> None:
        """Before a game starts: what takes a while on a busy machine, a second now and then."""
        self._trouble = ""
        try:
            self._pages = self._pages or self._follow()
            for page in self._pages:
                page.attach()
        except NotMeasurableError as error:
            self._trouble = str(error)

    def prepare(self, frame: int) -> None:
        """Before the games get there, perhaps while they are held at another frame.

        From then on nobody but DevTools may ask the pages anything until they are held.
        """
        self._frame = frame
        try:
            for page in self._pages:
                page.prepare(frame)
        except NotMeasurableError as error:
            self._trouble = str(error)

    @contextmanager
    def held(self, within_s: float) -> Iterator[str]:
        """The block runs while both games stand at the frame that was prepared; gives "" then.

        Where they cannot be held it runs once both have reached the frame, and gives the reason. PlayerError
        when a game does not get there.
        """
        frame, match = self._frame, self._match
        trouble = self._trouble or self._wait(within_s)
        if trouble:
            self._go_on(hold=False)
            match.wait_for_frame(frame, within_s)
        try:
            yield trouble
        finally:
            self._go_on(hold=self._frame != frame)

    def _follow(self) -> list[_Page]:
        profile = self._match.first.profile
        found = FIELD.fullmatch(profile.frame)
        if found is None:
            raise NotMeasurableError(f"its frame number is no field of the game ({profile.frame})")
        return [_Page(window, profile.object, found[1]) for window in self._match.windows]

    def _wait(self, within_s: float) -> str:
        """Until both are held; the reason when one passes the frame, or stands still elsewhere."""
        last: tuple[Sequence[int | None], float] = ((), 0.0)

        def both_held(seen: Sequence[int | None]) -> bool:
            nonlocal last
            if seen != last[0]:
                last = (seen, time.monotonic())
            elif time.monotonic() - last[1] > STILL_WITHIN_S:
                raise NotMeasurableError(f"its players did not get to that frame together ({seen})")
            return all(page.held for page in self._pages)

        try:
            if self._match.first.profile.keys:
                self._match.wait_for_frame(self._frame - QUIET_FRAMES, within_s)
            wait_until(
                lambda: [page.seen() for page in self._pages],
                both_held,
                pause=lambda: self._match.first.window.pause(LOOK_EVERY_MS),
                within_s=within_s,
                what="its players did not both get to that frame",
            )
        except (NotMeasurableError, PlayerError) as error:
            return str(error)
        return ""

    def _go_on(self, *, hold: bool) -> None:
        for page in self._pages:
            page.go_on(hold=hold)


class _Page:
    """Of one window: ``held`` while it stands at its frame."""

    def __init__(self, window: Window, name: str, key: str) -> None:
        self._window = window
        self._game = (name, key)
        self._frame = 0
        self.held = False
        window.cdp.on("Debugger.paused", self._note)

    def attach(self) -> None:
        ask_page(self._window, "Debugger.enable")

    def prepare(self, frame: int) -> None:
        """NotMeasurableError with the reason when the game cannot be held there."""
        self._frame = frame
        if reason := self._evaluate(f"{PREPARE}({json.dumps([*self._game, frame])[1:-1]})"):
            raise NotMeasurableError(reason)

    def seen(self) -> int | None:
        """The frame at which the game is now; NotMeasurableError once it has passed the frame."""
        name, key = self._game
        number: int | None = self._frame
        if not self.held:
            number = self._evaluate(f"window[{json.dumps(name)}]?.{key}")
        if number is not None and number > self._frame:
            raise NotMeasurableError("it went past that frame without a stop")
        return number

    def go_on(self, *, hold: bool) -> None:
        """``hold`` it at the frame that has been prepared meanwhile, or never again."""
        # a window that is gone holds nothing
        with contextlib.suppress(NotMeasurableError):
            if self.held:
                self.held = False
                # without it the browser keeps what it has told of the stop, and with it the whole game
                ask_page(self._window, "Debugger.resume")
            if not hold:
                self._evaluate(UNDO)
                ask_page(self._window, "Debugger.disable")

    def _note(self, _event: dict[str, Any]) -> None:
        self.held = True

    def _evaluate(self, expression: str) -> Any:
        reply = ask_page(self._window, "Runtime.evaluate", {"expression": expression, "returnByValue": True})
        if "exceptionDetails" in reply:
            raise NotMeasurableError("its page cannot be asked")
        return reply["result"].get("value")

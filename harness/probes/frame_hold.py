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
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from harness.players.match import Match
from harness.probes.base import NotMeasurableError, ask_page
from harness.session.browser import Window
from harness.session.errors import PlayerError
from harness.session.waiting import wait_until

AHEAD_FRAMES = 45
"""So many frames before it a hold is prepared."""
LOOK_EVERY_MS = 4.0
STILL_WITHIN_S = 2.0
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
  const undo = () => Object.defineProperty(game, key, found.set ? found : { ...found, value });
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


class _Hold:
    """Of one window."""

    def __init__(self, window: Window, name: str, key: str, frame: int) -> None:
        self._window = window
        self._frame = frame
        self._number = f"window[{json.dumps(name)}]?.{key}"
        self._prepare = f"{PREPARE}({json.dumps(name)}, {json.dumps(key)}, {frame})"
        self.paused = False
        window.cdp.on("Debugger.paused", self._note)

    def prepare(self) -> None:
        """NotMeasurableError with the reason when the game cannot be held there."""
        ask_page(self._window, "Debugger.enable")
        if reason := self._evaluate(self._prepare):
            raise NotMeasurableError(reason)

    def seen(self) -> int | None:
        """The frame at which the game is now."""
        number: int | None = self._frame if self.paused else self._evaluate(self._number)
        if number is not None and number > self._frame:
            raise NotMeasurableError("it went past that frame without a stop")
        return number

    def release(self) -> None:
        """Lets the game go on; may be called whatever has come of the hold."""
        # a window that is gone holds nothing
        with contextlib.suppress(NotMeasurableError):
            if not self.paused:
                self._evaluate(UNDO)
            # a page that is held goes on
            ask_page(self._window, "Debugger.disable")
        self._window.cdp.remove_listener("Debugger.paused", self._note)

    def _note(self, _event: dict[str, Any]) -> None:
        self.paused = True

    def _evaluate(self, expression: str) -> Any:
        reply = ask_page(self._window, "Runtime.evaluate", {"expression": expression, "returnByValue": True})
        if "exceptionDetails" in reply:
            raise NotMeasurableError("its page cannot be asked")
        return reply["result"].get("value")


@contextmanager
def held_at(match: Match, frame: int, within_s: float) -> Iterator[str]:
    """The block runs while both games stand at the frame; gives "" then.

    Where they cannot be held it runs once both have reached the frame, and gives the reason. PlayerError when
    a game does not get there.
    """
    for player in match.players:
        player.wait_for_frame(frame - AHEAD_FRAMES, within_s)
    holds, reason = [], ""
    try:
        try:
            holds = _holds(match, frame)
            _wait(match, holds)
        except NotMeasurableError as error:
            reason = str(error)
            _release(holds)
            holds = []
            match.wait_for_frame(frame, within_s)
        yield reason
    finally:
        _release(holds)


def _holds(match: Match, frame: int) -> list[_Hold]:
    profile = match.first.profile
    found = FIELD.fullmatch(profile.frame)
    if found is None:
        raise NotMeasurableError(f"its frame number is no field of the game ({profile.frame})")
    holds = [_Hold(window, profile.object, found[1], frame) for window in match.windows]
    try:
        for hold in holds:
            hold.prepare()
    except NotMeasurableError:
        _release(holds)
        raise
    return holds


def _wait(match: Match, holds: list[_Hold]) -> None:
    """Until all are held; a game that stands still elsewhere is not waited for."""
    last: tuple[list[int | None], float] = ([], time.monotonic())

    def all_held(seen: list[int | None]) -> bool:
        nonlocal last
        if seen != last[0]:
            last = (seen, time.monotonic())
        elif time.monotonic() - last[1] > STILL_WITHIN_S:
            raise NotMeasurableError(f"both players did not get to that frame together ({seen})")
        return all(hold.paused for hold in holds)

    try:
        wait_until(
            lambda: [hold.seen() for hold in holds],
            all_held,
            pause=lambda: match.first.window.pause(LOOK_EVERY_MS),
            within_s=match.first.profile.match_s,
            what="both games were not held",
        )
    except PlayerError as error:
        raise NotMeasurableError(str(error)) from None


def _release(holds: list[_Hold]) -> None:
    for hold in holds:
        hold.release()

"""Every step of a game, recorded in its page from outside.

What a *frame* is here: ``game.frameNumber`` at the moment in which the game writes ``stepCallTimestamp``, the
one moment at which every game has the same number to offer. The kitchen for two counts the steps made so far
and raises the number only after the step's return, so its steps are 0, 1, 2, ...; a game that raises the
number before the step begins at 1; one that raises it between call and return is read before it does. A game
whose numbers do not rise from step to step, or that has none, has its steps counted from 0 in the order of
their calls, and ``frames_counted`` says so.

Cost: 0.2 us a step compiled and 0.7 us in the browser's interpreter alone, 0.04 % to 0.15 % of the kitchen's
own step on the page (Chromium 156, two cores, the quickest tenth of 90 games of 240 steps; measured again by
``python -m harness.bench.recording_cost``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page

from gauge.clock.sightings import ClaimedStep
from harness.profile.game_profile import CONTRACT, GameProfile
from harness.recording.scripts import RecordingError, ask, install

SCRIPT = Path(__file__).with_name("step_recorder.js")
FUNCTION = "recordSteps"
SYMBOL = "harness.stepRecorder"
# above the longest game that the settings allow (5000 frames); 24 bytes a step and game in the page
CAPACITY = 8192
# a game that writes another clock's time than performance.now() is found out by times in the future
CLOCK_SLACK_MS = 1.0


@dataclass(frozen=True)
class RecordedGame:
    """All steps of one game in one window, in the order in which they were made.

    ``frames``, ``call_ms`` and ``return_ms`` are of equal length, one entry for each step that was called and
    has returned; the times are the game's own, in ms of the page's ``performance.now()``.
    ``unanswered`` counts calls without a return: another call came first, or the game was over.
    ``overflow`` counts steps that came after the recorder was full; the first steps are kept, these are lost.
    ``returns_without_call`` counts returns that no call came before, or that are older than their call.
    ``under_way`` is True when the game goes on and was read in the middle of a step.
    ``frames_counted`` is True when the frames are the order of the steps and not the game's own numbers.
    """

    game_id: str | int | None
    player: int | None
    frames: tuple[int, ...]
    call_ms: tuple[float, ...]
    return_ms: tuple[float, ...]
    unanswered: int
    overflow: int
    returns_without_call: int = 0
    under_way: bool = False
    frames_counted: bool = False

    @property
    def claims(self) -> tuple[ClaimedStep, ...]:
        """The steps as the game states them."""
        return tuple(map(ClaimedStep, self.frames, self.call_ms, self.return_ms))

    @property
    def step_ms(self) -> tuple[float, ...]:
        return tuple(back - call for call, back in zip(self.call_ms, self.return_ms, strict=True))

    @property
    def gaps(self) -> tuple[int, ...]:
        """Frames between the first and the last that have no step; none of a counted game are known."""
        present = set(self.frames)
        return tuple(f for f in range(self.frames[0], self.frames[-1]) if f not in present) if present else ()

    @property
    def whole(self) -> bool:
        """Every frame from the first to the last is here once, and nothing was lost on the way."""
        lost = self.unanswered + self.overflow + self.returns_without_call
        return bool(self.frames) and lost == 0 and not self.gaps


class StepRecorder:
    """Installed in a context before its pages are opened; records the game that each of them publishes."""

    def __init__(self, over: Sequence[str] = ()) -> None:
        self._over = over

    @classmethod
    def install(
        cls,
        context: BrowserContext,
        profile: GameProfile = CONTRACT,
        *,
        capacity: int = CAPACITY,
    ) -> StepRecorder:
        """Records up to ``capacity`` steps of a game."""
        if capacity < 1:
            raise ValueError(f"A recorder keeps 1 step or more, not {capacity}.")
        names = {name: getattr(profile, name) for name in ("object", "metrics", "call", "back")}
        options = {"capacity": capacity, "names": names}
        reads = {
            "frame": profile.frame,
            "gameId": profile.game_id,
            "player": profile.player_id,
            "state": profile.state,
        }
        install(context, SCRIPT, FUNCTION, options, reads)
        return cls((*profile.done, *profile.failed))

    def read(self, page: Page) -> RecordedGame:
        """The steps so far of the game that is ``window.game``.

        RecordingError when there is none, or when steps have gone past the recorder.
        """
        found = ask(page, SYMBOL, "(recorder) => recorder.read()")
        if found is None:
            raise RecordingError(f"The page {page.url} has no recorded game: it publishes none.")
        if found["missed"] is not None:
            raise RecordingError(
                f"Steps in {page.url} went past the recorder: {found['missed']}; "
                "the page contract asks for plain timestamps on an object of the game."
            )
        return _recorded(found, page.url, found["state"] in self._over)


def _recorded(found: dict[str, Any], url: str, over: bool) -> RecordedGame:
    own, calls, returns = found["frames"], found["callMs"], found["returnMs"]
    if calls and max(calls[-1], returns[-1]) > found["nowMs"] + CLOCK_SLACK_MS:
        raise RecordingError(
            f"The steps in {url} carry times in the future ({returns[-1]:.0f} ms when the page's clock was "
            f"at {found['nowMs']:.0f} ms); the page contract asks for performance.now()."
        )
    rising = None not in own and all(b > a for a, b in pairwise(own))
    return RecordedGame(
        game_id=found["gameId"],
        player=found["player"],
        frames=tuple(own) if rising else tuple(range(len(own))),
        call_ms=tuple(calls),
        return_ms=tuple(returns),
        unanswered=found["unanswered"] + (found["underWay"] and over),
        overflow=found["overflow"],
        returns_without_call=found["stray"],
        under_way=found["underWay"] and not over,
        frames_counted=not rising,
    )

"""Layer step_time: whether steps take longer as a game goes on, or in later games, whatever the game says."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from statistics import median

from harness.experiments.step_watch import StepWatch
from harness.probes.base import NotMeasurableError, Probe, owner_name
from harness.profile.game_profile import GameProfile
from harness.recording import RecordingError
from harness.session.browser import Window

STEP_TIME = "step_time"


class StepTimeProbe(Probe):
    """The median of a game's steps since the last reading, in ms; make it before the windows arrive.

    A step takes until it is said to be over or the frame's number has risen, whichever is later.
    """

    layers = (STEP_TIME,)

    def __init__(self, windows: Sequence[Window], profile: GameProfile) -> None:
        super().__init__()
        self._watches = [StepWatch.install(window, profile) for window in windows]
        self._read = [0 for _ in windows]

    def during(self, game: int) -> None:
        self._read = [0 for _ in self._watches]
        self.at_frame(game)

    def at_frame(self, reading: int) -> None:
        for seat in range(len(self._watches)):
            self._measure(STEP_TIME, owner_name(seat), reading, partial(self._median_ms, seat))

    def _median_ms(self, seat: int) -> float:
        try:
            _, game, _ = self._watches[seat].read(owner_name(seat))
        except RecordingError as error:
            raise NotMeasurableError(str(error)) from None
        new, self._read[seat] = game.steps[self._read[seat] :], len(game.steps)
        if not new:
            raise NotMeasurableError("no step was made since the last reading")
        return median(max(step.claimed_ms, step.counted_ms or 0.0) for step in new)

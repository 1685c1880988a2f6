"""Layer step_time: whether steps take longer as one long game goes on, by the game's own timestamps."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from statistics import median

from harness.probes.base import NotMeasurableError, Probe, owner_name
from harness.profile.game_profile import GameProfile
from harness.recording import RecordingError, StepRecorder
from harness.session.browser import Window

STEP_TIME = "step_time"


class StepTimeProbe(Probe):
    """The median of the steps since the last reading, in ms; make it before the windows arrive."""

    layers = (STEP_TIME,)

    def __init__(self, windows: Sequence[Window], profile: GameProfile) -> None:
        super().__init__()
        self._windows = windows
        self._recorders = [StepRecorder.install(window.context, profile) for window in windows]
        self._read = [0 for _ in windows]

    def at_frame(self, reading: int) -> None:
        for seat in range(len(self._windows)):
            self._measure(STEP_TIME, owner_name(seat), reading, partial(self._median_ms, seat))

    def _median_ms(self, seat: int) -> float:
        try:
            steps = self._recorders[seat].read(self._windows[seat].page).step_ms
        except RecordingError as error:
            raise NotMeasurableError(str(error)) from None
        new, self._read[seat] = steps[self._read[seat] :], len(steps)
        if not new:
            raise NotMeasurableError("no step was made since the last reading")
        return median(new)

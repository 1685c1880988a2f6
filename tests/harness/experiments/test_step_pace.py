"""The steps since the last reading of a long game are told by their median; none is not measurable."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from harness.experiments import step_pace
from harness.experiments.step_pace import StepTimeProbe
from harness.profile.game_profile import CONTRACT
from harness.recording import RecordingError


class Recorder:
    """Has seen so many steps more at each look, each 1 ms longer than the one before."""

    def __init__(self, *new: int) -> None:
        self._new = list(new)
        self._steps: list[float] = []

    def read(self, _page: object) -> SimpleNamespace:
        if not self._new:
            raise RecordingError("Steps went past the recorder.")
        self._steps += [float(len(self._steps) + number) for number in range(self._new.pop(0))]
        return SimpleNamespace(step_ms=tuple(self._steps))


def test_each_reading_is_the_median_of_what_came_since_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = Recorder(3, 5, 0)
    monkeypatch.setattr(step_pace.StepRecorder, "install", lambda *_: recorder)
    window = SimpleNamespace(context=None, page=None)
    probe = StepTimeProbe([window], CONTRACT)  # type: ignore[list-item]
    for reading in range(4):
        probe.at_frame(reading)
    assert [(r.owner, r.game, r.value) for r in probe.result()] == [
        ("player 1", 0, 1.0),
        ("player 1", 1, 5.0),
        ("player 1", 2, None),
        ("player 1", 3, None),
    ]
    assert "no step was made since the last reading" in probe.reasons["step_time"]

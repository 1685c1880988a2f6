"""The steps since the last reading of a long game are told by their median; none is not measurable."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from gauge.clock.second_clock import SeenGame
from gauge.clock.seen_steps import SeenStep
from harness.experiments import step_pace
from harness.experiments.step_pace import StepTimeProbe
from harness.profile.game_profile import CONTRACT
from harness.recording import RecordingError


class Watch:
    """Has seen so many steps more at each look, each 1 ms longer than the one before by `told`."""

    def __init__(self, told: str, *new: int) -> None:
        self._told = told
        self._new = list(new)
        self._steps: list[SeenStep] = []

    def read(self, who: str) -> tuple[None, SeenGame, None]:
        if not self._new:
            raise RecordingError("Steps went past the recorder.")
        for _ in range(self._new.pop(0)):
            frame = len(self._steps)
            took = {"claimed_ms": 0.0, self._told: float(frame)}
            self._steps.append(SeenStep(frame=frame, kind="answered", **took))
        return None, SeenGame(who, tuple(self._steps)), None


@pytest.mark.parametrize("told", ["claimed_ms", "counted_ms"], ids=["by the game", "by the frame number"])
def test_each_reading_is_the_median_of_what_came_since_the_last(
    monkeypatch: pytest.MonkeyPatch, told: str
) -> None:
    watch = Watch(told, 3, 5, 0)
    monkeypatch.setattr(step_pace.StepWatch, "install", lambda *_: watch)
    probe = StepTimeProbe([SimpleNamespace()], CONTRACT)  # type: ignore[list-item]
    for reading in range(4):
        probe.at_frame(reading)
    assert [(r.owner, r.game, r.value) for r in probe.result()] == [
        ("player 1", 0, 1.0),
        ("player 1", 1, 5.0),
        ("player 1", 2, None),
        ("player 1", 3, None),
    ]
    assert "no step was made since the last reading" in probe.reasons["step_time"]


def test_a_game_is_told_by_its_own_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    watch = SimpleNamespace()
    monkeypatch.setattr(step_pace.StepWatch, "install", lambda *_: watch)
    probe = StepTimeProbe([SimpleNamespace()], CONTRACT)  # type: ignore[list-item]
    for game, took in enumerate((4.0, 9.0)):
        steps = tuple(SeenStep(frame=frame, kind="answered", claimed_ms=took) for frame in range(3))
        watch.read = lambda who, steps=steps: (None, SeenGame(who, steps), None)
        probe.during(game)
    assert [reading.value for reading in probe.result()] == [4.0, 9.0]

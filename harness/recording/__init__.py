"""Recorders that are put into a page from outside, before any script of its own."""

from harness.recording.freeze_recorder import FreezeReading, FreezeRecorder
from harness.recording.picture_recorder import PictureRecorder
from harness.recording.scripts import RecordingError
from harness.recording.second_clock import SecondClock
from harness.recording.step_recorder import RecordedGame, StepRecorder

__all__ = [
    "FreezeReading",
    "FreezeRecorder",
    "PictureRecorder",
    "RecordedGame",
    "RecordingError",
    "SecondClock",
    "StepRecorder",
]

"""A second clock: what a game does, timed from outside and without its own word for it.

Installed after whatever stands for the Worker (``harness/controls/slow_worker.py``): scripts run in the order
in which they are installed, and a later one is nearer to the page, so that a reply counts when the page gets it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page

from gauge.clock.sightings import BusyReading, Draw, FrameChange, Message, Sightings
from harness.recording.scripts import ask, install
from harness.session.browser import Window

HERE = Path(__file__).parent
MESSAGES = "harness.messageRecorder"
FRAMES = "harness.frameRecorder"
# three times what the longest game of the settings needs (5000 frames, a request and a reply each)
CAPACITY = 32_768


class SecondClock:
    """Installed in a context before its pages are opened; sees every game of each of them."""

    @classmethod
    def install(cls, context: BrowserContext, *, capacity: int = CAPACITY) -> SecondClock:
        """Keeps the first ``capacity`` messages, changes of the frame number and draws of a page each."""
        if capacity < 1:
            raise ValueError(f"A second clock keeps 1 message or more, not {capacity}.")
        options = {"capacity": capacity}
        install(context, HERE / "frame_recorder.js", "recordFrames", options)
        install(context, HERE / "message_recorder.js", "recordMessages", options)
        return cls()

    def read(self, page: Page) -> Sightings:
        """All that was seen in the page so far. RecordingError when the page has no second clock."""
        traffic = ask(page, MESSAGES, "([recorder]) => recorder.read()")
        frames = ask(page, FRAMES, "([recorder]) => recorder.read()")
        return _sightings(traffic, frames["changes"], frames["draws"])


def _sightings(traffic: dict[str, Any], changes: dict[str, Any], draws: dict[str, Any]) -> Sightings:
    return Sightings(
        messages=tuple(Message(at, bool(kind), channel) for at, kind, channel in traffic["messages"]),
        changes=tuple(FrameChange(int(frame), old, new) for frame, old, new in changes["rows"]),
        draws=tuple(Draw(at, int(frame)) for at, frame in draws["rows"] if frame == frame),
        channels=tuple(traffic["channels"]),
        unseen=tuple(traffic["unseen"]),
        lost=traffic["overflow"] + changes["overflow"] + draws["overflow"],
        resolution_ms=traffic["resolutionMs"],
    )


def read_busy(window: Window) -> BusyReading:
    """How long the page's thread was busy since the first such reading, which starts the browser's count.

    https://chromedevtools.github.io/devtools-protocol/tot/Performance/: durations of tasks on the thread, in
    wall time. A game's share is the difference between one reading before and one after it.
    """
    window.do(lambda: window.cdp.send("Performance.enable", {"timeDomain": "timeTicks"}))
    found = window.do(lambda: window.cdp.send("Performance.getMetrics"))["metrics"]
    seconds = {metric["name"]: metric["value"] for metric in found}
    return BusyReading(
        at_ms=1000 * (seconds["Timestamp"] - seconds["NavigationStart"]),
        task_ms=1000 * seconds["TaskDuration"],
        script_ms=1000 * seconds["ScriptDuration"],
    )

"""A second clock: what a game does, timed from outside and without its own word for it.

Installed after the step recorder and after whatever stands for the Worker (``harness/controls``): scripts
run in the order in which they are installed, a later one is nearer to the page, and a reply counts when the
page gets it.

Cost: 3.6 us a step in a Worker compiled and 6.8 us in the browser's interpreter alone, 0.4 % to 0.8 % of the
kitchen's own step (Chromium 156, two cores, the quickest tenth of 90 games of 240 steps; measured again by
``python -m harness.bench.recording_cost``). What a draw costs more is too little to be measured.
"""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page

from gauge.clock.sightings import Draw, FrameChange, Message, Sightings, Turn
from harness.profile.game_profile import CONTRACT, GameProfile
from harness.recording.scripts import ask, install

HERE = Path(__file__).parent
OWN_FIELD = re.compile(r"game\.(\w+)")
MESSAGES = "harness.messageRecorder"
FRAMES = "harness.frameRecorder"
# three times what the longest game of the settings needs (5000 frames, a request and a reply each)
CAPACITY = 32_768


class SecondClock:
    """Installed in a context before its pages are opened; sees every game of each of them."""

    @classmethod
    def install(
        cls, context: BrowserContext, profile: GameProfile = CONTRACT, *, capacity: int = CAPACITY
    ) -> SecondClock:
        """Keeps the first ``capacity`` messages, changes of the frame number and draws of a page each."""
        if capacity < 1:
            raise ValueError(f"A second clock keeps 1 message or more, not {capacity}.")
        own = OWN_FIELD.fullmatch(profile.frame)
        names = {name: getattr(profile, name) for name in ("object", "metrics", "call")}
        options = {"capacity": capacity, "names": names | {"frame": own and own[1]}}
        install(context, HERE / "frame_recorder.js", "recordFrames", options, {"frame": profile.frame})
        install(context, HERE / "message_recorder.js", "recordMessages", {"capacity": capacity})
        return cls()

    def read(self, page: Page) -> Sightings:
        """All that was seen in the page so far. RecordingError when the page has no second clock."""
        traffic = ask(page, MESSAGES, "(recorder) => recorder.read()")
        frames = ask(page, FRAMES, "(recorder) => recorder.read()")
        return _sightings(traffic, frames)


def _sightings(traffic: dict[str, Any], frames: dict[str, Any]) -> Sightings:
    return Sightings(
        messages=tuple(Message(at, bool(kind), channel) for at, kind, channel in traffic["messages"]),
        changes=tuple(
            FrameChange(int(frame), old, new)
            for frame, old, new in frames["changes"]["rows"]
            if frame is not None
        ),
        turns=tuple(
            Turn(call, written, math.inf if free is None else free)
            for call, written, free in frames["turns"]["rows"]
        ),
        draws=tuple(Draw(at, int(frame)) for at, frame in frames["draws"]["rows"] if frame is not None),
        channels=tuple(traffic["channels"]),
        unseen=tuple(traffic["unseen"]),
        lost=traffic["overflow"] + sum(table["overflow"] for table in frames.values()),
        resolution_ms=traffic["resolutionMs"],
    )

"""Each claimed step held against the messages and the frame's own mark around it.

A step owns the time from its call to the next call. What is in it makes the step one of four kinds:

- *answered*: a request was sent and a message came back within the claimed time;
- *late*: a message came when the step was said to be over, to nothing that was asked since, and only then did
  the frame's number change, at once (within CLOSE_MS, and sooner after the message than before the next call).
  That is the step's reply: a game that has the reply earlier, or gets one for the next frame, raises no number
  by it;
- *silent*: no message at all;
- *apart*: messages, but no request with a message after it inside the claimed time. An honest game that asks
  ahead, or is answered in batches, looks like that, and so may one that is not.

Page and messages are timed by one clock that never runs backwards, so what came first has the smaller time or
the same; times that differ by one tick are taken as the same.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from gauge.clock.sightings import ClaimedStep, FrameChange, Message, Sightings

Kind = Literal["answered", "late", "silent", "apart"]
CLOSE_MS = 2.0
"""A page takes 0.1 to 0.5 ms from the kitchen's reply to the frame's number, four times that when slowed."""


@dataclass(frozen=True)
class SeenStep:
    """A step as the game claims it and as it was seen; `seen_ms` is from its first request to its reply.

    `late_ms` is how long after the claimed return the reply came. `received` counts the
    messages that came, `stray` those either way outside the claimed time, beside the reply of a late step.
    """

    frame: int
    kind: Kind
    claimed_ms: float
    seen_ms: float | None = None
    late_ms: float | None = None
    received: int = 0
    stray: int = 0


def see_steps(steps: Sequence[ClaimedStep], seen: Sightings) -> tuple[SeenStep, ...]:
    """The steps of one game, in the order of their calls."""
    ordered = sorted(steps, key=lambda step: step.call_ms)
    following = [*(step.call_ms for step in ordered[1:]), math.inf]
    times = [message.at_ms for message in seen.messages]
    changed = [change.new_ms for change in seen.changes]
    found = []
    for step, next_ms in zip(ordered, following, strict=True):
        tick = seen.resolution_ms
        start, end = bisect_left(times, step.call_ms - tick), bisect_left(times, next_ms - tick)
        first, last = bisect_left(changed, step.return_ms), bisect_left(changed, next_ms)
        found.append(_see(step, next_ms, tick, seen.messages[start:end], seen.changes[first : last + 1]))
    return tuple(found)


def _see(
    step: ClaimedStep, next_ms: float, tick: float, own: Sequence[Message], changes: Sequence[FrameChange]
) -> SeenStep:
    over = step.return_ms + tick
    claimed = step.return_ms - step.call_ms
    sent = next((message.at_ms for message in own if not message.received), math.inf)
    came = [message.at_ms for message in own if message.received]
    stray = sum(message.at_ms > over for message in own)
    asked_since: set[int] = set()
    late: float | None = None
    for message in own:
        if message.at_ms <= over:
            continue
        if not message.received:
            asked_since.add(message.channel)
        elif message.channel not in asked_since and _raised(message.at_ms, next_ms, changes):
            late = message.at_ms
    if late is not None:
        took = late - sent if sent <= late else None
        return SeenStep(step.frame, "late", claimed, took, late - step.return_ms, len(came), stray - 1)
    inside = [at for at in came if sent <= at <= over]
    if inside:
        return SeenStep(step.frame, "answered", claimed, inside[-1] - sent, None, len(came), stray)
    return SeenStep(step.frame, "apart" if own else "silent", claimed, None, None, len(came), stray)


def _raised(reply_ms: float, next_ms: float, changes: Sequence[FrameChange]) -> bool:
    """Whether the frame's number changed by this reply: not before it, at once, and not with the next call."""
    return any(
        change.old_ms >= reply_ms and change.new_ms - reply_ms <= min(CLOSE_MS, next_ms - change.new_ms)
        for change in changes
    )

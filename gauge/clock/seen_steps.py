"""Each claimed step held against what was seen around it: messages, the frame's number, the page's thread.

A step owns the time from its call to the next call. The messages in it make the step one of four kinds:

- *answered*: a request was sent and a message came back within the claimed time;
- *late*: a message came when the step was said to be over, to nothing that was asked since, and only then did
  the frame's number change, within CLOSE_MS. That is the step's reply: a game that has the reply earlier, or
  gets one for the next frame, raises no number by it. In a game that raises its number when it calls the next
  step (most changes lie nearer to that call than to what went before), this cannot be told;
- *silent*: no message at all;
- *apart*: messages, but no request with a message after it inside the claimed time. An honest game that asks
  ahead, or is answered in batches, looks like that, and so may one that is not.

Page and messages are timed by one clock that never runs backwards, so what came first has the smaller time
or the same; times that differ by one tick are taken as the same.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from gauge.clock.sightings import ClaimedStep, FrameChange, Message, Sightings, Turn

Kind = Literal["answered", "late", "silent", "apart"]
CLOSE_MS = 10.0
"""A page takes 0.1 to 0.5 ms from the kitchen's reply to the frame's number, up to 5 ms on a busy machine."""


@dataclass(frozen=True)
class SeenStep:
    """A step as the game claims it and as it was seen; None is what was not seen.

    `seen_ms` is from its first request to its reply, `late_ms` from its claimed return to a reply that came
    after it, `counted_ms` from its call until the frame's number rose, `busy_ms` from its call until the
    page's thread came free. `received` counts the messages that came, `stray` those either way outside the
    claimed time, beside the reply of a late step.
    """

    frame: int
    kind: Kind
    claimed_ms: float
    seen_ms: float | None = None
    late_ms: float | None = None
    counted_ms: float | None = None
    busy_ms: float | None = None
    received: int = 0
    stray: int = 0


def see_steps(steps: Sequence[ClaimedStep], seen: Sightings) -> tuple[SeenStep, ...]:
    """The steps of one game, in the order of their calls; the sightings may span other games."""
    if not steps:
        return ()
    ordered = sorted(steps, key=lambda step: step.call_ms)
    ends = [*(step.call_ms for step in ordered[1:]), math.inf]
    times = [message.at_ms for message in seen.messages]
    changed = [change.new_ms for change in seen.changes]
    tick = seen.resolution_ms
    messages = [
        seen.messages[bisect_left(times, step.call_ms - tick) : bisect_left(times, end - tick)]
        for step, end in zip(ordered, ends, strict=True)
    ]
    changes = [
        seen.changes[bisect_left(changed, step.call_ms) : bisect_left(changed, end)]
        for step, end in zip(ordered, ends, strict=True)
    ]
    with_call = sum(map(_with_next_call, ordered, ends, messages, changes))
    if 2 * with_call > len(ordered):
        changes = [() for _ in ordered]
    turns = {turn.call_ms: turn for turn in seen.turns}
    return tuple(
        _see(step, tick, own, rises, turns.get(step.call_ms))
        for step, own, rises in zip(ordered, messages, changes, strict=True)
    )


def _with_next_call(
    step: ClaimedStep, next_ms: float, own: Sequence[Message], changes: Sequence[FrameChange]
) -> bool:
    """Whether the number rose nearer to the next call than to what went before."""
    if not changes:
        return False
    rose = changes[-1].new_ms
    before = max([step.return_ms, *(message.at_ms for message in own)], key=lambda at: (at <= rose, at))
    return next_ms - rose < rose - before


def _see(
    step: ClaimedStep,
    tick: float,
    own: Sequence[Message],
    changes: Sequence[FrameChange],
    turn: Turn | None,
) -> SeenStep:
    """`changes` are none in a game that raises its number with the call."""
    over = step.return_ms + tick
    sent = next((message.at_ms for message in own if not message.received), math.inf)
    came = [message.at_ms for message in own if message.received and message.at_ms >= sent]
    inside = [at for at in came if at <= over]
    late = _late_reply(over, own, changes)
    kind: Kind = "late" if late else "answered" if inside else "apart" if own else "silent"
    reply = late or (inside[-1] if inside else None)
    return SeenStep(
        frame=step.frame,
        kind=kind,
        claimed_ms=step.return_ms - step.call_ms,
        seen_ms=reply - sent if reply and reply >= sent else None,
        late_ms=late - step.return_ms if late else None,
        counted_ms=changes[0].new_ms - step.call_ms if changes else None,
        # a call that is written when the step is over says nothing of the time before
        busy_ms=turn.free_ms - step.call_ms if turn and turn.written_ms <= step.return_ms else None,
        received=sum(message.received for message in own),
        stray=sum(message.at_ms > over for message in own) - (late is not None),
    )


def _late_reply(over: float, own: Sequence[Message], changes: Sequence[FrameChange]) -> float | None:
    """When the message came, after the step was over, by which the frame's number rose."""
    asked_since: set[int] = set()
    late = None
    for message in own:
        if message.at_ms <= over:
            continue
        if not message.received:
            asked_since.add(message.channel)
        elif message.channel not in asked_since and any(
            change.old_ms >= message.at_ms and change.new_ms - message.at_ms <= CLOSE_MS for change in changes
        ):
            late = message.at_ms
    return late

"""Games that were never played, as a second clock would have seen them: one step every 33 ms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from gauge.clock.second_clock import SeenGame
from gauge.clock.sightings import ClaimedStep, Draw, FrameChange, Message, Sightings, Turn

FRAME_MS = 33.0
STEPS = 240
TICK_MS = 0.005


@dataclass(frozen=True)
class Step:
    """One step, times in ms after its call; `number_ms` is when the frame's number rises."""

    sent_ms: tuple[float, ...] = (0.1,)
    received_ms: tuple[float, ...] = (0.9,)
    return_ms: float = 1.0
    number_ms: float = 1.1
    free_ms: float = 0.2
    other_channel_ms: tuple[tuple[float, bool], ...] = ()
    drawn_ms: tuple[float, ...] = (12.0,)

    def moved(self, **changes: object) -> Step:
        return replace(self, **changes)  # type: ignore[arg-type]


ANSWERED = Step()
EARLY = Step(received_ms=(8.9,), number_ms=9.1)
PAGE = Step(sent_ms=(), received_ms=(), return_ms=0.4, number_ms=0.5, free_ms=0.7)


def game(
    step: Step | Callable[[int], Step] = ANSWERED,
    *,
    steps: int = STEPS,
    unseen: tuple[str, ...] = (),
    lost: int = 0,
    resolution_ms: float = TICK_MS,
    who: str = "player 1",
) -> SeenGame:
    return SeenGame.of(
        who, *sighted(step, steps=steps, unseen=unseen, lost=lost, resolution_ms=resolution_ms)
    )


def sighted(
    step: Step | Callable[[int], Step] = ANSWERED,
    *,
    steps: int = STEPS,
    unseen: tuple[str, ...] = (),
    lost: int = 0,
    resolution_ms: float = TICK_MS,
) -> tuple[Sequence[ClaimedStep], Sightings]:
    claims, messages, changes, turns, draws = [], [], [], [], []
    for frame in range(steps):
        made = step(frame) if callable(step) else step
        call = 5000 + frame * FRAME_MS
        claims.append(ClaimedStep(frame, call, call + made.return_ms))
        messages += [Message(call + at, False, 0) for at in made.sent_ms]
        messages += [Message(call + at, True, 0) for at in made.received_ms]
        messages += [Message(call + at, received, 1) for at, received in made.other_channel_ms]
        changes.append(FrameChange(frame + 1, call + made.number_ms, call + made.number_ms))
        turns.append(Turn(call, call, call + made.free_ms))
        draws += [Draw(call + at, frame + 1) for at in made.drawn_ms]
    return claims, Sightings(
        messages=tuple(sorted(messages, key=lambda message: message.at_ms)),
        changes=tuple(changes),
        turns=tuple(turns),
        draws=tuple(draws),
        channels=("Worker kitchen", "Worker other"),
        unseen=unseen,
        lost=lost,
        resolution_ms=resolution_ms,
    )

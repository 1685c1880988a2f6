"""What was seen of a game from outside its code, in one window: messages, frame numbers, turns, draws.

All times are ms of the page's ``performance.now()``, as are those that the game states itself.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ClaimedStep:
    """One step as the game states it: when it was called and when it had returned."""

    frame: int
    call_ms: float
    return_ms: float


@dataclass(frozen=True)
class Message:
    """A request that the page sent to a Worker, or a message that reached the page from one."""

    at_ms: float
    received: bool
    channel: int


@dataclass(frozen=True)
class FrameChange:
    """``game.frameNumber`` became ``frame``: it was still another at ``old_ms``, and this one at ``new_ms``.

    Both are the same where the assignment itself was seen.
    """

    frame: int
    old_ms: float
    new_ms: float


@dataclass(frozen=True)
class Turn:
    """The page wrote ``call_ms`` at ``written_ms``; its thread came free, the first time, at ``free_ms``."""

    call_ms: float
    written_ms: float
    free_ms: float


@dataclass(frozen=True)
class Draw:
    """A picture began to be drawn on a canvas in the page; ``frame`` is the game's number at that time."""

    at_ms: float
    frame: int


@dataclass(frozen=True)
class Sightings:
    """Everything seen in a window up to its reading, each kind in order of time; may span several games.

    ``unseen`` names what can carry a reply past the listeners, ``lost`` counts what came after the recorder
    was full. ``resolution_ms`` is one tick of the page's clock.
    """

    messages: tuple[Message, ...] = ()
    changes: tuple[FrameChange, ...] = ()
    turns: tuple[Turn, ...] = ()
    draws: tuple[Draw, ...] = ()
    channels: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()
    lost: int = 0
    resolution_ms: float = 0.1

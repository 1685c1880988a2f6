"""What lies between two readings, a game or so many frames of one long game, and how sentences call it."""

from __future__ import annotations

from dataclasses import dataclass

from gauge.memory.trend import shown
from gauge.verdict import quantity

STATED_FRAMES = 1000


@dataclass(frozen=True)
class Spacing:
    """Readings are numbered from 0, the first being what the others are compared with.

    `frames` lie between two readings of one game, and before the first that many after the `settled` ones;
    0 stands for a reading after each game. `requirement` is what all layers are judged for; without it each
    layer has its own.
    """

    frames: int = 0
    requirement: str = ""
    settled: int = 0

    def __post_init__(self) -> None:
        if min(self.frames, self.settled) < 0:
            raise ValueError(f"{self.frames} frames after {self.settled} cannot lie between two readings")

    @property
    def units(self) -> float:
        """How many times that for which growth is stated lies between two readings."""
        return self.frames / STATED_FRAMES if self.frames else 1.0

    @property
    def each(self) -> str:
        """For what growth is stated."""
        return f"per {STATED_FRAMES:,} frames" if self.frames else "per game"

    @property
    def axis(self) -> str:
        return "frame" if self.frames else "game (0: the warm-up)"

    @property
    def noun(self) -> str:
        return "frame" if self.frames else "game"

    def number(self, reading: int) -> int:
        """The game after which, or the frame at which, it was taken."""
        return self.settled + self.frames * (reading + 1) if self.frames else reading

    def called(self, reading: int) -> str:
        """'game 3', 'the warm-up game' or 'frame 600'."""
        return f"{self.noun} {self.number(reading)}" if self.frames or reading else "the warm-up game"

    def when(self, reading: int) -> str:
        """'after game 3' or 'at frame 600'."""
        return f"{'at' if self.frames else 'after'} {self.called(reading)}"

    def amount(self, readings: int) -> int:
        """How many games, or frames, lie between the first reading and one that is so many later."""
        return readings * (self.frames or 1)

    def span(self, readings: int) -> str:
        """'10 games' or '1,350 frames'."""
        return quantity(self.amount(readings), self.noun)

    def a_step(self, amount: float, unit: str) -> str:
        """', 20 KiB a step' for growth per 1,000 frames; nothing for growth per game."""
        return f", {shown(amount / STATED_FRAMES, unit)} a step" if self.frames else ""

    def rate(self, amount: float, unit: str) -> str:
        """'20 KiB per game', or '1,000 per 1,000 frames, 1 a step'."""
        return f"{shown(amount, unit)} {self.each}{self.a_step(amount, unit)}"

    def figure(self, name: str) -> str:
        """How a growth is called among the figures of a verdict."""
        return f"{name}_per_{f'{STATED_FRAMES}_frames' if self.frames else 'game'}"


GAMES = Spacing()

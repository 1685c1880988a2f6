"""Ctrl-C and SIGTERM end a run in good order: asked for at any time, obeyed at the next wait."""

from __future__ import annotations

import signal
from types import FrameType
from typing import Any

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interrupts:
    """Remembers that the run was asked to stop.

    The handler only takes a note: an exception thrown at an arbitrary place could hit the middle of a
    clean-up and leave a process behind. Whoever waits asks ``raise_if_asked`` on every round.
    """

    def __init__(self) -> None:
        self.asked_by: str | None = None
        self._before: dict[signal.Signals, Any] = {}

    def install(self) -> None:
        for number in _SIGNALS:
            self._before[number] = signal.signal(number, self._note)

    def restore(self) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._before.clear()

    def raise_if_asked(self) -> None:
        if self.asked_by is not None:
            raise KeyboardInterrupt(f"The run was stopped by {self.asked_by}.")

    def _note(self, number: int, _frame: FrameType | None) -> None:
        self.asked_by = signal.Signals(number).name


INTERRUPTS = Interrupts()

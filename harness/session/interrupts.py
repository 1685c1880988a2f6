"""Ctrl-C and SIGTERM end a run in good order: asked for at any time, obeyed at the next wait."""

from __future__ import annotations

import signal
from types import FrameType
from typing import Any

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interrupts:
    """Remembers that the run was asked to stop.

    The handler only takes a note: an exception thrown at an arbitrary place could hit the middle of a
    clean-up and leave a process behind. Whoever waits asks ``raise_if_asked`` on every round. Whoever asks
    a second time is not made to wait.
    """

    def __init__(self) -> None:
        self.asked_by: str | None = None
        self._before: dict[signal.Signals, Any] = {}

    def install(self) -> None:
        """Takes over Ctrl-C and SIGTERM; begins with nothing asked."""
        self.asked_by = None
        for number in _SIGNALS:
            self._before[number] = signal.signal(number, self._note)

    def restore(self) -> None:
        """Puts the handlers back that were there before."""
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._before.clear()

    def raise_if_asked(self) -> None:
        """Raises KeyboardInterrupt, which behave takes for the user's wish to stop the run."""
        if self.asked_by is not None:
            raise KeyboardInterrupt(f"The run was stopped by {self.asked_by}.")

    def _note(self, number: int, _frame: FrameType | None) -> None:
        again = self.asked_by is not None
        self.asked_by = signal.Signals(number).name
        if again:
            self.raise_if_asked()


INTERRUPTS = Interrupts()

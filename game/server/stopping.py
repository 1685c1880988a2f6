"""The one way to ask the server to end, safe from signal handlers and from any thread."""

from __future__ import annotations

import contextlib
import os
import select
import signal


class Stop:
    """A latch: once asked for, stopping stays asked for.

    It is a pipe, not a threading.Event: an Event's `set` takes a lock that the interrupted thread may hold,
    which would hang a signal handler for good. The interpreter itself writes to the pipe, whichever thread
    the signal arrives in.
    """

    def __init__(self) -> None:
        self._readable, self._writable = os.pipe()
        os.set_blocking(self._writable, False)

    def on_signals(self, *numbers: signal.Signals) -> None:
        """Ask when one of these signals arrives; to be called from the main thread."""
        signal.set_wakeup_fd(self._writable, warn_on_full_buffer=False)
        for number in numbers:
            signal.signal(number, lambda _number, _frame: None)

    def ask(self) -> None:
        """Ask for the end."""
        with contextlib.suppress(BlockingIOError):  # full of earlier requests
            os.write(self._writable, b"\0")

    def wait(self) -> None:
        """Return once the end has been asked for; any number of threads may wait."""
        select.select([self._readable], [], [])

"""A machine that is several times slower: whole processes stand still for most of every few milliseconds."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from harness.errors import HarnessError

PERIOD_S = 0.004
ENDS_WITHIN_S = 5.0


class SlowMachineError(HarnessError):
    """Processes that cannot be slowed here: one sentence saying why."""


@dataclass(frozen=True)
class SlowMachine:
    """Gives processes one ``factor``-th of the time, a millisecond of every four at factor 4.

    The browser's own slowing (``Emulation.setCPUThrottlingRate``) slows the page and leaves its Workers as
    quick as they are, which would flatter Python in a Worker. Stopping whole processes slows both alike.
    """

    factor: float

    def __post_init__(self) -> None:
        if not 1 < self.factor <= 20:
            raise ValueError(f"A machine can be made 1 to 20 times slower, not {self.factor:g} times.")

    @contextmanager
    def slowing(self, processes: Sequence[int]) -> Iterator[None]:
        """Slows the processes until the block ends; they run on after it, whatever happens."""
        if not hasattr(signal, "SIGSTOP"):
            raise SlowMachineError("This system cannot stop processes and continue them; use Linux or macOS.")
        command = [sys.executable, "-m", "harness.slow_machine", str(self.factor), *map(str, processes)]
        brake = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)
        try:
            yield
            if brake.poll() is not None:
                raise SlowMachineError("The machine was not slow to the end: what slowed it has ended.")
        finally:
            with contextlib.suppress(OSError):
                brake.communicate(timeout=ENDS_WITHIN_S)
            if brake.poll() is None:
                brake.kill()
            brake.wait(ENDS_WITHIN_S)
            _signal(processes, signal.SIGCONT)


def slow_down(factor: float, processes: Sequence[int], ended: int) -> None:
    """Until there is something to read from the file ``ended``, or nobody left who could write to it.

    How long the processes run is measured, not taken for granted: a stop that comes late is made good.
    """
    ran_s = rested_s = 0.0
    try:
        while True:
            began = time.perf_counter()
            _signal(processes, signal.SIGCONT)
            if select.select([ended], [], [], PERIOD_S / factor)[0]:
                return
            stopped = time.perf_counter()
            _signal(processes, signal.SIGSTOP)
            ran_s += stopped - began
            rest_s = max(0.0, ran_s * (factor - 1) - rested_s)
            if select.select([ended], [], [], rest_s)[0]:
                return
            rested_s += time.perf_counter() - stopped
    finally:
        _signal(processes, signal.SIGCONT)


def _signal(processes: Sequence[int], number: int) -> None:
    for process in processes:
        # one that has ended needs no slowing
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, number)


if __name__ == "__main__":
    for caught in (signal.SIGTERM, signal.SIGINT):
        signal.signal(caught, lambda *_: sys.exit(0))
    slow_down(float(sys.argv[1]), [int(word) for word in sys.argv[2:]], sys.stdin.fileno())

"""A slow machine is slow by its factor, for those who are slowed alone, and no longer than asked."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress

import psutil
import pytest

from harness.slow_machine import SlowMachine, SlowMachineError

COUNTING = "import time\nwhile True: time.perf_counter()"


@pytest.fixture
def busy() -> Iterator[psutil.Process]:
    child = subprocess.Popen([sys.executable, "-c", COUNTING])
    yield psutil.Process(child.pid)
    child.kill()
    child.wait()


def work_s(process: psutil.Process, during_s: float) -> float:
    """Processor time that a process gets while we wait."""
    before = sum(process.cpu_times()[:2])
    time.sleep(during_s)
    return sum(process.cpu_times()[:2]) - before


@pytest.mark.parametrize("factor", [2, 4])
def test_a_busy_process_gets_its_part_of_the_time(busy: psutil.Process, factor: int) -> None:
    with SlowMachine(factor).slowing([busy.pid]):
        began = time.perf_counter()
        share = work_s(busy, 2.0) / (time.perf_counter() - began)
    # a machine that is busy otherwise gives less still, never more
    assert 0.4 / factor < share < 1.15 / factor


def test_it_is_quick_again_afterwards(busy: psutil.Process) -> None:
    with suppress(KeyError), SlowMachine(4).slowing([busy.pid]):
        raise KeyError("whatever happens meanwhile")
    assert busy.status() != psutil.STATUS_STOPPED
    assert work_s(busy, 0.5) > 0.2


def test_a_process_that_has_ended_needs_no_slowing(busy: psutil.Process) -> None:
    with SlowMachine(4).slowing([busy.pid]):
        busy.kill()
        time.sleep(0.1)


def test_a_brake_that_ends_early_is_told(busy: psutil.Process) -> None:
    def end_the_brake() -> None:
        for child in psutil.Process().children():
            if "harness.slow_machine" in child.cmdline():
                child.kill()
                child.wait()

    with pytest.raises(SlowMachineError, match="not slow to the end"), SlowMachine(4).slowing([busy.pid]):
        end_the_brake()
    assert busy.status() != psutil.STATUS_STOPPED


@pytest.mark.parametrize("factor", [1, 0.5, 100])
def test_a_factor_that_slows_nothing_is_refused(factor: float) -> None:
    with pytest.raises(ValueError, match="1 to 20 times"):
        SlowMachine(factor)

"""Every way in which the game is made bad on purpose, from outside: what the gauges have to detect."""

from harness.controls.early_clock import EarlyClock
from harness.controls.known_leaks import leak_named
from harness.controls.leak import NO_LEAK, Leak
from harness.controls.slow_machine import SlowMachine
from harness.controls.slow_worker import SlowWorker

__all__ = ["NO_LEAK", "EarlyClock", "Leak", "SlowMachine", "SlowWorker", "leak_named"]

"""Games made worse on purpose, from outside: what a gauge has to fail on."""

from harness.recording.controls.slow_machine import SlowMachine
from harness.recording.controls.slow_worker import SlowWorker

__all__ = ["SlowMachine", "SlowWorker"]

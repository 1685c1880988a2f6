"""Every way in which the game is made bad on purpose, from outside: what the gauges have to detect."""

from harness.controls.bad_game import bad_game
from harness.controls.bad_steps import BadSteps, busy_page, failing_python, other_moves
from harness.controls.early_clock import EarlyClock
from harness.controls.growing_pages import GrowingPages
from harness.controls.known_leaks import leak_named
from harness.controls.late_keys import LateKeys
from harness.controls.leak import NO_LEAK, Leak
from harness.controls.page_control import Both, PageControl, make_bad
from harness.controls.silent_errors import report_errors
from harness.controls.slow_machine import SlowMachine
from harness.controls.slow_worker import SlowWorker
from harness.controls.stale_pictures import StalePictures

__all__ = [
    "NO_LEAK",
    "BadSteps",
    "Both",
    "EarlyClock",
    "GrowingPages",
    "LateKeys",
    "Leak",
    "PageControl",
    "SlowMachine",
    "SlowWorker",
    "StalePictures",
    "bad_game",
    "busy_page",
    "failing_python",
    "leak_named",
    "make_bad",
    "other_moves",
    "report_errors",
]

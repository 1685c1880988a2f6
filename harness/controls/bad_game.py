"""A game made bad on purpose for a whole run, by what `-D bad=` calls it: a run that has to fail."""

from __future__ import annotations

import re

from harness.controls.known_leaks import LEAKS, objects_kept
from harness.controls.leak import Leak
from harness.controls.page_control import PageControl
from harness.controls.slow_worker import SlowWorker
from harness.session.errors import SettingError

SLOWED = re.compile(r"the Worker is slowed by ([\d.]+) ms in every (?:step|(\d+)(?:th|st|nd|rd) step)")
KEPT = re.compile(r"([\d.]+) KiB of page objects are kept by every game")


def bad_game(name: str) -> PageControl | Leak:
    """What makes the game bad. SettingError, with what there is, for a name that is not known."""
    if match := SLOWED.fullmatch(name):
        return SlowWorker(float(match[1]), int(match[2] or 1))
    if match := KEPT.fullmatch(name):
        return objects_kept(float(match[1]))
    if name in LEAKS:
        return LEAKS[name]
    known = ("the Worker is slowed by 3 ms in every step", "100 KiB of page objects are kept by every game")
    raise SettingError(
        f"setting bad={name}: there is no such bad game; there are, with any number, "
        f"{'; '.join((*known, *sorted(LEAKS)))}."
    )

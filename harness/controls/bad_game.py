"""A game made bad on purpose for a whole run, by what `-D bad=` calls it: a run that has to fail."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from harness.controls.bad_steps import busy_page, failing_python, other_moves
from harness.controls.early_clock import EarlyClock
from harness.controls.growing_pages import GrowingPages
from harness.controls.known_leaks import LEAKS, SIZED, leak_named
from harness.controls.late_keys import LateKeys
from harness.controls.leak import Leak
from harness.controls.page_control import PageControl
from harness.controls.slow_worker import SlowWorker
from harness.controls.stale_pictures import StalePictures
from harness.session.errors import SettingError

SLOWED = re.compile(
    r"the (second player's )?Worker is slowed by ([\d.]+) ms in every (?:step|(\d+)(?:th|st|nd|rd) step)"
)
PAGES: Mapping[str, Callable[[], PageControl]] = {
    "the Worker is slowed by 8 ms in every step, and its page hides it": lambda: EarlyClock(8),
    "the page with a Worker is kept busy for 90 ms in every 40th frame": lambda: busy_page(90, 40),
    "the page with a Worker shows every picture 20 frames late": lambda: StalePictures(20),
    "the page with a Worker shows every picture 20 frames late from frame 150 on": lambda: StalePictures(
        20, 150
    ),
    "the page with a Worker takes every key 100 ms late": lambda: LateKeys(100),
    "the page with a Worker loses every 2nd key": lambda: LateKeys(lost_every=2),
    "the first player's page makes other moves for 12 frames": lambda: other_moves(12),
    "the first player's Python stops with an error after frame 60": lambda: failing_python(60),
    "pages hold 8 MiB more with every game": lambda: GrowingPages(8),
}


def bad_game(name: str) -> PageControl | Leak:
    """What makes the game bad. SettingError, with what there is, for a name that is not known."""
    if match := SLOWED.fullmatch(name):
        seats = (1,) if match[1] else (0, 1)
        return SlowWorker(float(match[2]), int(match[3] or 1), seats=seats)
    if name in PAGES:
        return PAGES[name]()
    try:
        return leak_named(name)
    except ValueError:
        known = ("the Worker is slowed by # ms in every step", *SIZED, *PAGES, *sorted(LEAKS))
        raise SettingError(
            f"setting bad={name}: there is no such bad game; there are, with any number in place of #: "
            f"{'; '.join(known)}."
        ) from None

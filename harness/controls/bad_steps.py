"""Single steps of a game made bad: other moves, a Python that fails, a page that is kept busy."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext

from harness.recording.scripts import install

SCRIPT = Path(__file__).with_name("bad_steps.js")
FUNCTION = "badSteps"
NO_END = 10**9


@dataclass(frozen=True)
class BadSteps:
    """Every ``every``-th step from ``first`` to ``last`` (inclusive, counted from 1) is made bad in this way.

    ``how`` is "moves", "refused" or "busy" (see ``bad_steps.js``); the last for ``busy_ms`` after the step.
    A step is known by the ``command`` with which the page asks its Worker for it.
    """

    how: str
    first: int = 1
    last: int = NO_END
    every: int = 1
    busy_ms: float = 0.0
    seats: tuple[int, ...] = (0, 1)
    command: str = "step"

    def install(self, context: BrowserContext) -> None:
        """Makes the steps bad of every page that the context opens from now on."""
        options = {
            "command": self.command,
            "how": self.how,
            "from": self.first,
            "to": self.last,
            "every": self.every,
            "busyMs": self.busy_ms,
        }
        install(context, SCRIPT, FUNCTION, options)


def other_moves(frames: int) -> BadSteps:
    """The first player's page makes so many steps with other moves, from the 50th on."""
    return BadSteps("moves", 50, 49 + frames, seats=(0,))


def failing_python(frame: int) -> BadSteps:
    """The first player's Python raises an error in the step after this frame."""
    return BadSteps("refused", frame + 1, seats=(0,))


def busy_page(busy_ms: float, every: int) -> BadSteps:
    """Each page is kept busy for so long after every such step."""
    return BadSteps("busy", every=every, busy_ms=busy_ms)

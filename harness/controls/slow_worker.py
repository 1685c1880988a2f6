"""A Worker whose steps take longer than they do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext, Page

from harness.recording.scripts import ask, install

SCRIPT = Path(__file__).with_name("slow_worker.js")
FUNCTION = "slowWorker"
SYMBOL = "harness.slowWorker"


@dataclass(frozen=True)
class SlowWorker:
    """Holds back a Worker's replies to ``command``: every ``every``-th ``add_ms``, the others ``else_ms``.

    It knows a request by ``command`` and its reply by the same ``id``. Python on the page has no Worker and
    stays as quick as it is. A held reply comes as the same data in an event of the page's own.
    """

    add_ms: float
    every: int = 1
    else_ms: float = 0.0
    command: str = "step"
    seats: tuple[int, ...] = (0, 1)

    def __post_init__(self) -> None:
        if min(self.add_ms, self.else_ms) < 0 or self.every < 1:
            raise ValueError(
                f"A Worker is slowed by 0 ms or more in every 1st step or later, not by {self.add_ms} ms in "
                f"every {self.every}th and {self.else_ms} ms in the others."
            )

    def install(self, context: BrowserContext) -> None:
        """Slows the Workers of every page that the context opens from now on."""
        options = {"command": self.command, "addMs": self.add_ms, "every": self.every, "elseMs": self.else_ms}
        install(context, SCRIPT, FUNCTION, options)

    @staticmethod
    def held(page: Page) -> int:
        """How many replies were held back in this page so far: a control that did nothing proves nothing."""
        return int(ask(page, SYMBOL, "(totals) => totals.held"))

    @staticmethod
    def given_ms(page: Page) -> list[float]:
        """After how long this page was given each reply, in milliseconds: what it was slowed to."""
        return [float(value) for value in ask(page, SYMBOL, "(totals) => totals.givenMs")]

    @staticmethod
    def own_ms(page: Page) -> list[float]:
        """What the Worker of this page took by itself, in milliseconds, request by request, unslowed."""
        return [float(value) for value in ask(page, SYMBOL, "(totals) => totals.ownMs")]

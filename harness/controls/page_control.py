"""What all controls have in common that make a page bad from outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from playwright.sync_api import BrowserContext

from harness.session.browser import Window


class PageControl(Protocol):
    """Made bad are the windows of the players with these ``seats``, 0 and 1."""

    @property
    def seats(self) -> tuple[int, ...]: ...

    def install(self, context: BrowserContext) -> None:
        """Makes every page bad that the context opens from now on."""


def make_bad(windows: Sequence[Window], control: PageControl | None) -> None:
    """Of a match's windows those that the control names, before anything is opened in them."""
    if control is not None:
        for seat in control.seats:
            control.install(windows[seat].context)


@dataclass(frozen=True)
class Both:
    """Two ways at once, for the same seats."""

    first: PageControl
    second: PageControl

    @property
    def seats(self) -> tuple[int, ...]:
        return self.first.seats

    def install(self, context: BrowserContext) -> None:
        """Makes every page bad in both ways."""
        self.first.install(context)
        self.second.install(context)

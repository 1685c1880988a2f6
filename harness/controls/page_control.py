"""What all controls have in common that make a page bad from outside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from playwright.sync_api import BrowserContext


class PageControl(Protocol):
    """Made bad are the windows of the players with these ``seats``, 0 and 1."""

    @property
    def seats(self) -> tuple[int, ...]: ...

    def install(self, context: BrowserContext) -> None:
        """Makes every page bad that the context opens from now on."""


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

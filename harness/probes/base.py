"""The one shape of all probes: before, after each game, result, cleanup."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from playwright.sync_api import CDPSession, Error

from gauge.memory.layers import LayerReading
from harness.probes.things import Things
from harness.session.browser import Window
from harness.session.errors import HarnessError, StuckError, first_line
from harness.session.waiting import bounded

CALL_WITHIN_S = 10.0


class NotMeasurableError(HarnessError):
    """A channel that this browser, system or game does not offer; the message says why."""


class Probe:
    """Reads some layers; a channel that is not offered reads None and leaves its reason, never a zero.

    ``before`` reads after the warm-up game (game 0), ``after_game`` after each further one. ``started`` and
    ``during`` come while a game runs: just after its first picture, and at the same frame of each game.
    """

    layers: tuple[str, ...] = ()

    def __init__(self) -> None:
        self.reasons: dict[str, str] = {}
        self._readings: dict[tuple[str, str, int], LayerReading] = {}

    def before(self) -> None:
        self.after_game(0)

    def started(self, game: int) -> None:
        """What has to be read when a game has just begun."""

    def during(self, game: int) -> None:
        """What can be read only while a game runs."""

    def after_game(self, game: int) -> None:
        """What is read when a game is over."""

    def at_frame(self, reading: int) -> None:
        """What a long game can fill, read while it is held at a frame."""

    def result(self) -> tuple[LayerReading, ...]:
        return tuple(self._readings.values())

    def cleanup(self) -> None:
        """Gives back what the probe has taken of browser or system; may be called again."""

    @property
    def page_things(self) -> Sequence[Mapping[int, Things]]:
        """By seat and game what there was of the page's layers, where a probe can name it."""
        return ()

    def _keep(self, layer: str, owner: str, game: int, value: float | None, reason: str = "") -> None:
        """A reading that is taken again takes the place of the one before."""
        if value is None:
            self.reasons.setdefault(layer, f"not measurable: {reason}")
        self._readings[layer, owner, game] = LayerReading(layer, owner, game, value)

    def _measure(self, layer: str, owner: str, game: int, read: Callable[[], float]) -> None:
        """Keeps one reading, or None with the reason."""
        try:
            self._keep(layer, owner, game, read())
        except NotMeasurableError as error:
            self._keep(layer, owner, game, None, str(error))


def owner_name(seat: int) -> str:
    """How the ledger calls the owner in seat 0 or 1."""
    return f"player {seat + 1}"


def ask(
    cdp: CDPSession, method: str, params: dict[str, Any] | None = None, within_s: float = CALL_WITHIN_S
) -> Any:
    """One DevTools call within a bound; NotMeasurableError when the browser refuses it or is silent."""
    try:
        with bounded(within_s, method):
            return cdp.send(method, params or {})
    except (Error, StuckError) as error:
        raise NotMeasurableError(first_line(error)) from None


def ask_page(window: Window, method: str, params: dict[str, Any] | None = None) -> Any:
    """The same on the page of a window."""
    if window.closed:
        raise NotMeasurableError("the window is closed")
    return ask(window.cdp, method, params)

"""What becomes of an error of the game or its server: kept for a Then step to judge, or a failure at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from harness.session.errors import PlayerError, ServerError
from harness.session.interrupts import INTERRUPTS


class Stoppable(Protocol):
    """Something that plays games; ``stopped`` says why it did not go on, None while all is well."""

    stopped: str | None


@contextmanager
def noting_what_stopped(playing: Stoppable) -> Iterator[None]:
    """Notes the sentence of an error of the game or its server.

    A browser that dies is no fault of the game and is passed on, as is Ctrl-C. Neither is what breaks
    once the run has been told to stop: a signal for the whole group ends Playwright's driver as well.
    """
    try:
        yield
    except (PlayerError, ServerError) as error:
        INTERRUPTS.raise_if_asked()
        playing.stopped = str(error)


@contextmanager
def failing_the_game() -> Iterator[None]:
    """For Then steps that wait: what the game does not do is a failure of the game, not of the run."""
    try:
        yield
    except (PlayerError, ServerError) as error:
        INTERRUPTS.raise_if_asked()
        raise AssertionError(str(error)) from None

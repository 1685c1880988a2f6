"""Keeps what stopped a series of games, so that a Then step can judge it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from harness.errors import PlayerError, ServerError
from harness.interrupts import INTERRUPTS


class Stoppable(Protocol):
    """Something that plays games; ``stopped`` says why it did not go on, None while all is well."""

    stopped: str | None


@contextmanager
def noting_what_stopped(playing: Stoppable) -> Iterator[None]:
    """Notes the sentence of an error of the game or its server.

    A browser that dies is no fault of the game and goes on upwards, as does Ctrl-C. Neither is what breaks
    once the run has been told to stop: a signal for the whole group ends Playwright's driver as well.
    """
    try:
        yield
    except (PlayerError, ServerError) as error:
        INTERRUPTS.raise_if_asked()
        playing.stopped = str(error)

"""One way to leak: what is done to a page before it opens, in each game, or to the server."""

from __future__ import annotations

from dataclasses import dataclass

from harness.players.match import Match
from harness.probes.memory_sampler import MemorySampler
from harness.session.browser import Window
from harness.session.errors import HarnessError


class LeakError(HarnessError):
    """A leak that did not come about: a control that does nothing proves nothing."""


@dataclass(frozen=True)
class Leak:
    """``init_script`` runs in every page before its own scripts; ``on_page`` is called in each page once a
    game, ``in_python`` is run in the Worker of each game, with ``game`` as its number. ``in_steps`` is
    JavaScript that runs in the Worker of each game once Python is there, before the first step. ``wrapper``
    is a module that serves the game instead of the game itself. ``early``: before the game's first reading.
    """

    init_script: str = ""
    on_page: str = ""
    in_python: str = ""
    in_steps: str = ""
    wrapper: str | None = None
    early: bool = False

    def prepare(self, window: Window) -> None:
        """Before anything is opened in the window."""
        if self.init_script:
            window.context.add_init_script(self.init_script)

    def before_game(self, match: Match, sampler: MemorySampler) -> None:
        """Before both press Start."""
        if not self.in_steps:
            return
        for player, sessions in zip(match.players, sampler.sessions, strict=True):
            player.wait_for_python()
            if sessions.evaluate(sessions.main(), self.in_steps) is None:
                raise LeakError(f"The Worker of {player.who} did not take what is to leak in every step.")

    def in_game(self, sampler: MemorySampler, game: int) -> None:
        """While a game runs, before its Workers are read."""
        # steps come first: on a busy machine pages take long, and steps until then would be as they were
        for window, sessions in zip(sampler.windows, sampler.sessions, strict=True):
            if self.in_python:
                source = f"game = {game}\n{self.in_python}"
                result = sessions.evaluate(sessions.main(), f"__memoryEye.runPython({source!r})")
                if result is None:
                    raise LeakError(f"The Worker of {window.who} did not run the Python that is to leak.")
        for window in sampler.windows if self.on_page else ():
            window.evaluate(self.on_page, game)


NO_LEAK = Leak()

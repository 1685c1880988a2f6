"""One way to leak: what is done to a page before it opens, in each game, or to the server."""

from __future__ import annotations

from dataclasses import dataclass

from harness.errors import HarnessError
from harness.player import Player
from harness.probes.ledger_keeper import LedgerKeeper


class LeakError(HarnessError):
    """A leak that did not come about: a control that does nothing proves nothing."""


@dataclass(frozen=True)
class Leak:
    """``init_script`` runs in every page before its own scripts; ``on_page`` is called in each page once a
    game, ``in_python`` is run in the Worker of each game, with ``game`` as its number. ``wrapper`` is a
    module that serves the game instead of the game itself. ``early``: before the game's first reading.
    """

    init_script: str = ""
    on_page: str = ""
    in_python: str = ""
    wrapper: str | None = None
    early: bool = False

    def prepare(self, player: Player) -> None:
        """Before anything is opened in the player's window."""
        if self.init_script:
            player.window.context.add_init_script(self.init_script)

    def in_game(self, keeper: LedgerKeeper, game: int) -> None:
        """While a game runs, before its Workers are read."""
        for seat, player in enumerate(keeper.players):
            if self.on_page:
                player.evaluate(self.on_page, game)
            if self.in_python:
                sessions = keeper.sessions[seat]
                source = f"game = {game}\n{self.in_python}"
                told = sessions.evaluate(sessions.live[-1], f"__memoryEye.runPython({source!r})")
                if told is None:
                    raise LeakError(f"The Worker of {player.who} did not run the Python that is to leak.")


NO_LEAK = Leak()

"""``python -m harness.controls.hoarding_server GAME ...``: serves a game that never forgets one."""

from __future__ import annotations

import importlib
import runpy
import sys
from typing import Any

LOBBY = "server.lobby"


class Hoard(dict[str, Any]):
    """Gives back what it is asked for and keeps it all the same."""

    def __delitem__(self, key: str) -> None:
        pass

    def pop(self, key: str, *default: Any) -> Any:
        return self[key] if key in self or not default else default[0]


def serve(games: type[dict[str, Any]]) -> None:
    """Runs the module whose name comes first with the options that follow; ``games`` holds its games."""
    game = sys.argv.pop(1)
    lobby: Any = importlib.import_module(f"{game}.{LOBBY}").Lobby
    make = lobby.__init__

    def hoard(self: Any, *arguments: Any, **named: Any) -> None:
        make(self, *arguments, **named)
        self._games = games()

    lobby.__init__ = hoard
    runpy.run_module(game, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    serve(Hoard)

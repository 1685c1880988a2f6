"""``python -m harness.controls.bad_server HOW,HOW GAME ...``: serves a game whose server leaks, or errs."""

from __future__ import annotations

import importlib
import logging
import runpy
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import psutil

LOBBY = "server.lobby"
KEPT: list[object] = []
FRAMES_PER_S = 60
NEVER_S = 100_000.0


def _player(lobby: Any) -> None:
    """One who plays for ever, although nobody is there."""
    module: Any = sys.modules[type(lobby).__module__]
    lobby._players[f"nobody {len(lobby._players)}"] = module.Player(place=module.Place.PLAYING)


def _socket(_lobby: Any) -> None:
    """A connection to itself that nobody ends; in a thread, since it is this server that answers."""

    def connect() -> None:
        listening = psutil.Process().net_connections("tcp")
        port = next(each.laddr.port for each in listening if each.status == psutil.CONN_LISTEN)
        address = f"http://127.0.0.1:{port}/socket.io/?EIO=4&transport=polling"
        urllib.request.urlopen(address, timeout=5).close()

    threading.Thread(target=connect, daemon=True).start()


def _thread(_lobby: Any) -> None:
    threading.Thread(target=threading.Event().wait, daemon=True).start()


def _timer(_lobby: Any) -> None:
    timer = threading.Timer(NEVER_S, print)
    timer.daemon = True
    timer.start()


def _file(_lobby: Any) -> None:
    KEPT.append(Path(__file__).open("rb"))  # noqa: SIM115 - a leak is what it is for


def _child(_lobby: Any) -> None:
    """Ends when its input does, with this server."""
    KEPT.append(subprocess.Popen(["cat"], stdin=subprocess.PIPE))


def _memory(kib: float) -> Callable[[Any], None]:
    return lambda _lobby: KEPT.append(b"\1" * round(kib * 1024))


def _memory_by_the_frame(_lobby: Any) -> None:
    """20 KiB at each sixtieth of a second, from the first game on."""

    def grow() -> None:
        pause = threading.Event()
        while not pause.wait(1 / FRAMES_PER_S):
            KEPT.append(b"\1" * (20 << 10))

    if not KEPT:
        threading.Thread(target=grow, daemon=True).start()


def _error(_lobby: Any) -> None:
    logging.getLogger("game.server").error("A record was not written, on purpose.")


WITH_EACH_GAME: dict[str, Callable[[Any], None]] = {
    "players": _player,
    "sockets": _socket,
    "threads": _thread,
    "timers": _timer,
    "files": _file,
    "children": _child,
    "memory-by-the-frame": _memory_by_the_frame,
    "errors": _error,
}
# the same with a size: memory:300
OF_SIZE: dict[str, Callable[[float], Callable[[Any], None]]] = {"memory:": _memory}
# games that are not forgotten
HELD: dict[str, Callable[[Any], bool]] = {
    "games": lambda _game: True,
    "interrupted-games": lambda game: len(game.results) < 2,
}


def _with_each_game(name: str) -> Callable[[Any], None] | None:
    kind, colon, size = name.partition(":")
    of_size = OF_SIZE.get(kind + colon)
    return of_size(float(size)) if of_size else WITH_EACH_GAME.get(name)


class Games(dict[str, Any]):
    """The games of a lobby: each that is put in leaves something behind, and some are never let go."""

    def __init__(self, how: Iterable[str], lobby: Any = None) -> None:
        """ValueError for what is not known."""
        super().__init__()
        self._lobby = lobby
        each = {name: found for name in how if (found := _with_each_game(name))}
        if unknown := set(how) - each.keys() - HELD.keys():
            raise ValueError(f"a server cannot be made bad by {', '.join(sorted(unknown))}")
        self._each = list(each.values())
        self._held = [HELD[name] for name in how if name in HELD]

    def __setitem__(self, key: str, game: Any) -> None:
        for leave in self._each:
            leave(self._lobby)
        super().__setitem__(key, game)

    def __delitem__(self, key: str) -> None:
        if not any(held(self[key]) for held in self._held):
            super().__delitem__(key)


def serve(game: str, how: Iterable[str]) -> None:
    """Runs the module of that name with the options that follow."""
    lobby: Any = importlib.import_module(f"{game}.{LOBBY}").Lobby
    make = lobby.__init__

    def made_bad(self: Any, *arguments: Any, **named: Any) -> None:
        make(self, *arguments, **named)
        self._games = Games(how, self)

    lobby.__init__ = made_bad
    runpy.run_module(game, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    ways = sys.argv.pop(1).split(",")
    serve(sys.argv.pop(1), ways)

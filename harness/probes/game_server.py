"""Layers of the game's server: memory, threads, open sockets, and the games and players it holds."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Mapping
from urllib.parse import urljoin

from harness.probes.process_memory import memory_bytes
from harness.probes.shape import NotMeasurableError, Probe, first_line
from harness.server import GameServer, Server

HEALTH_WITHIN_S = 5.0
HELD: Mapping[str, str] = {
    "server_threads": "threads",
    "server_sockets": "sockets",
    "server_games": "games",
    "server_players": "players",
}
FOREIGN = "somebody else has started this server"


class GameServerProbe(Probe):
    """Memory from the system, all else from the server's own report at ``/health``.

    A server that this run has not started is not looked into: others may be playing on it.
    """

    layers = ("server_memory", *HELD)

    def __init__(self, server: Server) -> None:
        super().__init__()
        self._server = server

    def after_game(self, game: int) -> None:
        server = self._server
        if not isinstance(server, GameServer):
            for layer in self.layers:
                self._keep(layer, "server", game, None, FOREIGN)
            return
        self._measure("server_memory", "server", game, lambda: memory_bytes(server.pid))
        try:
            report = health(server.url)
        except NotMeasurableError as error:
            for layer in HELD:
                self._keep(layer, "server", game, None, str(error))
            return
        for layer, key in HELD.items():
            self._keep(layer, "server", game, report.get(key), f"the server does not report its {key}")


def health(url: str) -> dict[str, int]:
    """The whole numbers of the server's report."""
    try:
        with urllib.request.urlopen(urljoin(url, "/health"), timeout=HEALTH_WITHIN_S) as reply:
            report = json.load(reply)
    except (OSError, ValueError) as error:
        raise NotMeasurableError(f"/health: {first_line(error)}") from None
    if not isinstance(report, dict):
        raise NotMeasurableError("/health is no report")
    return {key: value for key, value in report.items() if isinstance(value, int)}

"""Layers of the game's server: memory, threads, timers, jobs, sockets, files, children, and what it holds."""

from __future__ import annotations

import json
import math
import threading
import time
import urllib.request
from collections.abc import Mapping, Sequence
from urllib.parse import urljoin

import psutil

from harness.probes.base import NotMeasurableError, Probe
from harness.probes.process_memory import memory_bytes
from harness.probes.server_things import child_commands, open_files, things_of
from harness.probes.things import Things
from harness.session.errors import first_line
from harness.session.inside_server import Report
from harness.session.interrupts import INTERRUPTS
from harness.session.server import Server

HEALTH_WITHIN_S = 5.0
SETTLED_WITHIN_S = 1.0
FIRST_SETTLED_S = 0.5
LOOK_EVERY_S = 0.05
HELD: Mapping[str, str] = {
    "server_threads": "threads",
    "server_timers": "timers",
    "server_jobs": "jobs",
    "server_sockets": "sockets",
    "server_games": "games",
    "server_players": "players",
}
FOREIGN = "somebody else has started this server; give its process with -D server_pid=NUMBER"


class GameServerProbe(Probe):
    """Memory and files from the system, all else from the server's own report at the path ``health``.

    Without such a report threads and sockets come from the system too; games and players are not known.

    A request holds one of the server's threads for a moment longer than the answer takes, and so does a
    player who has just gone; what answers the players' pings comes and goes as they do. So the first reading,
    a quarter of a second late, takes the most that is there in another quarter, and each further one what is
    left once the server is back at that, or at the latest after ``settled_within_s``.

    A server of which no process is known is not looked into. ``things`` has by game what the server has open
    and running, with the place in its code where it says so.
    """

    layers = ("server_memory", "server_files", "server_children", *HELD)

    def __init__(
        self,
        server: Server,
        health: str = "",
        settled_within_s: float = SETTLED_WITHIN_S,
    ) -> None:
        super().__init__()
        self._server = server
        self._health = health
        self._at_first: dict[str, int] = {}
        self._settled_within_s = settled_within_s
        self.things: dict[int, Things] = {}
        self._told: Report | None = None

    def after_game(self, game: int) -> None:
        server = self._server
        if (pid := server.pid) is None:
            for layer in self.layers:
                self._keep(layer, "server", game, None, FOREIGN)
            return
        report: Mapping[str, int] = {}
        trouble = ""
        try:
            report = self._settled(server)
        except NotMeasurableError as error:
            trouble = str(error)
        self._read_memory(game, pid)
        files: list[str] = []
        children: list[str] = []
        self._measure("server_files", "server", game, lambda: _count(files, open_files(pid)))
        self._measure("server_children", "server", game, lambda: _count(children, child_commands(pid)))
        self.things[game] = things_of(self._told or Report(), files, children)
        for layer, key in HELD.items():
            self._keep(
                layer, "server", game, report.get(key), trouble or f"the server does not report its {key}"
            )

    def tidy(self) -> None:
        """Has it collect its garbage and give back what is free, where it can be told to."""
        if self._server.inside:
            self._server.inside.report()

    def at_frame(self, reading: int) -> None:
        if (pid := self._server.pid) is None:
            self._keep("server_memory", "server", reading, None, FOREIGN)
        else:
            self._read_memory(reading, pid)

    def _read_memory(self, number: int, pid: int) -> None:
        self.tidy()
        self._measure("server_memory", "server", number, lambda: memory_bytes(pid))

    def _settled(self, server: Server) -> Mapping[str, int]:
        moment, first = threading.Event(), not self._at_first
        began = time.monotonic()
        end = began + (FIRST_SETTLED_S if first else self._settled_within_s)
        while True:
            # before the request below, which starts a thread for a moment
            self._told = server.inside.report() if server.inside else None
            report = health(server.url, self._health) if self._health else _seen_by_the_system(server.pid)
            if self._told is not None:
                report |= {"timers": len(self._told.timers), "jobs": len(self._told.jobs)}
                if "threads" in report:
                    report["threads"] -= self._told.pings
            if first and time.monotonic() > began + FIRST_SETTLED_S / 2:
                report = {key: max(count, self._at_first.get(key, 0)) for key, count in report.items()}
                self._at_first = report
            over = first or any(
                report.get(key, 0) > self._at_first.get(key, math.inf) for key in HELD.values()
            )
            if not over or time.monotonic() > end:
                return report
            INTERRUPTS.raise_if_asked()
            moment.wait(LOOK_EVERY_S)


def _count(found: list[str], names: Sequence[str]) -> int:
    found.extend(names)
    return len(names)


def _seen_by_the_system(pid: int | None) -> dict[str, int]:
    try:
        process = psutil.Process(pid)
        return {"threads": process.num_threads(), "sockets": len(process.net_connections())}
    except psutil.Error as error:
        raise NotMeasurableError(first_line(error)) from None


def health(url: str, path: str) -> dict[str, int]:
    """The whole numbers of the server's report."""
    try:
        with urllib.request.urlopen(urljoin(url, path), timeout=HEALTH_WITHIN_S) as reply:
            report = json.load(reply)
    except (OSError, ValueError) as error:
        raise NotMeasurableError(f"{path}: {first_line(error)}") from None
    if not isinstance(report, dict):
        raise NotMeasurableError(f"{path} is no report")
    return {key: value for key, value in report.items() if isinstance(value, int)}

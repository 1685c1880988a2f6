"""Samples all layers of memory of two windows: every probe, in the right order, at a known cost."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from gauge.memory.layers import LayerReading, Ledger
from gauge.memory.spacing import Spacing
from harness.probes.base import Probe
from harness.probes.game_server import GameServerProbe
from harness.probes.live_objects import LiveObjectsProbe
from harness.probes.page_heap import PageHeapProbe
from harness.probes.process_memory import ProcessMemoryProbe
from harness.probes.things import left_behind
from harness.probes.upkeep import UpkeepProbe
from harness.probes.worker_sessions import WorkerSessions
from harness.probes.workers import PythonProbe, WasmHeapProbe, WorkerHeapProbe
from harness.profile.game_profile import CONTRACT, GameProfile
from harness.session.browser import Window
from harness.session.server import Server

LOOK_AT_FRAME = 60
"""Where in each game the workers are read: after the start, well before the end of the shortest game."""


class MemorySampler:
    """Make it before the windows arrive, so that no worker is missed; then for the warm-up game and each
    further one: ``started`` when it is on the screen, ``during`` at the same frame, ``after_game`` (after
    the warm-up ``before``) at its end.

    A long game is read ``at_frame`` while it is held there, and in no other way.

    Processes are read once pages and Workers have collected, which takes garbage out of their figures, and
    before anything searches the heap; a snapshot comes after all of this, if at all.
    """

    def __init__(
        self,
        windows: Sequence[Window],
        server: Server,
        profile: GameProfile = CONTRACT,
        further: Sequence[Probe] = (),
    ) -> None:
        self.windows = tuple(windows)
        self.sessions = tuple(WorkerSessions(window) for window in self.windows)
        self.processes = ProcessMemoryProbe(self.windows)
        self.page_heap = PageHeapProbe(self.windows)
        self.upkeep = UpkeepProbe(self.windows, self.sessions)
        self.live_objects = LiveObjectsProbe(self.windows, profile)
        self.worker_heap = WorkerHeapProbe(self.sessions)
        self.wasm_heap = WasmHeapProbe(self.sessions)
        self.python = PythonProbe(self.sessions)
        self.server = GameServerProbe(server, profile.health)
        self.probes: tuple[Probe, ...] = (
            self.page_heap,
            self.wasm_heap,
            self.worker_heap,
            self.processes,
            self.live_objects,
            self.upkeep,
            self.python,
            self.server,
            *further,
        )
        self.costs_s: dict[str, dict[int, float]] = {}
        """What each probe took, by its name and by game."""

    def started(self, game: int) -> None:
        self._each(game, lambda probe: probe.started(game))

    def during(self, game: int) -> None:
        self._each(game, lambda probe: probe.during(game))

    def at_frame(self, reading: int) -> None:
        """While one long game is held at a frame."""
        self._each(reading, lambda probe: probe.at_frame(reading))

    def before(self) -> None:
        """After the warm-up game."""
        self._each(0, lambda probe: probe.before())

    def after_game(self, game: int) -> None:
        self._each(game, lambda probe: probe.after_game(game))

    def result(self) -> tuple[LayerReading, ...]:
        return tuple(reading for probe in self.probes for reading in probe.result())

    def ledger(self) -> Ledger:
        """All readings so far, and why some could not be taken."""
        reasons = {layer: reason for probe in self.probes for layer, reason in probe.reasons.items()}
        return Ledger(self.result(), reasons)

    @property
    def class_counts(self) -> dict[str, dict[int, dict[str, int]]]:
        """By owner and game: how many objects of each class the pages held, and Python in their workers."""
        pages = {f"page of {owner}": games for owner, games in self.live_objects.classes.items()}
        return pages | {f"Python of {owner}": games for owner, games in self.python.classes.items()}

    def left_behind(self, seat: int, spacing: Spacing) -> dict[str, tuple[str, ...]]:
        """By layer of a page what there is more of at the last reading than at the first, in words."""
        named = [left_behind(probe.page_things[seat], spacing) for probe in self.probes if probe.page_things]
        return {layer: lines for found in named for layer, lines in found.items()}

    def workers_left(self, game: int) -> str:
        """How many Workers of both windows were left after a game, in words."""
        series = self.ledger().series(self.live_objects.layers[0]).values()
        counts = [value for one in series if (value := one.get(game)) is not None]
        return f"{sum(counts):.0f} Workers left" if counts else "no Worker with Python was seen"

    def cost_s(self, game: int) -> float:
        """What all probes together took of a game."""
        return sum(by_game.get(game, 0.0) for by_game in self.costs_s.values())

    def cleanup(self) -> None:
        for probe in self.probes:
            probe.cleanup()
        for sessions in self.sessions:
            sessions.close()

    def _each(self, game: int, act: Callable[[Probe], None]) -> None:
        for probe in self.probes:
            began = time.perf_counter()
            act(probe)
            by_game = self.costs_s.setdefault(type(probe).__name__.removesuffix("Probe"), {})
            by_game[game] = by_game.get(game, 0.0) + time.perf_counter() - began

"""Many games in the same two windows, with all layers of memory sampled (VALID-04b and VALID-04c)."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from gauge.memory.causes import Explanation
from gauge.memory.growth import class_readings
from gauge.memory.layers import LayerReading
from gauge.memory.ledger import LedgerVerdicts
from gauge.memory.memory_file import MemoryRun
from harness.experiments.attribution import Moment, explain
from harness.experiments.measured_games import MeasuredGames
from harness.experiments.series import Series, play_on
from harness.players.match import Match
from harness.probes.frame_hold import held_at, hold_from
from harness.probes.game_server import GameServerProbe
from harness.probes.memory_sampler import LOOK_AT_FRAME, MemorySampler
from harness.recording.performance_recording import recording
from harness.session.browser import STEADY_HEAP
from harness.session.errors import NotOfferedError
from harness.session.stopping import noting_what_stopped

WARM_UP = 0


@dataclass
class _OpenWindows:
    """The two windows, once they are open, and what samples their memory."""

    match: Match
    sampler: MemorySampler


@dataclass
class SameWindows(MeasuredGames):
    """What cannot be decided once the windows are closed takes a longer series, from a warm-up game on."""

    games: Series = field(default_factory=lambda: Series("VALID-04b", 0))
    _explanations: dict[tuple[str, ...], Explanation] = field(default_factory=dict)
    _unmeasured: int = 0
    _open: _OpenWindows | None = None

    @property
    def played(self) -> int:
        return len(self.games.games)

    @property
    def server_probe(self) -> GameServerProbe | None:
        return None if self._open is None else self._open.sampler.server

    def play(self, games: int) -> None:
        self.asked = self.asked or games
        self.games.asked = max(self.games.asked, games)
        with noting_what_stopped(self):
            if self.played < games and self._open is not None and self._usable() is None:
                self._forget()
            if self._open is None and self.stopped is None:
                self._refuse_if_alone()
                self._open = self._arrive()
                self._play_one(self._open, WARM_UP)
            while self._open is not None and self.played < self.games.asked and self.stopped is None:
                self._play_one(self._open, self.played + 1)
        self.games.stopped = self.stopped

    def readings(self) -> tuple[tuple[LayerReading, ...], Mapping[str, str]]:
        if self._open is None:
            return (), {}
        ledger = self._open.sampler.ledger()
        return ledger.readings, ledger.reasons

    @property
    def workers_at_work(self) -> tuple[int, ...]:
        """Workers with Python in every look at a running game, of both players."""
        return () if self._open is None else tuple(self._open.sampler.live_objects.workers_at_work)

    def browser_flags(self) -> tuple[str, ...]:
        return STEADY_HEAP

    def cost_s(self, game: int) -> float:
        return 0.0 if self._open is None else self._open.sampler.cost_s(game)

    def explained(self, run: MemoryRun, found: LedgerVerdicts) -> MemoryRun:
        leaking = found.leaking
        if self._open is None or leaking is None or leaking.layer.name.startswith("server_"):
            return super().explained(run, found)
        run = replace(run, classes=class_readings(self._open.sampler.class_counts))
        if (usable := self._usable()) is None:
            return run
        failed = [finding for finding in found.failed if not finding.layer.name.startswith("server_")]
        layers = tuple(finding.layer.name for finding in failed)
        if layers not in self._explanations:
            self.run.progress.say(f"{leaking.layer.title}: looking for what keeps them")
            moments = self._moments(usable.sampler)
            _, self._explanations[layers] = explain(moments, failed, self.spacing, usable.sampler)
        return replace(run, explanation=self._explanations[layers])

    def _moments(self, sampler: MemorySampler) -> Generator[Moment]:
        """The page before, between and after two more games, their Workers while they run."""
        yield Moment(0, sampler, worker=False)
        for game in (1, 2):
            with self._another_game():
                yield Moment(game, sampler, page=False)
            yield Moment(game, sampler, worker=False)

    def record_another(self) -> bytes:
        """A Chrome trace of one more game in the first player's window, with counters of its memory."""
        assert self._open is not None
        match = self._open.match
        self._unmeasured += 1
        match.play_again()
        with recording(match.first.window) as trace:
            match.start()
            match.wait_for_end(self.run.end_within_s)
        return trace.bytes

    @contextmanager
    def _another_game(self) -> Iterator[None]:
        """One more game, not measured; the block runs at the frame where Workers are read."""
        assert self._open is not None
        match = self._open.match
        self._unmeasured += 1
        match.play_again()
        self.leak.before_game(match, self._open.sampler)
        match.start()
        with held_at(match, LOOK_AT_FRAME, self.run.end_within_s):
            self.leak.in_game(self._open.sampler, self.played + self._unmeasured)
            yield
        match.wait_for_end(self.run.end_within_s)

    def _refuse_if_alone(self) -> None:
        """NotOfferedError at once where a window sees one game only."""
        profile = self.run.profile
        if profile.next_game == "none":
            raise NotOfferedError(
                f"{profile.name} offers no other game in the same window (players.next_game of its profile)."
            )

    def _forget(self) -> None:
        """The windows went with the scenario that opened them, and with them what more games would add to."""
        self.run.progress.say("the windows are closed, so a longer series is played in place of the first")
        self._open = None
        self.games.games.clear()
        self.times_s.clear()
        self._explanations.clear()

    def _usable(self) -> _OpenWindows | None:
        """The windows while both are open."""
        if self._open is None or any(window.closed for window in self._open.match.windows):
            return None
        return self._open

    def _play_one(self, windows: _OpenWindows, game: int) -> None:
        match, sampler, began = windows.match, windows.sampler, time.monotonic()
        if game != WARM_UP:
            match.play_again()
        self.leak.before_game(match, sampler)
        match.start()
        hold_from(match, LOOK_AT_FRAME)
        if self.leak.early:
            self.leak.in_game(sampler, game)
        sampler.started(game)

        def during() -> None:
            with held_at(match, LOOK_AT_FRAME, self.run.end_within_s) as trouble:
                self.note_unheld(trouble)
                if not self.leak.early:
                    self.leak.in_game(sampler, game)
                sampler.during(game)
            if game == self.games.asked:
                self.pictures = match.photograph()

        record = play_on(self.run, match, game, during)
        if game == WARM_UP:
            sampler.before()
            left = sampler.workers_left(game)
            self.run.progress.say(f"warm-up game: {time.monotonic() - began:.1f} s; {left}")
            return
        sampler.after_game(game)
        self.games.games.append(record)
        self.times_s[game] = time.monotonic() - began
        self.run.progress.say(
            f"game {game} of {self.games.asked}: {self.times_s[game]:.1f} s, of which measuring took "
            f"{sampler.cost_s(game):.1f} s; {sampler.workers_left(game)}"
        )

    def _arrive(self) -> _OpenWindows:
        return _OpenWindows(*self.arrive())

"""One long game whose memory is read at equal distances, both players held at the same frame (VALID-04d)."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from gauge.memory.budgets import EXACT_LAYERS_AT_A_FRAME
from gauge.memory.causes import Explanation
from gauge.memory.growth import ClassReading, class_readings
from gauge.memory.layers import LayerReading
from gauge.memory.ledger import LedgerVerdicts
from gauge.memory.memory_file import MemoryRun
from gauge.memory.spacing import Spacing
from harness.experiments.attribution import WITHIN_A_GAME, Moment, explain
from harness.experiments.measured_games import MeasuredGames
from harness.players.match import Match
from harness.players.page_state import PageState
from harness.probes.frame_hold import held_at
from harness.probes.game_server import GameServerProbe
from harness.probes.memory_sampler import MemorySampler
from harness.session.browser import STEADY_HEAP
from harness.session.errors import EndedEarlyError, NotOfferedError, PlayerError
from harness.session.run import Serving
from harness.session.stopping import noting_what_stopped

EVERY_STEP = Spacing(120, "VALID-04d", settled=180)
# what is asked for the first time leaves compiled code behind, 90 KiB in the Worker's heap
REHEARSAL = -1


@dataclass
class LongGame(MeasuredGames):
    """The first reading is what the others are compared with, so ``played`` counts those that follow.

    Where they cannot tell, a longer game is played and judged in place of the first.
    """

    fps: int = 60
    spacing: Spacing = EVERY_STEP
    _sampler: MemorySampler | None = None
    _ends: tuple[PageState, PageState] | None = None
    _grown: tuple[tuple[ClassReading, ...], Explanation] | None = None

    @property
    def played(self) -> int:
        return 0 if self._sampler is None else self._sampler.ledger().games

    @property
    def exact_layers(self) -> tuple[str, ...]:
        return EXACT_LAYERS_AT_A_FRAME

    @property
    def server_probe(self) -> GameServerProbe | None:
        return None if self._sampler is None else self._sampler.server

    def play_frames(self, frames: int) -> None:
        """One game of so many frames; at its last one nothing is asked of a Worker any more."""
        self.play((frames - self.spacing.number(1)) // self.spacing.frames)

    def play(self, games: int) -> None:
        self.asked = self.asked or games
        with noting_what_stopped(self), self._long_enough(games):
            match, self._sampler = self._arrive(games)
            for reading in self._held(match, range(REHEARSAL, games + 1)):
                began = time.monotonic()
                self._sampler.at_frame(max(0, reading))
                took = f"memory read in {time.monotonic() - began:.1f} s"
                self.run.progress.say(f"frame {self.spacing.number(reading)}: {took}")
            self._ends = match.wait_for_end(self.run.end_within_s)
            match.must_agree()
            self.pictures = match.photograph()

    def wait_for_end(self, _within_s: float = 0) -> tuple[PageState, PageState]:
        """How the game ended, which it has; PlayerError when something stopped it."""
        if self._ends is None or self.stopped is not None:
            raise PlayerError(self.stopped or "No game was played.")
        return self._ends

    def must_agree(self) -> None:
        """The players saw the same game, else it would have been stopped."""

    def readings(self) -> tuple[tuple[LayerReading, ...], Mapping[str, str]]:
        if self._sampler is None:
            return (), {}
        ledger = self._sampler.ledger()
        return ledger.readings, ledger.reasons

    def browser_flags(self) -> tuple[str, ...]:
        return STEADY_HEAP

    def explained(self, run: MemoryRun, found: LedgerVerdicts) -> MemoryRun:
        leaking = found.leaking
        if self._sampler is None or leaking is None or leaking.layer.name.startswith("server_"):
            return super().explained(run, found)
        if self._grown is None:
            self.run.progress.say(f"{leaking.layer.title}: looking for what keeps them")
            self._grown = explain(self._moments(), found.failed, self.spacing, self._sampler)
        grown, explanation = self._grown
        classes = class_readings(self._sampler.class_counts)
        return replace(run, classes=(*classes, *grown), explanation=explanation)

    @contextmanager
    def _long_enough(self, games: int) -> Iterator[None]:
        """NotOfferedError where the game ends too early, and somebody else says how long it is."""
        try:
            yield
        except EndedEarlyError as error:
            if self.run.sets_length:
                raise
            raise NotOfferedError(
                f"{self.run.profile.name} is too short to be read in one long game; start it with "
                f"{self.spacing.number(games + 1)} frames or more. {error}"
            ) from None

    def _moments(self) -> Generator[Moment]:
        """A game that is held a few times, for something to grow in between, and left."""
        match, sampler = self._arrive(self.asked)
        for reading in self._held(match, WITHIN_A_GAME):
            yield Moment(reading, sampler)
        match.leave()

    def _arrive(self, games: int) -> tuple[Match, MemorySampler]:
        """In a browser of its own, whatever was open before; Python may be there, the game has not begun."""
        options = {"frames": self.spacing.number(games + 1), "fps": self.fps}
        self.run.serve(Serving(options, self.leak.wrapper))
        match, sampler = self.arrive()
        self.leak.before_game(match, sampler)
        sampler.server.tidy()
        return match, sampler

    def _held(self, match: Match, readings: Iterable[int]) -> Iterator[int]:
        """Plays; at each reading's frame both games are held until the next reading is asked for."""
        match.start()
        for reading in readings:
            with held_at(match, self.spacing.number(reading), self.run.end_within_s) as trouble:
                self.note_unheld(trouble)
                yield reading

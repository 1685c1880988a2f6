"""Games whose memory is measured: what those in the same windows and those that are interrupted share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from gauge.memory.budgets import EXACT_LAYERS, SERVER_EXACT_LAYERS, WORKER_LAYERS
from gauge.memory.causes import Explanation
from gauge.memory.layers import TOLD_INSIDE, LayerReading, LedgerRules
from gauge.memory.ledger import LedgerVerdicts
from gauge.memory.memory_file import MemoryRun, MemoryVerdicts, judge_memory
from gauge.memory.spacing import GAMES, Spacing
from harness.controls.leak import NO_LEAK, Leak
from harness.experiments.step_pace import StepTimeProbe
from harness.players.match import Match
from harness.probes.game_server import GameServerProbe
from harness.probes.memory_sampler import MemorySampler
from harness.probes.things import left_behind
from harness.session.browser import STEADY_HEAP, Window
from harness.session.run import Run
from harness.session.run_metadata import run_metadata
from harness.snapshots.browser_objects import BrowserObjectsProbe


@dataclass
class MeasuredGames(ABC):
    """What has been played and measured so far; kept while games run, so that nothing is lost when they stop.

    ``asked`` games are judged first, after a warm-up game; ``stopped`` is the sentence that says why the
    games did not go on, None while all is well. ``leak`` makes the game leak on purpose.
    """

    run: Run
    leak: Leak = NO_LEAK
    asked: int = 0
    times_s: dict[int, float] = field(default_factory=dict)
    pictures: list[tuple[str, bytes]] = field(default_factory=list)
    windows: list[Window] = field(default_factory=list)
    stopped: str | None = None
    spacing: Spacing = GAMES
    _warnings: list[str] = field(default_factory=list)

    @property
    @abstractmethod
    def played(self) -> int:
        """Games after the warm-up that were played."""

    @abstractmethod
    def play(self, games: int) -> None:
        """Plays until there are so many games after the warm-up; none more when there are."""

    @abstractmethod
    def readings(self) -> tuple[tuple[LayerReading, ...], Mapping[str, str]]:
        """What was read so far, and by layer why it could not be."""

    @property
    def workers_layer(self) -> str:
        """The layer that counts Workers with Python, which live for a game or as long as their window."""
        return WORKER_LAYERS[self.run.profile.worker_lives]

    @property
    def exact_layers(self) -> tuple[str, ...]:
        """What may not be left behind beside the Worker, in the windows."""
        return EXACT_LAYERS

    @property
    def server_layers(self) -> tuple[str, ...]:
        """What has to be gone on the server, as far as this server can tell it."""
        inside = self.run.server.inside
        untold = TOLD_INSIDE if inside is None or inside.silent else ()
        return tuple(layer for layer in SERVER_EXACT_LAYERS if layer not in untold)

    @property
    @abstractmethod
    def server_probe(self) -> GameServerProbe | None:
        """What read the server, None before anything did."""

    def browser_flags(self) -> tuple[str, ...]:
        """Flags beside the usual ones, for the file of raw readings."""
        return ()

    def can_go_on(self) -> bool:
        """Whether more games can be played."""
        return self.stopped is None

    def explained(self, run: MemoryRun, found: LedgerVerdicts) -> MemoryRun:  # noqa: ARG002
        """The same with what grew and what keeps it, where that can be found out."""
        things = self.server_probe.things if self.server_probe else {}
        return replace(run, explanation=Explanation(left=left_behind(things)))

    def record_another(self) -> bytes | None:
        """A recording of one more game for the browser's Performance tab, where it makes sense."""
        return None

    def arrive(self) -> tuple[Match, MemorySampler]:
        """Both players in a browser of its own, past the instructions; every layer is sampled, time too."""
        self.run.renew_browser(STEADY_HEAP)
        samplers: list[MemorySampler] = []

        def prepare(windows: tuple[Window, Window]) -> None:
            further = [BrowserObjectsProbe(windows), StepTimeProbe(windows, self.run.profile)]
            samplers.append(MemorySampler(windows, self.run.server, self.run.profile, further))
            self.prepare(windows)

        match = Match.arrive(self.run, prepare=prepare)
        match.read_instructions()
        return match, samplers[0]

    def prepare(self, windows: tuple[Window, ...]) -> None:
        """Before anything is opened in the windows."""
        self.windows += windows
        for window in windows:
            self.leak.prepare(window)

    def cost_s(self, game: int) -> float:  # noqa: ARG002
        """What measuring took of a game."""
        return 0.0

    def note_unheld(self, reason: str) -> None:
        """Warns of readings that were not taken at exactly one frame; "" is no reason."""
        warning = f"Workers were read a few frames late: {reason}."
        if reason and warning not in self._warnings:
            self._warnings.append(warning)

    def so_far(self, budgets: Mapping[str, float]) -> MemoryVerdicts:
        """The verdicts on what was measured, and nothing more is played for them."""
        return judge_memory(self._measured(budgets, ()))

    def judge(self, budgets: Mapping[str, float], layers: Sequence[str] = ()) -> MemoryVerdicts:
        """The verdicts on what was measured; while they cannot tell, more games are played.

        ``budgets`` per game replace those of the layers, in bytes; ``layers`` have to be there, and only
        layers of their requirement make for more games. What grew is looked for once one of these has failed,
        when all that can be disturbed by it has been read.
        """
        found = judge_memory(self._measured(budgets, layers))
        while found.more_games and self.can_go_on():
            unclear = ", ".join(finding.layer.title for finding in found.asked.undecided)
            more = self.spacing.span(found.more_games)
            self.run.progress.say(f"not enough to tell of {unclear}: {more} more")
            self.play(self.played + found.more_games)
            found = judge_memory(self._measured(budgets, layers))
        leaking = found.asked.leaking
        if leaking is not None and leaking.layer.kind == "memory" and self.stopped is None:
            found = judge_memory(self.explained(found.run, found.asked))
        return found

    def _measured(self, budgets: Mapping[str, float], layers: Sequence[str]) -> MemoryRun:
        """All that the verdicts depend on; goes into the file of raw readings."""
        readings, reasons = self.readings()
        times = tuple(LayerReading("game_time", "series", game, s) for game, s in self.times_s.items())
        return MemoryRun(
            readings=(*readings, *times),
            rules=LedgerRules(self.asked, budgets=budgets, layers=tuple(layers), spacing=self.spacing),
            reasons=reasons,
            environment=run_metadata(self.run) | {"Browser flags": " ".join(self.browser_flags())},
            stopped=self.stopped,
            warnings=tuple(self._warnings),
        )

"""The same game in turn with Python in a Worker and with Python on the page, every step recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from statistics import median

from gauge.control import judge_amount
from gauge.deadlines import StepRecord
from gauge.match_steps import Arm
from gauge.step_file import StudyRules, StudyVerdicts, judge_steps
from gauge.study import DEFAULT_PLAN
from gauge.verdict import Figure, Outcome, Verdict, combine
from harness.about import about_the_run
from harness.census import workers_of
from harness.match import BOT, Match
from harness.player import Player
from harness.recording import StepRecorder
from harness.recording.controls import SlowMachine, SlowWorker
from harness.run import Run
from harness.stopping import noting_what_stopped

WARM_UP_FRAMES = 100
LOOK_AT_FRAME = 60
EQUAL_WORK = "PARITY"
ARMS: Mapping[Arm, str] = {"worker": "in a Worker", "direct": "on the page"}


@dataclass(frozen=True)
class Twin:
    """One match: what both pages said of it; ``hashes`` is one tuple of state hashes a player."""

    pair: int
    arm: Arm
    frames: int
    hashes: tuple[tuple[str, ...], ...]
    workers: tuple[int, ...]

    @property
    def name(self) -> str:
        return f"pair {self.pair}, Python {ARMS[self.arm]}"


@dataclass
class Comparison:
    """What has been played so far; kept while matches run, so that nothing is lost when they stop.

    ``ways`` says which Python each arm really uses; two equal ones are a control. ``slowed`` is another: its
    Workers' steps are kept in ``own_ms`` as they would be without it. ``machine`` slows the pages of both.
    """

    run: Run
    slowed: SlowWorker | None = None
    machine: SlowMachine | None = None
    ways: Mapping[Arm, str] = field(default_factory=lambda: {"worker": "worker", "direct": "direct"})
    records: list[StepRecord] = field(default_factory=list)
    twins: list[Twin] = field(default_factory=list)
    pictures: list[tuple[str, bytes]] = field(default_factory=list)
    own_ms: list[float] = field(default_factory=list)
    fps: float | None = None
    stopped: str | None = None

    @property
    def pairs(self) -> int:
        """Pairs of which both matches were played."""
        return len(self.twins) // 2

    def play_at_least(self, pairs: int) -> None:
        """Plays until there are that many pairs; none more when there are."""
        if self.stopped is None:
            self.play(max(0, pairs - self.pairs))

    def play(self, pairs: int) -> None:
        """Plays that many more pairs: worker, direct, direct, worker, ... each in a browser of its own."""
        with noting_what_stopped(self):
            for pair in range(self.pairs + 1, self.pairs + pairs + 1):
                order: tuple[Arm, Arm] = ("worker", "direct") if pair % 2 else ("direct", "worker")
                for arm in order:
                    self._play_match(pair, arm)

    def judge(self, margins_ms: Mapping[float, float], on_time_percent: float) -> StudyVerdicts:
        """The verdicts on what was played; while they cannot tell, more pairs are played up to the bound."""
        rules = self.rules(margins_ms, on_time_percent)
        verdicts = judge_steps(self.records, rules)
        while verdicts.more_pairs and self.stopped is None:
            self.run.progress.say(f"not enough to tell: {verdicts.more_pairs} more pairs")
            self.play(verdicts.more_pairs)
            verdicts = judge_steps(self.records, rules)
        return verdicts

    def rules(self, margins_ms: Mapping[float, float], on_time_percent: float) -> StudyRules:
        """What the verdicts depend on beside the steps; goes into the file of raw samples."""
        return StudyRules(
            fps=self.fps or float(self.run.settings.fps),
            frames=max((twin.frames for twin in self.twins), default=None),
            warm_up_frames=WARM_UP_FRAMES,
            margins_ms=margins_ms,
            on_time_percent=on_time_percent,
            environment=about_the_run(self.run),
        )

    def _play_match(self, pair: int, arm: Arm) -> None:
        run = self.run
        run.renew_browser()
        recorders: dict[str, StepRecorder] = {}

        def prepare(players: tuple[Player, Player]) -> None:
            for player in players:
                recorders[player.who] = StepRecorder.install(player.window.context)
                if self.slowed is not None and arm == "worker":
                    self.slowed.install(player.window.context)

        query = {**BOT, "python": self.ways[arm]}
        match = Match.arrive(run, query, f" of {_label(pair, arm)}", prepare)
        match.read_instructions()
        match.start()
        match.wait_for_frame(LOOK_AT_FRAME, run.end_within_s)
        workers = tuple(len(workers_of(player)) for player in match.players)
        with self.machine.slowing(match.players) if self.machine else nullcontext():
            ends = match.wait_for_end(run.end_within_s * (self.machine.factor if self.machine else 1))
        for seat, player in enumerate(match.players):
            game = recorders[player.who].read(player.window.page)
            if self.slowed is not None and arm == "worker":
                self.own_ms += self.slowed.own_ms(player.window.page)[WARM_UP_FRAMES:]
            self.records += [
                StepRecord(pair, arm, seat, frame, call, back)
                for frame, call, back in zip(game.frames, game.call_ms, game.return_ms, strict=True)
            ]
        self.fps = self.fps or match.first.field("fps")
        hashes = tuple(tuple(player.field("stateHashes") or ()) for player in match.players)
        self.twins.append(Twin(pair, arm, max(end.frame or 0 for end in ends), hashes, workers))
        self.pictures = [(player.who, player.screenshot()) for player in match.players]
        match.leave()
        run.progress.say(f"{_label(pair, arm)}: {self._median(pair, arm)}")

    def _median(self, pair: int, arm: Arm) -> str:
        steps = sorted(
            record.step_ms
            for record in self.records
            if record.pair == pair and record.arm == arm and record.frame >= WARM_UP_FRAMES
        )
        return f"median step {steps[len(steps) // 2]:.2f} ms" if steps else "no step recorded"


def _label(pair: int, arm: Arm) -> str:
    return f"pair {pair} of {DEFAULT_PLAN.looks[0]} or more, Python {ARMS[arm]}"


def judge_equal_work(comparison: Comparison) -> Verdict:
    """Passed when both arms ran Python where they say and went through the same states, frame by frame.

    A game whose states cannot be read is judged by where its Python ran alone, with a warning.
    """
    if comparison.stopped is not None:
        return Verdict(EQUAL_WORK, Outcome.FAILED, f"A match did not end. {comparison.stopped}")
    return combine(EQUAL_WORK, [_judge_places(comparison), judge_same_states(comparison.twins)])


def _judge_places(comparison: Comparison) -> Verdict:
    """Inconclusive when a game has no Python on the page, or none in a Worker, to compare with."""
    expected = {"worker": 1, "direct": 0}
    for twin in comparison.twins:
        least = expected[comparison.ways[twin.arm]]
        if any((count > 0) != bool(least) for count in twin.workers):
            counts = " and ".join(map(str, twin.workers))
            wanted = "at least one was" if least else "none was"
            sentence = (
                f"In {twin.name} {counts} Workers were at work where {wanted} expected, so the two ways are "
                "not what they are taken for; does the game know ?python=direct?"
            )
            return Verdict(EQUAL_WORK, Outcome.INCONCLUSIVE, sentence)
    sentence = f"Python ran where it was meant to in all {len(comparison.twins)} matches."
    return Verdict(EQUAL_WORK, Outcome.PASSED, sentence)


def judge_slowness(
    comparison: Comparison, verdicts: StudyVerdicts, added_ms: float, give_ms: float
) -> Verdict:
    """Passed when the comparison failed and found the median difference that there was, give or take.

    There was what was added, and what the Worker takes longer by itself: its replies were timed as they came
    in, before they were held back, by a clock of the control's own.
    """
    direct = [r.step_ms for r in comparison.records if r.arm == "direct" and r.frame >= WARM_UP_FRAMES]
    if not (comparison.own_ms and direct):
        return Verdict("CONTROL", Outcome.INCONCLUSIVE, "No step of a slowed Worker was timed.")
    true_ms = added_ms + median(comparison.own_ms) - median(direct)
    return judge_amount(verdicts.degradation, "q0.5_difference_ms", true_ms, give_ms, "ms")


def judge_same_states(twins: Sequence[Twin]) -> Verdict:
    """Passed when every player of every match had the same state hash in each frame."""
    known = [(twin, player, hashes) for twin in twins for player, hashes in enumerate(twin.hashes, start=1)]
    if not known or not any(hashes for *_, hashes in known):
        warning = "The game does not tell its states, so equal work is taken for granted, not shown."
        return Verdict(
            EQUAL_WORK, Outcome.PASSED, "The states of the game cannot be read.", warnings=(warning,)
        )
    reference = known[0][2]
    figures: dict[str, Figure] = {"matches": len(twins), "states": len(reference)}
    for twin, player, hashes in known[1:]:
        if hashes != reference:
            at = next(
                (n for n, (a, b) in enumerate(zip(hashes, reference, strict=False)) if a != b),
                min(len(hashes), len(reference)),
            )
            sentence = (
                f"The games differ: {twin.name}, player {player}, is in another state than the first match "
                f"from frame {at} on, so unequal work was timed."
            )
            return Verdict(EQUAL_WORK, Outcome.FAILED, sentence, figures)
    sentence = (
        f"All {len(twins)} matches went through the same {len(reference)} states, frame by frame, for both "
        "players: equal work was timed."
    )
    return Verdict(EQUAL_WORK, Outcome.PASSED, sentence, figures)

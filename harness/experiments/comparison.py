"""The same game in turn with Python in a Worker and with Python on the page, every step recorded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from statistics import median

from gauge.clock.clock_file import judge_timing
from gauge.clock.second_clock import SeenGame
from gauge.control import CONTROL, judge_amount
from gauge.latency.equal_work import PLACES, ComparedMatch, judge_places
from gauge.latency.match_steps import Arm
from gauge.latency.noninferiority import quantile_name
from gauge.latency.picture_age import PlayerView, is_moving, judge_picture_age, mean_view
from gauge.latency.step_file import StudyRules, StudyVerdicts, judge_steps
from gauge.latency.step_record import StepRecord
from gauge.latency.study import DEFAULT_PLAN
from gauge.verdict import Outcome, Verdict
from harness.controls import PageControl, SlowMachine, SlowWorker
from harness.experiments.step_watch import StepWatch, watching
from harness.players.match import Match
from harness.probes.machine_idle import MachineIdle
from harness.probes.worker_census import python_workers_of
from harness.recording import PictureRecorder
from harness.session.browser import Window
from harness.session.errors import NotOfferedError
from harness.session.run import Run
from harness.session.run_metadata import run_metadata
from harness.session.stopping import noting_what_stopped

WARM_UP_FRAMES = 100
# as many as are played at first: together they have a picture of every frame
PAIRS = DEFAULT_PLAN.looks[0]
LOOK_AT_FRAME = 60
# for the charts of a game that does not say it
ASSUMED_FPS = 30.0


@dataclass
class Comparison:
    """What has been played so far; kept while matches run, so that nothing is lost when they stop.

    ``arms`` says where Python runs in each arm; two equal ones are a control. ``control`` makes the pages
    with a Worker bad; when a slowed Worker's replies were given to the page is kept in ``given_ms``.
    ``machine`` slows the pages of both.
    ``seen`` has by Python's place what a second clock saw, ``counted`` the steps as long as it saw them last.
    ``idle_percent`` is how free the machine was in its busiest match, None where the browser runs elsewhere.
    """

    run: Run
    control: PageControl | None = None
    machine: SlowMachine | None = None
    arms: Mapping[Arm, Arm] = field(default_factory=lambda: {"worker": "worker", "direct": "direct"})
    records: list[StepRecord] = field(default_factory=list)
    matches: list[ComparedMatch] = field(default_factory=list)
    pictures: list[tuple[str, bytes]] = field(default_factory=list)
    given_ms: list[float] = field(default_factory=list)
    seen: dict[str, list[SeenGame]] = field(default_factory=lambda: {"worker": [], "direct": []})
    counted: list[StepRecord] = field(default_factory=list)
    windows: list[Window] = field(default_factory=list)
    _shown: defaultdict[tuple[Arm, int], list[Mapping[int, bytes]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    fps: float | None = None
    clock_tick_ms: float = 0.0
    idle_percent: float | None = 100.0
    stopped: str | None = None

    @property
    def pairs(self) -> int:
        """Pairs of which both matches were played."""
        return len(self.matches) // 2

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
                if not judge_places(self.matches).passed:
                    return

    def judge(
        self,
        margins_ms: Mapping[float, float] | None = None,
        on_time_percent: float | None = None,
        shown_percent: float | None = None,
    ) -> StudyVerdicts:
        """The verdicts asked for; while they cannot tell, more pairs are played up to the bound."""
        rules = replace(
            self.rules,
            margins_ms=margins_ms or {},
            on_time_percent=on_time_percent,
            shown_percent=shown_percent,
        )
        verdicts = judge_steps(self.records, rules)
        while verdicts.more_pairs and self.stopped is None:
            self.run.progress.say(f"not enough to tell: {verdicts.more_pairs} more pairs")
            self.play(verdicts.more_pairs)
            verdicts = judge_steps(self.records, rules)
        return verdicts

    def clock(self, *places: Arm) -> Verdict:
        """Whether the game's own timing can be trusted, with Python in these places."""
        return judge_timing({place: self.seen[place] for place in places})

    def judge_pictures(self) -> Verdict:
        """How old pictures are; while those that move cannot tell, more pairs are played up to the bound."""
        while True:
            views, look = self.views(), DEFAULT_PLAN.next_look(self.pairs)
            verdict = judge_picture_age(views, self.fps)
            decided = verdict.outcome is not Outcome.INCONCLUSIVE or self.stopped is not None
            if decided or look is None or not all(is_moving(view.pictures) for view in views):
                return verdict
            self.run.progress.say(f"not enough to tell how old pictures are: {look - self.pairs} more pairs")
            self.play(look - self.pairs)

    def views(self) -> list[PlayerView]:
        """What each player saw in each setup."""
        return [mean_view(arm, seat, matches) for (arm, seat), matches in self._shown.items()]

    def by_second_clock(self, verdicts: StudyVerdicts) -> str:
        """The differences of a study as the second clock saw them, from the call to the next frame number."""
        study = judge_steps(self.counted, verdicts.rules).study if self.counted else None
        shown = [
            f"{quantile_name(each.quantile).lower()} {each.difference_ms.estimate:+.2f} ms"
            for each in (study.comparisons if study else ())
            if each.difference_ms is not None
        ]
        return f"By a second clock: {', '.join(shown)}." if shown else "A second clock saw too few steps."

    @property
    def rules(self) -> StudyRules:
        """What the verdicts depend on beside the steps and what is asked."""
        return StudyRules(
            fps=self.fps or ASSUMED_FPS,
            frames=max((match.frames for match in self.matches), default=None),
            warm_up_frames=WARM_UP_FRAMES,
            clock_tick_ms=self.clock_tick_ms,
            idle_percent=self.idle_percent,
            environment=run_metadata(self.run),
        )

    def must_know_fps(self) -> None:
        """NotOfferedError when no frame has a deadline, since nobody says how many a second there are."""
        if self.matches and self.fps is None:
            raise NotOfferedError(
                f"{self.run.profile.name} does not say at how many frames per second it aims, so no frame "
                "has a deadline; name it in its profile, as an expression or a number (game.fps)."
            )

    def judge_slowdown(self, verdicts: StudyVerdicts, added_ms: float, tolerance_ms: float) -> Verdict:
        """Passed when the comparison failed and reports the true median difference within a tolerance.

        True is after how long the page was given its replies, by a clock of the control's own: a timer adds
        what was asked or more.
        """
        direct = [r.step_ms for r in self.records if r.arm == "direct" and r.frame >= WARM_UP_FRAMES]
        if not (self.given_ms and direct):
            return Verdict(CONTROL, Outcome.INCONCLUSIVE, "No step of a slowed Worker was timed.")
        true_ms = median(self.given_ms) - median(direct)
        if true_ms < added_ms - tolerance_ms:
            return Verdict(CONTROL, Outcome.FAILED, f"The Worker was slowed by {true_ms:.2f} ms alone.")
        return judge_amount(verdicts.degradation, "q0.5_difference_ms", true_ms, tolerance_ms, "ms")

    def _play_match(self, pair: int, arm: Arm) -> None:
        run = self.run
        run.renew_browser()
        control = self.control if arm == "worker" else None
        watches: list[StepWatch] = []
        recorders: list[PictureRecorder] = []

        def prepare(windows: tuple[Window, Window]) -> None:
            self.windows += windows
            watching(run, watches, control)(windows)
            for window in windows:
                recorders.append(
                    PictureRecorder.install(
                        window.context,
                        run.profile,
                        frames=WARM_UP_FRAMES - 1,
                        every=PAIRS,
                        phase=pair % PAIRS,
                    )
                )

        match = Match.arrive(run, None, f" of {_label(pair, arm)}", self.arms[arm], prepare)
        match.read_instructions()
        match.start()
        idle = MachineIdle()
        match.wait_for_frame(LOOK_AT_FRAME, run.end_within_s)
        workers = tuple(
            len(python_workers_of(window, run.profile.worker_address)) for window in match.windows
        )
        with self.machine.slowing(match.windows) if self.machine else nullcontext():
            end_states = match.wait_for_end(run.end_within_s * (self.machine.factor if self.machine else 1))
        if run.settings.remote is not None:
            self.idle_percent = None
        elif self.idle_percent is not None:
            self.idle_percent = min(self.idle_percent, idle.percent())
        for seat, player in enumerate(match.players):
            game, seen, drawn = watches[seat].read(f"{_name(pair, arm)}, player {seat + 1}")
            self.seen[self.arms[arm]].append(seen)
            self._shown[arm, seat].append(recorders[seat].read(player.window.page))
            self.counted += [
                StepRecord(pair, arm, seat, frame, 0.0, ms) for frame, ms in seen.counted_ms.items()
            ]
            if isinstance(control, SlowWorker) and seat in control.seats:
                self.given_ms += control.given_ms(player.window.page)[WARM_UP_FRAMES:]
            self.records += [
                StepRecord(pair, arm, seat, frame, call, back, drawn.get(frame))
                for frame, call, back in zip(game.frames, game.call_ms, game.return_ms, strict=True)
            ]
        self.fps = self.fps or match.first.read(run.profile.fps)
        hashes = tuple(player.state_hashes() for player in match.players)
        work = tuple(player.read(run.profile.work) for player in match.players)
        self.clock_tick_ms = max(self.clock_tick_ms, match.first.clock_resolution_ms())
        frames = max(end.frame or 0 for end in end_states)
        self.matches.append(ComparedMatch(pair, arm, self.arms[arm], frames, hashes, workers, work))
        self.pictures = match.photograph()
        match.leave()
        run.progress.say(f"{_label(pair, arm)}: {self._median(pair, arm)}")

    def _median(self, pair: int, arm: Arm) -> str:
        steps = [
            record.step_ms
            for record in self.records
            if (record.pair, record.arm) == (pair, arm) and record.frame >= WARM_UP_FRAMES
        ]
        return f"median step {median(steps):.2f} ms" if steps else "no step recorded"


def _name(pair: int, arm: Arm) -> str:
    return f"pair {pair}, Python {PLACES[arm]}"


def _label(pair: int, arm: Arm) -> str:
    of = f" of {PAIRS}" if pair <= PAIRS else ""
    return f"pair {pair}{of}, Python {PLACES[arm]}"

"""Every step of a comparison in one sealed file, from which its verdicts can be recomputed to the last digit.

Times are the shortest decimals that read back to the same number::

    pair,arm,player,frame,call_ms,return_ms,drawn_ms
    1,worker,0,0,5120.005,5120.31,5131.2

The version covers the meaning as well as the columns: it is raised when a statistic or a sentence changes,
because an old file would then give another verdict than the one that its run printed.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass, field, replace

from gauge.clock.resolution import with_resolution
from gauge.latency.deadlines import Pace, judge_deadlines
from gauge.latency.match_steps import Arm, MatchSteps, whose
from gauge.latency.noninferiority import MIN_PAIRS
from gauge.latency.pictures import judge_pictures
from gauge.latency.step_record import StepRecord
from gauge.latency.study import DEFAULT_PLAN, SequentialPlan, StudyResult, judge_study
from gauge.latency.warm_up import slow_start
from gauge.sealed_file import InvalidSampleFile, parsed, refusing, seal, unseal
from gauge.verdict import Outcome, Verdict, quantity, severity

FORMAT = "kitchen-gauge/steps"
VERSION = 7
COLUMNS = ("pair", "arm", "player", "frame", "call_ms", "return_ms", "drawn_ms")
MIN_IDLE_PERCENT = 20.0
"""A machine that was less idle than this was too busy to show that a game is late (docs/statistics.md)."""


@dataclass(frozen=True)
class StudyRules:
    """What the verdicts depend on beside the steps.

    `fps` and `frames` are the rate and length of a match. `margins_ms`, a margin for each quantile, and
    `on_time_percent` and `shown_percent`, the shares of frames that must meet their deadline and whose
    pictures must be in time, are what is asked; what is not asked is not judged. `clock_tick_ms` is of the
    pages' clock, `idle_percent` how free the machine was in its busiest match, None where nobody knows.
    `environment` (browser, machine, settings) is carried along and not used.
    """

    fps: float = 30.0
    frames: int | None = None
    warm_up_frames: int = 100
    margins_ms: Mapping[float, float] = field(default_factory=dict)
    on_time_percent: float | None = None
    shown_percent: float | None = None
    clock_tick_ms: float = 0.0
    idle_percent: float | None = 100.0
    plan: SequentialPlan = DEFAULT_PLAN
    environment: Mapping[str, str] = field(default_factory=dict)

    def undecided_if_busy(self, verdict: Verdict) -> Verdict:
        """The verdict, or an inconclusive one in its place when it failed on a machine that was busy."""
        if verdict.outcome is not Outcome.FAILED or (self.idle_percent or 0) >= MIN_IDLE_PERCENT:
            return verdict
        if self.idle_percent is None:
            why = "Whether the machine was too busy to tell is not known where the browser runs elsewhere."
        else:
            idle = f"{self.idle_percent:.0f} % idle in its busiest match"
            why = f"This machine is too busy to tell ({idle})."
        sentence = f"{why} {verdict.sentence}"
        return replace(verdict, outcome=Outcome.INCONCLUSIVE, sentence=sentence)

    @property
    def pace(self) -> Pace:
        return Pace(self.fps, self.frames, self.warm_up_frames)

    def to_json(self) -> str:
        """One line of JSON; numbers read back to the same number."""
        return json.dumps(
            {
                "fps": self.fps,
                "frames": self.frames,
                "warm_up_frames": self.warm_up_frames,
                "margins_ms": {repr(float(quantile)): margin for quantile, margin in self.margins_ms.items()},
                "on_time_percent": self.on_time_percent,
                "shown_percent": self.shown_percent,
                "clock_tick_ms": self.clock_tick_ms,
                "idle_percent": self.idle_percent,
                "looks_pairs": list(self.plan.looks),
                "one_sided_alpha": self.plan.alpha,
                "one_sided_alpha_per_look": self.plan.alpha_per_look,
                "environment": dict(self.environment),
            }
        )

    @classmethod
    def from_json(cls, text: str) -> StudyRules:
        """Read back what `to_json` wrote; InvalidSampleFile when the text is not that."""
        with refusing("its rules cannot be read"):
            data = json.loads(text)
            return cls(
                fps=float(data["fps"]),
                frames=None if data["frames"] is None else int(data["frames"]),
                warm_up_frames=int(data["warm_up_frames"]),
                margins_ms={float(quantile): float(m) for quantile, m in data["margins_ms"].items()},
                on_time_percent=_or_none(data["on_time_percent"]),
                shown_percent=_or_none(data["shown_percent"]),
                clock_tick_ms=float(data["clock_tick_ms"]),
                idle_percent=_or_none(data["idle_percent"]),
                plan=SequentialPlan(
                    tuple(int(look) for look in data["looks_pairs"]),
                    float(data["one_sided_alpha"]),
                    float(data["one_sided_alpha_per_look"]),
                ),
                environment={str(key): str(value) for key, value in data["environment"].items()},
            )


@dataclass(frozen=True)
class StudyVerdicts:
    """What a comparison shows: of the Worker, and of Python on the page as the baseline beside it.

    `matches` and `study` are what the verdicts rest on, for charts and tables. `warnings` are VALID-03b's.
    """

    rules: StudyRules
    matches: tuple[MatchSteps, ...]
    study: StudyResult | None
    deadlines: tuple[Verdict, Verdict] | None
    pictures: tuple[Verdict, Verdict] | None = None
    warnings: tuple[str, ...] = ()

    @property
    def degradation(self) -> Verdict:
        """VALID-03b; ValueError when no margin was asked about."""
        if self.study is None:
            raise ValueError("no margin was given, so the two arms were not compared")
        verdict = with_resolution(self.study.verdict("VALID-03b"), self.rules.clock_tick_ms)
        verdict = replace(verdict, warnings=(*verdict.warnings, *self.warnings))
        failed = [c.quantile for c in self.study.comparisons if c.outcome is Outcome.FAILED]
        # a Worker waits for a processor now and then, which moves the tail and hardly the median
        return self.rules.undecided_if_busy(verdict) if failed and min(failed) > 0.5 else verdict

    @property
    def worker_deadlines(self) -> Verdict:
        """VALID-03c; ValueError when no share of frames was asked about."""
        if self.deadlines is None:
            raise ValueError("no share of frames was given, so deadlines were not judged")
        return self.deadlines[0]

    @property
    def worker_pictures(self) -> Verdict:
        """VALID-03c; ValueError when no share of pictures was asked about."""
        if self.pictures is None:
            raise ValueError("no share of pictures was given, so they were not judged")
        return self.pictures[0]

    @property
    def more_pairs(self) -> int:
        """How many pairs to play before judging again, 0 when all that was asked is decided or cannot be."""
        if all(verdict.outcome is not Outcome.INCONCLUSIVE for verdict in self.judged):
            return 0
        pairs = len(self.matches) // 2
        return (self.rules.plan.next_look(pairs) or pairs) - pairs

    @property
    def judged(self) -> tuple[Verdict, ...]:
        """The verdicts on the Worker that were asked for."""
        compared = (self.degradation,) if self.study else ()
        return (*compared, *(both[0] for both in (self.deadlines, self.pictures) if both))

    @property
    def baseline(self) -> tuple[Verdict, ...]:
        """The verdicts on Python on the page, which do not fail the Worker."""
        return tuple(both[1] for both in (self.deadlines, self.pictures) if both)


def complete_matches(records: Sequence[StepRecord], warm_up_frames: int) -> list[MatchSteps]:
    """The step times after warm-up of all matches whose pair is complete, by pair and arm.

    Every match has all the players that are in the records, one without steps if need be. ValueError as
    `MatchSteps` raises it.
    """
    players = sorted({record.player for record in records})
    start = min((record.frame for record in records), default=0) + warm_up_frames
    ordered = sorted(records, key=lambda r: (r.pair, r.arm, r.player, r.frame))
    matches: list[MatchSteps] = []
    for _, pair in itertools.groupby(ordered, key=lambda r: r.pair):
        steps: dict[Arm, dict[int, list[float]]] = {}
        number = 0
        for r in pair:
            number = r.pair
            times = steps.setdefault(r.arm, {player: [] for player in players})
            if r.frame >= start:
                times[r.player].append(r.step_ms)
        if len(steps) == 2:
            matches += [
                MatchSteps(number, arm, tuple(tuple(times[player]) for player in players))
                for arm, times in steps.items()
            ]
    return matches


def judge_steps(records: Sequence[StepRecord], rules: StudyRules) -> StudyVerdicts:
    """The verdicts of VALID-03b and VALID-03c on these steps: by the run itself and by `recompute`.

    Pairs of which one match is missing do not count. ValueError when the records contradict themselves or
    there are none.
    """
    matches = complete_matches(records, rules.warm_up_frames)
    whole = {match.pair for match in matches}
    kept = [record for record in records if record.pair in whole]
    if not kept:
        raise ValueError("there is no pair of matches to judge; record at least one match of each arm")
    study = judge_study(matches, rules.margins_ms, rules.plan) if rules.margins_ms else None
    middle_ms = rules.margins_ms.get(0.5)
    return StudyVerdicts(
        rules,
        tuple(matches),
        study,
        _both_arms(judge_deadlines, kept, rules, rules.on_time_percent),
        _both_arms(judge_pictures, kept, rules, rules.shown_percent),
        () if middle_ms is None else slow_start(kept, rules.warm_up_frames, middle_ms),
    )


def _both_arms(
    judge: Callable[..., Verdict], records: Sequence[StepRecord], rules: StudyRules, percent: float | None
) -> tuple[Verdict, Verdict] | None:
    """Of the Worker, and of Python on the page.

    Where neither is shown to be in time, a machine that was free shows that the game is late, one that was
    busy shows nothing.
    """
    if percent is None:
        return None
    arms: tuple[Arm, Arm] = ("worker", "direct")
    worker, direct = (_judge_share(judge, records, arm, rules.pace, percent) for arm in arms)
    if not worker.passed:
        # a reader who sees that the Worker is late must know whether the machine is
        worker = replace(worker, sentence=f"{worker.sentence} Beside it, {direct.sentence}")
    if worker.outcome is not Outcome.FAILED or direct.passed:
        return worker, direct
    decided = rules.undecided_if_busy(worker)
    if decided is worker:
        free = f"The machine was free ({rules.idle_percent:.0f} % idle in its busiest match)."
        decided = replace(worker, sentence=f"{worker.sentence} {free}")
    return decided, direct


def _judge_share(
    judge: Callable[..., Verdict], records: Sequence[StepRecord], arm: Arm, pace: Pace, percent: float
) -> Verdict:
    """Of the player who comes off worst, with the evidence of all: one of two is hidden by the other."""
    verdicts = []
    players = sorted({record.player for record in records})
    for player in players:
        alone = [record for record in records if record.player == player]
        verdicts.append(judge(alone, arm, pace, percent, whose(player + 1, len(players))))
    evidence = "\n\n".join(f"Player {n}\n{verdict.evidence}" for n, verdict in enumerate(verdicts, 1))
    return replace(min(verdicts, key=severity), evidence=evidence)


def write_steps(records: Sequence[StepRecord], rules: StudyRules) -> str:
    """The file's text."""
    rows = (
        (*astuple(r)[:4], *("" if ms is None else float(ms) for ms in (r.call_ms, r.return_ms, r.drawn_ms)))
        for r in records
    )
    return seal(FORMAT, VERSION, rules.to_json(), COLUMNS, rows)


def read_steps(text: str) -> tuple[tuple[StepRecord, ...], StudyRules]:
    """The records, in the order written, and the rules; InvalidSampleFile when the file is damaged."""
    rules, rows = unseal(text, FORMAT, VERSION, COLUMNS)

    def record(row: list[str]) -> StepRecord:
        arm: Arm = row[1]  # type: ignore[assignment]  # StepRecord refuses any other itself
        drawn = float(row[6]) if row[6] else None
        return StepRecord(int(row[0]), arm, int(row[2]), int(row[3]), float(row[4]), float(row[5]), drawn)

    return tuple(parsed(rows, record)), StudyRules.from_json(rules)


def recompute(text: str) -> StudyVerdicts:
    """The verdicts of the run that wrote the file; InvalidSampleFile when it cannot give any."""
    records, rules = read_steps(text)
    with refusing("its steps contradict each other"):
        pairs = len(complete_matches(records, rules.warm_up_frames)) // 2
        if pairs < MIN_PAIRS:
            raise InvalidSampleFile(
                f"it is too small: it holds {quantity(pairs, 'complete pair')} of matches"
                f" ({quantity(len(records), 'step')}), and a verdict takes at least {MIN_PAIRS}"
            )
        return judge_steps(records, rules)


def _or_none(value: float | None) -> float | None:
    return None if value is None else float(value)

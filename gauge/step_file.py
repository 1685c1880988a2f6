"""The raw samples of a comparison in one file, from which its verdicts can be recomputed to the last digit.

A preamble, then CSV with one row a step, times as the shortest decimals that read back to the same number::

    # format: kitchen-gauge/steps
    # version: 2
    # sha256: 9f86d0...            of all that follows this line
    # rows: 9600
    # rules: {"fps": 30.0, ...}    what the verdicts depend on beside the steps
    pair,arm,player,frame,call_ms,return_ms
    1,worker,0,0,5120.005,5120.31

The version covers the meaning as well as the columns: it is raised when a statistic or a sentence changes,
because an old file would then give another verdict than the one that its run printed. A file that does not
hold what its run wrote is refused, with one sentence that says what is wrong with it.

`seal` and `unseal` know nothing of steps, so that other samples can be kept in the same way.
"""

from __future__ import annotations

import csv
import hashlib
import io
import itertools
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from gauge.deadlines import StepRecord, judge_deadlines
from gauge.match_steps import Arm, MatchSteps
from gauge.noninferiority import MIN_PAIRS
from gauge.study import DEFAULT_PLAN, SequentialPlan, StudyResult, judge_study
from gauge.verdict import Verdict

FORMAT = "kitchen-gauge/steps"
VERSION = 2
COLUMNS = ("pair", "arm", "player", "frame", "call_ms", "return_ms")

_PREAMBLE = ("format", "version", "sha256", "rows", "rules")


class Refused(ValueError):  # noqa: N818 - the word that people read
    """A file that no verdict can be recomputed from; the message is one sentence that says why."""


@dataclass(frozen=True)
class StudyRules:
    """What the verdicts depend on beside the steps.

    `fps` and `frames` are the rate and length of a match, `margins_ms` a margin for each quantile,
    `on_time_percent` the share of frames that must meet their deadline. `environment` (browser, machine,
    settings) is carried along and not used.
    """

    fps: float = 30.0
    frames: int | None = None
    warm_up_frames: int = 100
    margins_ms: Mapping[float, float] = field(default_factory=lambda: {0.5: 2.0, 0.95: 5.0})
    on_time_percent: float = 98.0
    plan: SequentialPlan = DEFAULT_PLAN
    environment: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> str:
        """One line of JSON; numbers read back to the same number."""
        return json.dumps(
            {
                "fps": self.fps,
                "frames": self.frames,
                "warm_up_frames": self.warm_up_frames,
                "margins_ms": {repr(float(quantile)): margin for quantile, margin in self.margins_ms.items()},
                "on_time_percent": self.on_time_percent,
                "looks_pairs": list(self.plan.looks),
                "one_sided_alpha": self.plan.alpha,
                "one_sided_alpha_per_look": self.plan.alpha_per_look,
                "environment": dict(self.environment),
            }
        )

    @classmethod
    def from_json(cls, text: str) -> StudyRules:
        """Read back what `to_json` wrote; Refused when the text is not that."""
        try:
            data = json.loads(text)
            return cls(
                fps=float(data["fps"]),
                frames=None if data["frames"] is None else int(data["frames"]),
                warm_up_frames=int(data["warm_up_frames"]),
                margins_ms={float(quantile): float(m) for quantile, m in data["margins_ms"].items()},
                on_time_percent=float(data["on_time_percent"]),
                plan=SequentialPlan(
                    tuple(int(look) for look in data["looks_pairs"]),
                    float(data["one_sided_alpha"]),
                    float(data["one_sided_alpha_per_look"]),
                ),
                environment={str(key): str(value) for key, value in data["environment"].items()},
            )
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise Refused(f"it is damaged: its rules cannot be read ({error})") from error


@dataclass(frozen=True)
class StudyVerdicts:
    """What a comparison shows: of the Worker, and of Python on the page as the baseline beside it.

    `matches` and `study` are what the verdicts rest on, for charts and tables.
    """

    degradation: Verdict
    worker_deadlines: Verdict
    direct_deadlines: Verdict
    rules: StudyRules
    matches: tuple[MatchSteps, ...]
    study: StudyResult

    @property
    def more_pairs(self) -> int:
        """How many pairs to play before judging again, 0 when the study is over."""
        return self.study.more_pairs

    @property
    def judged(self) -> tuple[Verdict, ...]:
        """The verdicts on the Worker."""
        return (self.degradation, self.worker_deadlines)

    @property
    def baseline(self) -> tuple[Verdict, ...]:
        """The verdicts on Python on the page, which do not fail the Worker."""
        return (self.direct_deadlines,)


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
    study = judge_study(matches, rules.margins_ms, rules.plan)
    arms: tuple[Arm, Arm] = ("worker", "direct")
    worker, direct = (
        judge_deadlines(
            kept,
            arm,
            rules.fps,
            rules.on_time_percent,
            warm_up_frames=rules.warm_up_frames,
            frames=rules.frames,
        )
        for arm in arms
    )
    if not worker.passed:
        # whoever reads that the Worker is late has to know whether the machine is
        worker = replace(worker, sentence=f"{worker.sentence} Beside it, {direct.sentence}")
    return StudyVerdicts(study.verdict("VALID-03b"), worker, direct, rules, tuple(matches), study)


def write_steps(records: Sequence[StepRecord], rules: StudyRules) -> str:
    """The file's text."""
    rows = ((r.pair, r.arm, r.player, r.frame, float(r.call_ms), float(r.return_ms)) for r in records)
    return seal(FORMAT, VERSION, rules.to_json(), COLUMNS, rows)


def read_steps(text: str) -> tuple[tuple[StepRecord, ...], StudyRules]:
    """The records, in the order written, and the rules; Refused when the file is not as it was written."""
    rules, rows = unseal(text, FORMAT, VERSION, COLUMNS)
    records = []
    for number, row in enumerate(rows, start=1):
        try:
            records.append(
                StepRecord(
                    int(row[0]),
                    row[1],  # type: ignore[arg-type]  # StepRecord refuses any other arm itself
                    int(row[2]),
                    int(row[3]),
                    float(row[4]),
                    float(row[5]),
                )
            )
        except ValueError as error:
            raise Refused(f"it is damaged: row {number} cannot be used ({error})") from error
    return tuple(records), StudyRules.from_json(rules)


def recompute(text: str) -> StudyVerdicts:
    """The verdicts of the run that wrote the file; Refused when it is damaged, foreign or too small."""
    records, rules = read_steps(text)
    try:
        pairs = len(complete_matches(records, rules.warm_up_frames)) // 2
        if pairs < MIN_PAIRS:
            raise Refused(
                f"it is too small: it holds {pairs} complete pairs of matches ({len(records)} steps), and a"
                f" verdict takes at least {MIN_PAIRS}"
            )
        return judge_steps(records, rules)
    except Refused:
        raise
    except ValueError as error:
        raise Refused(f"it is damaged: its steps contradict each other ({error})") from error


def seal(
    format_name: str, version: int, rules: str, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> str:
    """Samples as text that `unseal` can tell from a damaged copy; `rules` is one line."""
    with io.StringIO(newline="") as body:
        writer = csv.writer(body, lineterminator="\n")
        writer.writerow(columns)
        count = 0
        for row in rows:
            writer.writerow(row)
            count += 1
        sealed = f"# rows: {count}\n# rules: {rules}\n{body.getvalue()}"
    return f"# format: {format_name}\n# version: {version}\n# sha256: {_digest(sealed)}\n{sealed}"


def unseal(text: str, format_name: str, version: int, columns: Sequence[str]) -> tuple[str, list[list[str]]]:
    """The rules and rows that were sealed; Refused when the text is not what `seal` made.

    What is missing or in excess is found before the checksum is compared, because it says more.
    """
    found = format_of(text)
    if found != format_name:
        raise Refused(f"it is in another format: {found!r} instead of {format_name!r}")
    lines = text.split("\n", len(_PREAMBLE))
    values = {}
    for key, line in zip(_PREAMBLE, lines, strict=False):
        if not line.startswith(f"# {key}: "):
            raise Refused(f"it is damaged: its preamble has no {key} where it belongs")
        values[key] = line.removeprefix(f"# {key}: ").rstrip("\r")
        if key == "version" and values[key] != str(version):
            raise Refused(
                f"it is of version {values[key]}, and this program reads version {version} only;"
                " recompute it with the release that wrote it"
            )
    if len(lines) <= len(_PREAMBLE):
        raise Refused("it is damaged: it ends within its preamble")
    try:
        table = list(csv.reader(io.StringIO(lines[-1], newline="")))
    except csv.Error as error:
        raise Refused(f"it is damaged: its rows cannot be read ({error})") from error
    header, rows = (table[0], table[1:]) if table else ([], [])
    if tuple(header) != tuple(columns):
        raise Refused(f"it is damaged: its columns are {', '.join(header)} instead of {', '.join(columns)}")
    if str(len(rows)) != values["rows"]:
        raise Refused(f"it is damaged: it holds {len(rows)} rows instead of the {values['rows']} written")
    for number, row in enumerate(rows, start=1):
        if len(row) != len(columns):
            raise Refused(f"it is damaged: row {number} has {len(row)} cells instead of {len(columns)}")
    if _digest(text.split("\n", 3)[3]) != values["sha256"]:
        raise Refused("it is damaged: its checksum differs, so it was changed after it was written")
    return values["rules"], rows


def format_of(text: str) -> str:
    """The format that a file says it has; Refused when it says none."""
    first = text.split("\n", 1)[0].rstrip("\r")
    if not first.startswith("# format: "):
        raise Refused("it is no file of raw samples: it does not begin with '# format: '")
    return first.removeprefix("# format: ")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

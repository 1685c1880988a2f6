"""The raw ledger of a run in one file, from which its verdicts can be recomputed to the last digit.

One row per reading; a value that is not measurable is an empty field::

    layer,owner,class,game,value,size_bytes
    page_heap,player 1,,0,2820000.0,
    class_count,page of player 1,HTMLCanvasElement,10,11,2640

Rows of the layer `class_count` are the live counts by class that a failure is attributed with. The version
is raised when a statistic or a sentence changes, because an old file would then give another verdict. Of
one long game, `game` is the number of the reading.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace

from gauge.memory.causes import NOTHING_FOUND, Explanation
from gauge.memory.growth import ClassReading, Growth, attributed, find_growth
from gauge.memory.layers import IN_WORKER, LayerReading, Ledger, LedgerRules
from gauge.memory.ledger import LedgerVerdicts, judge_ledger
from gauge.memory.spacing import Spacing
from gauge.memory.trend import MIN_READINGS
from gauge.sealed_file import InvalidSampleFile, parsed, refusing, seal, unseal
from gauge.verdict import Outcome, Verdict, quantity

FORMAT = "kitchen-gauge/memory"
VERSION = 7
COLUMNS = ("layer", "owner", "class", "game", "value", "size_bytes")
CLASS_COUNT = "class_count"


@dataclass(frozen=True)
class MemoryRun:
    """All that a run's verdicts depend on.

    `classes` and `explanation` are taken after a failure only. `stopped` says why the games did not go on,
    None when they did. `warnings` are what a reader of any verdict has to know. `environment` (browser,
    machine, settings) is carried along and not used.
    """

    readings: tuple[LayerReading, ...]
    rules: LedgerRules = field(default_factory=LedgerRules)
    reasons: Mapping[str, str] = field(default_factory=dict)
    classes: tuple[ClassReading, ...] = ()
    explanation: Explanation = NOTHING_FOUND
    environment: Mapping[str, str] = field(default_factory=dict)
    stopped: str | None = None
    warnings: tuple[str, ...] = ()

    @property
    def ledger(self) -> Ledger:
        """The readings as a ledger; ValueError when one is there twice."""
        return Ledger(self.readings, self.reasons)


@dataclass(frozen=True)
class MemoryVerdicts:
    """What a run shows, with what grew; `layers` are the findings layer by layer."""

    run: MemoryRun
    layers: LedgerVerdicts
    growths: tuple[Growth, ...]

    def verdict(self, requirement: str, layers: Sequence[str] | None = None) -> Verdict:
        """As `LedgerVerdicts.verdict`, a failure attributed. Classes of pages explain no server.

        Games that stopped fail: what stopped them is worse than what they have left behind.
        """
        if self.run.stopped is not None:
            played = self.run.rules.spacing.span(self.layers.games)
            stopped = Verdict(requirement, Outcome.FAILED, f"Stopped after {played}. {self.run.stopped}")
            return self.beside(stopped)
        verdict = self.layers.verdict(requirement, layers)
        verdict = replace(verdict, warnings=(*verdict.warnings, *self.run.warnings))
        leaking = str(verdict.figures.get("leaking_layer", ""))
        if leaking.startswith("server_"):
            return verdict
        growths = [g for g in self.growths if g.owner.startswith("page ") is not (leaking in IN_WORKER)]
        return attributed(verdict, growths, self.run.explanation.path)

    def beside(self, verdict: Verdict) -> Verdict:
        """A verdict on how the games went, and what memory shows already when they did not go well."""
        if verdict.passed:
            return verdict
        layers = self.layers.of(verdict.requirement)
        evidence = "\n".join(f.verdict.sentence for f in layers.findings if f.judged)
        sentence = f"{verdict.sentence} {layers.so_far()}".rstrip()
        return replace(verdict, sentence=sentence, evidence=verdict.evidence or evidence)

    @property
    def judged(self) -> tuple[Verdict, ...]:
        """What was asked for, first the layers that the rules name, then each requirement as a whole."""
        asked: dict[str, list[str]] = {}
        for name in self.run.rules.layers:
            asked.setdefault(self.run.rules.requirement(name), []).append(name)
        named = [self.verdict(requirement, layers) for requirement, layers in asked.items()]
        return (*named, *(self.verdict(verdict.requirement) for verdict in self.layers.judged))

    @property
    def baseline(self) -> tuple[Verdict, ...]:
        """Nothing is measured for comparison."""
        return ()

    @property
    def asked(self) -> LedgerVerdicts:
        """The layers of the requirement that the rules' layers belong to; all when they name none."""
        layers = self.run.rules.layers
        return self.layers.of(self.run.rules.requirement(layers[0])) if layers else self.layers

    @property
    def more_games(self) -> int:
        """How many more games may yet decide what was asked for."""
        return self.asked.more_games


def judge_memory(run: MemoryRun) -> MemoryVerdicts:
    """The verdicts on a run: by the run itself and by `recompute`. ValueError as `Ledger` raises it."""
    found = judge_ledger(run.ledger, run.rules, run.explanation)
    return MemoryVerdicts(run, found, find_growth(run.classes, run.rules.spacing))


def write_memory(run: MemoryRun) -> str:
    """The file's text."""
    rows: list[tuple[object, ...]] = [
        (r.layer, r.owner, "", r.game, "" if r.value is None else float(r.value), "")
        for r in run.ledger.readings
    ]
    rows += [
        (CLASS_COUNT, c.owner, c.name, c.game, c.count, "" if c.size_bytes is None else c.size_bytes)
        for c in run.classes
    ]
    rules = {
        "games": run.rules.games,
        "more_games": run.rules.more_games,
        "spacing": asdict(run.rules.spacing),
        "budgets": {layer: float(budget) for layer, budget in run.rules.budgets.items()},
        "layers": list(run.rules.layers),
        "reasons": dict(run.reasons),
        "explanation": run.explanation.to_json(),
        "stopped": run.stopped,
        "warnings": list(run.warnings),
        "environment": dict(run.environment),
    }
    return seal(FORMAT, VERSION, json.dumps(rules), COLUMNS, rows)


def read_memory(text: str) -> MemoryRun:
    """The run, readings by layer, owner and game; InvalidSampleFile when the file is damaged."""
    rules, rows = unseal(text, FORMAT, VERSION, COLUMNS)
    readings: list[LayerReading] = []
    classes: list[ClassReading] = []

    def keep(row: list[str]) -> None:
        layer, owner, name, game, value, size = row
        if layer == CLASS_COUNT:
            classes.append(ClassReading(owner, name, int(game), int(value), int(size) if size else None))
        else:
            readings.append(LayerReading(layer, owner, int(game), float(value) if value else None))

    parsed(rows, keep)
    with refusing("its rules cannot be read"):
        data = json.loads(rules)
        budgets = {str(layer): float(budget) for layer, budget in data["budgets"].items()}
        return MemoryRun(
            tuple(readings),
            LedgerRules(
                int(data["games"]),
                int(data["more_games"]),
                budgets,
                tuple(str(layer) for layer in data["layers"]),
                Spacing(**data["spacing"]),
            ),
            {str(layer): str(reason) for layer, reason in data["reasons"].items()},
            tuple(classes),
            Explanation.from_json(data["explanation"]),
            {str(key): str(value) for key, value in data["environment"].items()},
            None if data["stopped"] is None else str(data["stopped"]),
            tuple(str(warning) for warning in data["warnings"]),
        )


def recompute(text: str) -> MemoryVerdicts:
    """The verdicts of the run that wrote the file; InvalidSampleFile when it cannot give any."""
    run = read_memory(text)
    with refusing("its readings contradict each other"):
        found, games, spacing = judge_memory(run), run.ledger.games, run.rules.spacing
        undecided = all(verdict.outcome is Outcome.INCONCLUSIVE for verdict in found.judged)
        if undecided and games < MIN_READINGS - 1:
            raise InvalidSampleFile(
                f"it is too small: it holds {spacing.span(games)} after {spacing.called(0)}"
                f" ({quantity(len(run.readings), 'reading')}), and a verdict takes at least"
                f" {spacing.amount(MIN_READINGS - 1):,}"
            )
        return found

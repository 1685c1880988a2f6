"""The three verdicts, and how a feature's Then step states one.

A verdict is *passed* (shown to hold), *failed* (shown not to hold) or
*inconclusive* (the data cannot tell). Inconclusive is never green: it is raised as
`Inconclusive`, which is deliberately no `AssertionError`, so that behave reports an
error and Allure shows the scenario as broken rather than failed.
"""

from __future__ import annotations

import enum
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from types import MappingProxyType
from typing import Literal

from hamcrest.core.base_matcher import BaseMatcher
from hamcrest.core.description import Description

Figure = float | int | str | bool | None
INTERVAL = "95 % interval"


class Outcome(enum.Enum):
    """What the data show about a requirement; of several the one of the lowest `rank` stands."""

    FAILED = "failed"
    INCONCLUSIVE = "inconclusive"
    PASSED = "passed"

    @property
    def rank(self) -> int:
        return list(Outcome).index(self)


class Inconclusive(Exception):  # noqa: N818 - the name is the word that people read in the report
    """The data cannot tell whether the requirement holds; the message is the verdict's sentence."""


@dataclass(frozen=True)
class Measure:
    """A number that a verdict rests on: what charts draw, and what is followed from run to run.

    `unit` is 'ms', '%', 'times', 'B', 's' or 'count', for rates followed by `per` ("per game"). `lower` and
    `upper` are the ends of the `interval`. `detectable` is the mildest breach of the limit that would have
    been noticed, `samples` says in how many. None is: not measured, not limited, no interval, not known.
    Measures of one name are the lines of one chart, each called by its `line`.
    """

    name: str
    value: float | None
    unit: str
    limit: float | None = None
    bound: Literal["at most", "under", "at least"] = "at most"
    lower: float | None = None
    upper: float | None = None
    detectable: float | None = None
    samples: str = ""
    per: str = ""
    line: str = ""
    interval: str = INTERVAL

    @property
    def strain(self) -> float:
        """How much of what is allowed is used up, by the interval's worse end; above 1 is too much."""
        if self.value is None or self.limit is None:
            return 0.0
        if self.bound == "at least":
            return (100 - self.value) / (100 - self.limit) if self.limit < 100 else math.inf
        worst = self.value if self.upper is None else self.upper
        return worst / self.limit if self.limit > 0 else math.inf if worst > 0 else 0.0


@dataclass(frozen=True)
class Verdict:
    """One requirement, judged.

    `requirement` is an id such as ``"VALID-03a"``. `sentence` names the number, its limit and the
    sample size. `figures` are the numbers behind the sentence, units in their keys (JSON values
    only). `evidence` is longer text for the attachment (a table, for example); `warnings` are
    sentences a reader must know although they do not change the outcome. `measures` are what can be drawn,
    the one that decides first.
    """

    requirement: str
    outcome: Outcome
    sentence: str
    figures: Mapping[str, Figure] = field(default_factory=dict)
    evidence: str = ""
    warnings: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "figures", MappingProxyType(dict(self.figures)))

    @property
    def passed(self) -> bool:
        """True only when the requirement was shown to hold."""
        return self.outcome is Outcome.PASSED

    def to_json(self) -> str:
        """The verdict as one JSON object, for programs."""
        return json.dumps(
            {
                "requirement": self.requirement,
                "outcome": self.outcome.value,
                "sentence": self.sentence,
                "figures": dict(self.figures),
                "warnings": list(self.warnings),
                "measures": [asdict(measure) for measure in self.measures],
            },
            indent=2,
            ensure_ascii=False,
        )

    def to_text(self) -> str:
        """The verdict for a reader: outcome, sentence, warnings, then the evidence."""
        lines = [f"{self.requirement}: {self.outcome.value}", self.sentence]
        lines += [f"Warning: {warning}" for warning in self.warnings]
        if self.evidence:
            lines += ["", self.evidence]
        return "\n".join(lines)


def quantity(number: int, noun: str) -> str:
    """'1 game', '2,400 steps', '5 matches'."""
    plural = f"{noun}es" if noun.endswith("ch") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"


def combine(requirement: str, verdicts: Iterable[Verdict]) -> Verdict:
    """One verdict from several: failed when any failed, else inconclusive when any is, else passed.

    The sentences are joined, the worst first, so that a failure is read before what went well.
    ValueError when there is nothing to combine, because no data would otherwise read as passed.
    """
    ordered = sorted(verdicts, key=lambda verdict: verdict.outcome.rank)
    if not ordered:
        raise ValueError(
            f"{requirement}: there is no verdict to combine; judge at least one set of samples first"
        )
    nearest = sorted(ordered, key=severity)
    figures: dict[str, Figure] = {}
    for number, verdict in enumerate(ordered, start=1):
        figures.update(
            {f"{number}. {verdict.requirement} {key}": value for key, value in verdict.figures.items()}
        )
    return Verdict(
        requirement=requirement,
        outcome=ordered[0].outcome,
        sentence=" ".join(verdict.sentence for verdict in ordered),
        figures=figures,
        evidence="\n\n".join(verdict.evidence for verdict in ordered if verdict.evidence),
        warnings=tuple(dict.fromkeys(warning for verdict in ordered for warning in verdict.warnings)),
        measures=tuple(measure for verdict in nearest for measure in verdict.measures),
    )


def severity(verdict: Verdict) -> tuple[int, float]:
    """The worse a verdict, the lower: by its outcome, then by how near its measures are to their limits."""
    return verdict.outcome.rank, -max((measure.strain for measure in verdict.measures), default=0.0)


class _Holds(BaseMatcher[Verdict]):
    """Raises with the sentence alone instead of returning a mismatch.

    PyHamcrest would wrap a mismatch into "Expected: … but: …" over three lines; people who read
    the report should meet the one sentence that was written for them.
    """

    def _matches(self, item: Verdict) -> bool:
        if item.outcome is Outcome.INCONCLUSIVE:
            raise Inconclusive(item.sentence)
        if item.outcome is Outcome.FAILED:
            raise AssertionError(item.sentence)
        return True

    def describe_to(self, description: Description) -> None:
        description.append_text("a requirement that is shown to hold")


def holds() -> BaseMatcher[Verdict]:
    """Matcher for ``assert_that(verdict, holds())``.

    Raises AssertionError with the verdict's sentence when it failed and `Inconclusive` with the
    sentence when the data cannot tell.
    """
    return _Holds()

"""How often a verdict is wrong or cannot tell, and how large a fault has to be to be found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

import scipy

from certify.cases import CLEAN, Case
from certify.study import Study

FOUND_PERCENT = 95.0
ORIGINAL = ("VALID-03a", "VALID-04a")
"""The rules as first written; a study tells of those that it asks."""


@dataclass(frozen=True)
class Rate:
    """So many of so many, with the exact 95 % interval (Clopper & Pearson, Biometrika 26:404, 1934)."""

    hits: int
    of: int

    @property
    def percent(self) -> float:
        return 100 * self.hits / self.of if self.of else float("nan")

    @property
    def interval(self) -> tuple[float, float]:
        """In percent; 0 to 100 of no study."""
        if not self.of:
            return 0.0, 100.0
        found = scipy.stats.binomtest(self.hits, self.of).proportion_ci(0.95, "exact")
        return 100 * float(found.low), 100 * float(found.high)

    @property
    def span(self) -> str:
        """The interval in words."""
        low, high = self.interval
        return f"{low:.0f} to {high:.0f} %"

    def text(self) -> str:
        if not self.of:
            return "not played"
        return f"{self.percent:.0f} % ({self.hits} of {self.of}; {self.span})"


def together(rates: Iterable[Rate]) -> Rate:
    """As one rate; its interval takes it that no verdict depends on another."""
    told = list(rates)
    return Rate(sum(rate.hits for rate in told), sum(rate.of for rate in told))


@dataclass(frozen=True)
class Alarms:
    """What a requirement said of clean games."""

    requirement: str
    false_alarms: Rate
    inconclusive: Rate


@dataclass(frozen=True)
class Detection:
    """What was said of a bad game: by its requirement, its layer first or not, and by the original rules."""

    case: Case
    found: Rate
    layer_first: Rate
    inconclusive: Rate
    by_original: Rate


def alarms(studies: Iterable[Study]) -> list[Alarms]:
    """For each requirement, over all clean studies that state it."""
    clean = {case.name for case in CLEAN}
    played = [study for study in studies if study.case in clean]
    requirements = sorted({each.requirement for study in played for each in study.stated})
    found = []
    for requirement in requirements:
        outcomes = [outcome for study in played if (outcome := study.worst(requirement))]
        found.append(
            Alarms(
                requirement,
                Rate(outcomes.count("failed"), len(outcomes)),
                Rate(outcomes.count("inconclusive"), len(outcomes)),
            )
        )
    return found


def detection(case: Case, studies: Iterable[Study]) -> Detection:
    """Of one bad game, over its studies that gave a verdict."""
    own = [study for study in studies if study.case == case.name and study.stated]
    failed = [study for study in own if study.worst(case.requirement) == "failed"]
    original = [outcome for study in own for rule in ORIGINAL if (outcome := study.worst(rule))]
    unsure = sum(study.worst(case.requirement) == "inconclusive" for study in own)
    return Detection(
        case,
        Rate(len(failed), len(own)),
        Rate(sum(_names_first(study, case) for study in failed), len(failed)),
        Rate(unsure, len(own)),
        Rate(original.count("failed"), len(original)),
    )


def smallest_found(detections: Sequence[Detection]) -> float | None:
    """The smallest size from which on at least FOUND_PERCENT of the studies were found; None when none is."""
    smallest = None
    for each in sorted(detections, key=lambda each: each.case.size, reverse=True):
        if not each.found.of or each.found.percent < FOUND_PERCENT:
            break
        smallest = each.case.size
    return smallest


def _names_first(study: Study, case: Case) -> bool:
    """Whether the sentence that failed begins with the layer, or as the pattern says that stands for it."""
    wanted = (case.requirement, "failed")
    failed = (each.sentence for each in study.stated if (each.requirement, each.outcome) == wanted)
    return any(fnmatchcase(sentence, f"{case.layer}*") for sentence in failed)

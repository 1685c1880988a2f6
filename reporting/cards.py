"""A card for each requirement: what it says, what was found, and the one number that decided."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from gauge.verdict import Measure
from reporting.results import AllureResult
from reporting.wording import (
    MEANINGS,
    brief_of,
    explains,
    measure_of,
    sentence_of,
    tagged,
    word_for,
    worst,
)


@dataclass(frozen=True)
class Row:
    """One scenario of a card. `place` is where it stands in the Allure report, the part behind `#`."""

    name: str
    word: str
    brief: str
    full: str
    warnings: tuple[str, ...]
    measure: Measure | None
    place: str

    @property
    def explained(self) -> bool:
        """Whether the number says it all, so that the brief sentence would only repeat it."""
        return self.measure is not None and explains(self.measure, self.word)


@dataclass(frozen=True)
class Card:
    """One requirement, or the scenarios of a feature that name none."""

    title: str
    word: str
    rows: tuple[Row, ...]

    @property
    def meaning(self) -> str:
        """What the word says."""
        return MEANINGS[self.word]

    @property
    def shown(self) -> Row:
        """The scenario that decided: the first of the least green."""
        return next(row for row in self.rows if row.word == self.word)

    @property
    def others(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row is not self.shown)


def cards_of(results: Sequence[AllureResult]) -> list[Card]:
    """In the order of the requirements' names, then the features without any, in the order they ran."""
    groups: dict[str, list[AllureResult]] = {}
    for result in results:
        groups.setdefault(", ".join(tagged(result)), []).append(result)
    cards = [_card(title, groups[title]) for title in sorted(filter(None, groups))]
    rest = sorted(groups.get("", []), key=lambda result: result.feature)
    by_feature = itertools.groupby(rest, key=lambda result: result.feature)
    return [*cards, *(_card(feature or "The run", list(these)) for feature, these in by_feature)]


def _card(title: str, results: Sequence[AllureResult]) -> Card:
    rows = tuple(_row(result) for result in results)
    return Card(title, worst(row.word for row in rows), rows)


def _row(result: AllureResult) -> Row:
    warnings = tuple(dict.fromkeys(w for verdict in result.verdicts for w in verdict.warnings))
    word = word_for(result)
    measure = measure_of(result) if word in ("passed", "failed", "inconclusive") else None
    # a number within its limit, beside a verdict that it does not explain, would read as if all were well
    if measure is not None and explains(measure, "passed") and not explains(measure, word):
        measure = None
    uuid = str(result.data.get("uuid") or "")
    place = hashlib.md5(uuid.encode(), usedforsecurity=False).hexdigest() if uuid else ""
    return Row(result.name, word, brief_of(result), sentence_of(result), warnings, measure, place)

"""A card shows the number that explains its verdict, or none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gauge.verdict import Measure
from reporting.cards import cards_of
from tests.reporting.made_up import judged, step

OPEN = Measure("page heap", 3.0, "B", 20.0, lower=1.0, upper=30.0)


@pytest.mark.parametrize(
    ("word", "measure", "shown"),
    [
        ("passed", step(1.0), True),
        ("failed", step(60.0), True),
        ("failed", step(1.0), False),
        ("inconclusive", OPEN, True),
        ("inconclusive", replace(OPEN, upper=9.0), False),
        ("broken", step(1.0), False),
    ],
)
def test_a_number_that_looks_well_stands_beside_no_bad_verdict(
    word: str, measure: Measure, shown: bool
) -> None:
    (card,) = cards_of([judged("VALID-03a", word, measure)])
    assert card.word == word
    assert card.shown.measure == (measure if shown else None)


def test_the_least_green_scenario_of_a_requirement_decides() -> None:
    results = [judged("VALID-04c", word, name=word) for word in ("passed", "inconclusive", "not asked")]
    (card,) = cards_of(results)
    assert (card.word, card.shown.name) == ("inconclusive", "inconclusive")
    assert [row.name for row in card.others] == ["passed", "not asked"]

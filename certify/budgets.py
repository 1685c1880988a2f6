"""What the feature allows, read from it: cases are sized by the budgets that an owner edits there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from behave.model import Scenario, Step
from behave.parser import parse_file

from tools.paths import ROOT

FEATURE = "features/worker_validation.feature"
# as in the feature: 1 MiB is 1024 KiB
FACTORS = {"ms": 1.0, "KiB": 1.0, "MiB": 1024.0}


def budget(tag: str, words: str) -> float:
    """In ms or KiB: the first amount after `words` in a scenario of that tag. LookupError without one."""
    amount = re.compile(rf"{re.escape(words)}\D*?([\d.]+) ({'|'.join(FACTORS)})\b")
    for scenario in _scenarios(ROOT / FEATURE):
        for text in _texts(scenario.steps) if tag in scenario.tags else ():
            if found := amount.search(text):
                return float(found[1]) * FACTORS[found[2]]
    raise LookupError(
        f"{FEATURE} has no amount after {words!r} in a scenario of {tag}; name one that it has."
    )


@cache
def _scenarios(file: Path) -> list[Scenario]:
    """Read once for all cases."""
    return list(parse_file(str(file)).walk_scenarios())


def _texts(steps: list[Step]) -> Iterator[str]:
    for step in steps:
        yield step.name
        for row in step.table or ():
            yield " | ".join(row.cells)

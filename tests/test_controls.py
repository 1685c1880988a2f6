"""docs/controls.md tells which bad game fails which claim; no claim of the acceptance run is without one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from behave.model import Scenario, ScenarioOutline, Step
from behave.parser import parse_file

from gauge.memory.budgets import KINDS, PLACES
from gauge.memory.layers import LAYERS
from harness.controls.known_leaks import LEAKS

PROJECT = Path(__file__).resolve().parents[1]
FEATURES = PROJECT / "features"
FAILS = ("this claim fails: ", "this claim fails for each row by itself: ")
BY_LAYER = tuple(f"with 95 % confidence {kind} grows by at most" for kind in KINDS)
EACH = "each of these claims fails"
LEAK = "a game with a planted leak: "
Claim = tuple[str, str]
"""A Then step of the acceptance run, and for what its amounts are stated, where it has a table."""


@dataclass(frozen=True)
class Control:
    """A scenario of the controls: the bad game's name, and the claims that fail on it."""

    game: str
    claims: tuple[Claim, ...]
    when: str


def scenarios(file: Path) -> Iterator[Scenario]:
    for scenario in parse_file(str(file)).scenarios:
        yield from scenario.scenarios if isinstance(scenario, ScenarioOutline) else (scenario,)


def claim(step: Step, text: str) -> Claim:
    return text, step.table.headings[1] if step.table else ""


def acceptance() -> dict[Claim, list[str]]:
    """By claim the requirements that rest on it, in the order of the feature."""
    found: dict[Claim, list[str]] = {}
    for scenario in scenarios(FEATURES / "worker_validation.feature"):
        requirement = next(tag for tag in scenario.tags if tag[-1].islower())
        for step in scenario.steps:
            if step.step_type == "then":
                asked = found.setdefault(claim(step, step.name), [])
                asked += [] if requirement in asked else [requirement]
    return found


def controls() -> list[Control]:
    found = []
    for file in sorted(FEATURES.glob("*_controls.feature")):
        for scenario in scenarios(file):
            leaks = [step.name.removeprefix(LEAK) for step in scenario.steps if step.name.startswith(LEAK)]
            claims = tuple(
                failing
                for step in scenario.steps
                for failing in (
                    [(row[0], "") for row in step.table.rows]
                    if step.name == EACH
                    else [claim(step, step.name.removeprefix(p)) for p in FAILS if step.name.startswith(p)]
                )
            )
            when = "when asked for" if "slow" in scenario.effective_tags else "by default"
            found.append(Control(leaks[0] if leaks else scenario.name, claims, when))
    return found


def table(heading: str) -> list[list[str]]:
    """The rows of the table below a heading of docs/controls.md."""
    text = (PROJECT / "docs" / "controls.md").read_text(encoding="utf-8")
    lines = text.split(f"\n## {heading}\n")[1].split("\n## ")[0].splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return rows[2:]


def test_every_claim_of_the_acceptance_run_is_listed_with_its_requirements() -> None:
    listed = [(row[1], row[2]) for row in table("Claims")]
    shown = [
        (", ".join(requirements), f"{text} ({stated})" if stated else text)
        for (text, stated), requirements in acceptance().items()
    ]
    assert listed == shown
    assert [row[0] for row in table("Claims")] == [str(n) for n in range(1, len(listed) + 1)]


def test_every_claim_fails_on_a_game_that_is_played_by_default() -> None:
    failing = {claim for control in controls() if control.when == "by default" for claim in control.claims}
    assert [claim for claim in acceptance() if claim not in failing] == []


def test_no_control_fails_a_claim_that_nobody_makes() -> None:
    claimed = acceptance()
    assert [claim for control in controls() for claim in control.claims if claim not in claimed] == []


def test_the_table_of_bad_games_is_that_of_the_features() -> None:
    numbers = {claim: str(number) for number, claim in enumerate(acceptance(), start=1)}
    listed = sorted((row[0], row[1], row[4]) for row in table("Bad games"))
    found = sorted(
        (each.game, ", ".join(dict.fromkeys(numbers[c] for c in each.claims)) or "none", each.when)
        for each in controls()
    )
    assert listed == found
    assert all(len(row) == 6 and all(row) for row in table("Bad games"))


def test_every_row_of_a_budget_is_exceeded_by_a_bad_game_that_is_named_for_it() -> None:
    titles = {place: LAYERS[layer].title for place, layer in PLACES.items()}
    numbers = {claim: str(number) for number, claim in enumerate(acceptance(), start=1)}
    named = {(number, row[2]) for row in table("Bad games") for number in row[1].split(", ")}
    for scenario in scenarios(FEATURES / "worker_validation.feature"):
        for step in scenario.steps:
            for place, _ in step.table.rows if step.name in BY_LAYER else ():
                number, title = numbers[claim(step, step.name)], titles.get(place, place)
                assert any(n == number and title in names for n, names in named), (number, title)


def test_every_leak_that_there_is_is_asked_for() -> None:
    assert sorted(LEAKS) == sorted({each.game for each in controls()} & LEAKS.keys())


def test_known_good_games_are_scenarios() -> None:
    names = {scenario.name for file in FEATURES.glob("*.feature") for scenario in scenarios(file)}
    assert {name for row in table("Claims") for name in row[3].split("; ")} <= names

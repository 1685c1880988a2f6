"""The features and steps keep the rules of the house that no linter knows."""

import ast
import statistics
from pathlib import Path

import pytest
from behave.model import Feature, Scenario
from behave.parser import parse_file

PROJECT = Path(__file__).resolve().parents[1]
FEATURES = sorted((PROJECT / "features").glob("*.feature"))
STEP_FILES = sorted((PROJECT / "features" / "steps").glob("*.py"))
OURS = sorted(
    path
    for package in ("features", "harness", "gauge", "reporting", "game", "tools")
    for path in (PROJECT / package).rglob("*.py")
)


def features() -> list[Feature]:
    return [parse_file(str(path)) for path in FEATURES]


def scenarios() -> list[Scenario]:
    return [scenario for feature in features() for scenario in feature.scenarios]


def steps_of_code() -> list[ast.FunctionDef]:
    return [
        node
        for path in STEP_FILES
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef) and node.decorator_list
    ]


def prefix(function: ast.FunctionDef) -> str:
    """given, when or then, from the decorator."""
    decorator = function.decorator_list[0]
    assert isinstance(decorator, ast.Call)
    assert isinstance(decorator.func, ast.Name)
    return decorator.func.id


def body_lines(function: ast.FunctionDef) -> int:
    last = function.body[-1].end_lineno or 0
    return last - function.body[0].lineno + 1


def test_each_scenario_has_one_when_and_at_most_seven_steps() -> None:
    for scenario in scenarios():
        keywords = [step.step_type for step in (*scenario.background_steps, *scenario.steps)]
        assert keywords.count("when") == 1, scenario.name
        assert keywords.count("then") >= 1, scenario.name
        assert len(keywords) <= 7, scenario.name


def test_feature_files_stay_under_150_lines_and_use_no_rule() -> None:
    for path, feature in zip(FEATURES, features(), strict=True):
        assert len(path.read_text().splitlines()) < 150, path.name
        assert not feature.rules, f"{path.name}: allure-behave drops scenarios inside a Rule"


def test_no_two_scenarios_of_a_feature_have_one_title() -> None:
    for feature in features():
        titles = [scenario.name.partition(" -- @")[0] for scenario in feature.walk_scenarios()]
        assert len(titles) == len(set(titles)), feature.name


def test_step_bodies_are_short() -> None:
    lengths = {function.name: body_lines(function) for function in steps_of_code()}
    assert statistics.median(lengths.values()) <= 3
    assert {name: length for name, length in lengths.items() if length > 8} == {}


def test_step_functions_have_unique_names_that_begin_with_their_keyword() -> None:
    functions = steps_of_code()
    names = [function.name for function in functions]
    assert len(set(names)) == len(names)
    assert [f.name for f in functions if not f.name.startswith(f"{prefix(f)}_")] == []


def test_only_then_steps_judge() -> None:
    judging = {"assert_that", "holds", "failing_the_game", "must_be_free_of_errors"}
    for function in steps_of_code():
        used = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
        judges = used & judging or any(isinstance(node, ast.Assert) for node in ast.walk(function))
        assert bool(judges) == (prefix(function) == "then"), function.name


@pytest.mark.parametrize("path", OURS, ids=lambda path: str(path.relative_to(PROJECT)))
def test_nothing_sleeps(path: Path) -> None:
    called = {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
    }
    assert "sleep" not in called
    # the pause between two looks of a bounded wait, in the one place that has it
    assert "wait_for_timeout" not in called or path == PROJECT / "harness" / "session" / "browser.py"


@pytest.mark.parametrize("path", OURS, ids=lambda path: str(path.relative_to(PROJECT)))
def test_modules_are_short(path: Path) -> None:
    assert len(path.read_text().splitlines()) < 300

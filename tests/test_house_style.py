"""The features and steps keep to the house style: what can be read off their text is read off here."""

import ast
import re
import statistics
from pathlib import Path

import pytest
from behave.model import Feature, Scenario
from behave.parser import parse_file

PROJECT = Path(__file__).resolve().parents[1]
FEATURES = sorted((PROJECT / "features").glob("*.feature"))
STEP_FILES = sorted((PROJECT / "features" / "steps").glob("*.py"))
OURS = sorted({*(PROJECT / "harness").rglob("*.py"), *(PROJECT / "features").rglob("*.py")})
TESTS = sorted((PROJECT / "tests" / "harness").rglob("*.py"))

JUDGING_TITLE = re.compile(r"\b(test|verify|verifies|check|checks|should)\b", re.IGNORECASE)
MECHANISM = re.compile(
    r"[#`{}=\\]|\(\)|\w\.\w+\(|https?:|"
    r"\b(postMessage|CDP|DevTools|DOM|JSON|JavaScript|selector|canvas|socket|WebRTC|DataChannel|"
    r"usedJSHeapSize|pipeline|async|promise|evaluate|heap|hash|headless|Playwright|Pyodide)\b",
    re.IGNORECASE,
)
BUDGET = re.compile(r"\b(under|at most|at least|within)\b")
BUDGET_IN_FULL = re.compile(
    r"\b(under|at most|at least|within) \d+(\.\d+)? (ms|s|times|MiB|KiB|frames|%)( |$)"
)
HISTORY = re.compile(r"\b(TODO|FIXME|XXX|phase \d|no longer|formerly|used to be|legacy)\b", re.IGNORECASE)


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


def test_titles_state_an_outcome() -> None:
    titles = [feature.name for feature in features()] + [scenario.name for scenario in scenarios()]
    assert titles
    assert [title for title in titles if JUDGING_TITLE.search(title)] == []


@pytest.mark.parametrize("path", FEATURES, ids=lambda path: path.name)
def test_no_mechanism_is_in_the_words_of_a_feature(path: Path) -> None:
    lines = [re.sub(r"<\w+>", "", line) for line in path.read_text().splitlines()]
    said = [line for line in lines if not line.strip().startswith(("@", "|"))]
    assert [line for line in said if MECHANISM.search(line)] == []


def test_every_budget_shows_its_number_and_unit() -> None:
    judged = [step for scenario in scenarios() for step in scenario.steps if step.step_type == "then"]
    budgets = [step.name for step in judged if BUDGET.search(step.name)]
    assert budgets
    assert [name for name in budgets if not BUDGET_IN_FULL.search(name)] == []


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
    judging = {"assert_that", "holds", "judged", "must_be_free_of_errors"}
    for function in steps_of_code():
        used = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
        judges = used & judging or any(isinstance(node, ast.Assert) for node in ast.walk(function))
        assert bool(judges) == (prefix(function) == "then"), function.name


@pytest.mark.parametrize("path", [*OURS, *TESTS], ids=lambda path: str(path.relative_to(PROJECT)))
def test_nothing_sleeps(path: Path) -> None:
    called = {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
    }
    assert "sleep" not in called
    # the pause between two looks of a bounded wait, in the one place that has it
    assert "wait_for_timeout" not in called or path == PROJECT / "harness" / "player.py"


@pytest.mark.parametrize("path", [*OURS, *TESTS], ids=lambda path: str(path.relative_to(PROJECT)))
def test_modules_are_short_and_tell_no_history(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) < 300
    assert path == Path(__file__) or not HISTORY.search(text)

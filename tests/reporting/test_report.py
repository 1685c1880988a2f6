"""The report of real behave runs: never greener than the run, whatever breaks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reporting.results import read_results
from tests.reporting.tiny_project import ROOT, Ran, run_behave

pytestmark = pytest.mark.whole_run

BREAKING = """
Feature: Things break

  Scenario: Nothing breaks
    Given it works

  @before-scenario
  Scenario: Before hook
    Given it works

  @after-scenario
  Scenario: After hook
    Given it works

  @after-tag
  Scenario: After tag hook
    Given it works

  @cleanup
  Scenario: Clean-up
    Given it works

  Scenario: Undefined
    Given nobody wrote this step

  Scenario: Set-up step
    Given set-up breaks

  Scenario: Judged
    Given it is judged failed at 6

  Scenario: Unclear
    Given it is judged inconclusive at 4

  Scenario Outline: Rows
    Given it is judged <outcome> at <number>
    Examples: all
      | outcome | number |
      | passed  | 3      |
      | failed  | 7      |

  Scenario: Twice
    Given it is judged passed at 1

  Scenario: Twice
    Given it is judged failed at 9

  @left-out
  Scenario: Left out
    Given it works

  Rule: Rules count as well
    Scenario: Inside a rule, fine
      Given it works

    Scenario: Inside a rule, failing
      Given it fails at 8
"""
BEFORE_FEATURE = "@before-feature\nFeature: Cannot begin\n  Scenario: Never reached\n    Given it works\n"
AFTER_FEATURE = "@after-feature\nFeature: Cannot end\n  Scenario: Reached\n    Given it works\n"
GOOD = "Feature: Good\n  Scenario: Fine\n    Given it is judged passed at 3\n"


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    features = {"a": BREAKING, "b": BEFORE_FEATURE, "c": AFTER_FEATURE}
    return run_behave(tmp_path_factory.mktemp("broken"), features, "--tags=not @left-out")


@pytest.mark.parametrize(
    ("scenario", "status"),
    [
        ("Nothing breaks", "passed"),
        ("Before hook", "broken"),
        ("After hook", "broken"),
        ("After tag hook", "broken"),
        ("Clean-up", "broken"),
        ("Undefined", "broken"),
        ("Set-up step", "broken"),
        ("Judged", "failed"),
        ("Unclear", "broken"),
        ("Rows -- @1.1 all", "passed"),
        ("Rows -- @1.2 all", "failed"),
        ("Inside a rule, fine", "passed"),
        ("Inside a rule, failing", "failed"),
    ],
)
def test_the_report_says_what_behave_says(broken: Ran, scenario: str, status: str) -> None:
    assert broken.statuses[scenario] == status


@pytest.mark.parametrize(
    ("scenario", "text"),
    [
        ("Before hook", "before_scenario broke"),
        ("After hook", "after_scenario broke"),
        ("After tag hook", "after_tag broke"),
        ("Clean-up", "the window did not close"),
        ("Inside a rule, failing", "The number was 8"),
    ],
)
def test_a_repaired_entry_says_what_broke(broken: Ran, scenario: str, text: str) -> None:
    assert text in broken.messages[scenario]


def test_features_that_cannot_begin_or_end_are_not_green(broken: Ran) -> None:
    by_feature = {(result.feature, result.name): result for result in read_results(broken.paths)}
    for feature, text in (("Cannot begin", "before_feature broke"), ("Cannot end", "after_feature broke")):
        worst = [
            r for (name, _), r in by_feature.items() if name == feature and r.status in ("broken", "failed")
        ]
        assert worst, feature
        assert any(text in result.message for result in worst), feature
    assert by_feature[("Cannot begin", "Never reached")].status != "passed"


def test_every_repair_is_told_and_the_run_ends_non_zero(broken: Ran) -> None:
    assert broken.code == 1
    assert "After hook: behave says hook_error, the report said passed; repaired." in broken.said
    assert (
        "Inside a rule, fine: behave says passed, the report left it out; it has been added." in broken.said
    )


def test_the_summary_of_a_broken_run(broken: Ran) -> None:
    assert broken.summary.startswith("# NOT proved")
    assert "| VALID-00 | Judged | **NOT proved** | The number was 6, limit 5 (1 sample). |" in broken.summary
    assert "| VALID-00 | Unclear | **inconclusive** | The number was 4" in broken.summary
    assert "|  | Set-up step | **broken** | The port 5702 is taken. |" in broken.summary
    assert "| Left out | not asked |" in broken.summary
    assert "| VALID-00 | Twice | proved | The number was 1, limit 5 (1 sample). |" in broken.summary
    assert "| VALID-00 | Twice | **NOT proved** | The number was 9, limit 5 (1 sample). |" in broken.summary
    assert "| VALID-00 | Rows -- @1.2 all | **NOT proved** | The number was 7" in broken.summary


def test_without_allure_the_results_and_the_summary_are_there_and_it_says_what_to_type(broken: Ran) -> None:
    assert not broken.paths.index.exists()
    assert "cli.js is missing; type `make setup`" in broken.said
    assert "cli.js is missing" in broken.summary


def test_a_rule_alone_makes_a_passing_run_non_zero(tmp_path: Path) -> None:
    rule = "Feature: F\n  Rule: R\n    Scenario: Fine\n      Given it works\n"
    ran = run_behave(tmp_path, {"a": rule})
    assert ran.code == 1
    assert ran.statuses == {"Fine": "passed"}
    assert "All proved" not in ran.summary


@pytest.mark.parametrize(
    ("what", "text"), [("after-all", "A hook of the run failed"), ("run-cleanup", "the server did not stop")]
)
def test_what_breaks_after_the_last_scenario_is_in_the_report(tmp_path: Path, what: str, text: str) -> None:
    ran = run_behave(tmp_path, {"a": GOOD}, "-D", f"break={what}")
    assert ran.code == 1
    assert ran.statuses == {"Fine": "passed", "Set-up or clean-up of the run": "broken"}
    assert text in ran.messages["Set-up or clean-up of the run"]
    assert ran.summary.startswith("# NOT proved")


def test_a_run_that_cannot_begin_names_what_was_not_run(tmp_path: Path) -> None:
    ran = run_behave(tmp_path, {"a": GOOD}, "-D", "break=before-all")
    assert ran.code == 1
    assert ran.statuses["Fine"] == "unknown"
    assert ran.summary.startswith("# NOT proved")


def test_an_interrupted_run_keeps_what_it_has_and_names_what_was_not_run(tmp_path: Path) -> None:
    text = """
Feature: F
  Scenario: First
    Given it is judged passed at 3
  Scenario: Second
    Given somebody presses Ctrl-C
  Scenario: Third
    Given it works
"""
    ran = run_behave(tmp_path, {"a": text, "b": GOOD})
    assert ran.code == 1
    assert ran.statuses["First"] == "passed"
    assert ran.statuses["Second"] not in ("passed", "skipped")
    assert (ran.statuses["Third"], ran.statuses["Fine"]) == ("unknown", "unknown")
    assert "aborted" in ran.summary
    assert "| VALID-00 | First | proved | The number was 3, limit 5 (1 sample). |" in ran.summary


def test_a_run_in_which_behave_itself_dies_leaves_a_report(tmp_path: Path) -> None:
    first, second = "  @cleanup\n  Scenario: First\n", "  Scenario: Second\n"
    text = f"Feature: F\n{first}    Given it works\n{second}    Given it works\n"
    ran = run_behave(tmp_path, {"a": text}, formatter="progress")
    assert ran.code != 0
    assert (ran.statuses["First"], ran.statuses["Second"]) == ("broken", "unknown")
    assert "behave itself stopped with an error" in ran.summary


def test_a_good_run_twice_makes_one_file_and_a_history_and_leaves_nothing_of_the_first(
    tmp_path: Path,
) -> None:
    first = run_behave(tmp_path, {"a": GOOD}, root=ROOT)
    (first.paths.results / "stale-result.json").write_text(json.dumps({"name": "Old", "status": "passed"}))
    second = run_behave(tmp_path, {"a": GOOD}, root=ROOT)
    assert (first.code, second.code) == (0, 0), second.said
    assert second.statuses == {"Fine": "passed"}
    assert [path.name for path in second.paths.html.iterdir()] == ["index.html"]
    assert len(second.paths.history.read_text(encoding="utf-8").splitlines()) == 2
    assert second.summary.startswith("# All proved: 1 of 1 scenarios proved\n")
    assert "- Settings: games: 1" in second.summary
    page = second.paths.index.read_text(encoding="utf-8")
    assert "googletagmanager" not in page
    description = json.loads(next(second.paths.results.glob("*-result.json")).read_text())["descriptionHtml"]
    assert "<b>Shown to hold.</b> The number was 3, limit 5 (1 sample)." in description
    assert 'src="data:image/png;base64,' in description
    trends = json.loads((second.paths.results / "gauge-perf.json").read_text(encoding="utf-8"))
    assert [(entry["key"], entry["value"]) for entry in trends] == [("VALID-00 median_ms", 3)]

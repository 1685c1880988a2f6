"""The report of real behave runs: never greener than the run, whatever breaks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reporting.results import read_results
from tests.reporting.tiny_project import ROOT, Ran, run_behave, words_on

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

  Scenario: Pending
    Given it is to be written

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


# what goes wrong -> what behave says -> what the Allure report says -> what summary and page say
SAID = [
    ("Nothing breaks", "passed", "passed", "passed"),
    ("Before hook", "hook_error", "broken", "broken"),
    ("After hook", "hook_error", "broken", "broken"),
    ("After tag hook", "hook_error", "broken", "broken"),
    ("Clean-up", "cleanup_error", "broken", "broken"),
    ("Undefined", "error", "broken", "broken"),
    ("Pending", "error", "broken", "broken"),
    ("Set-up step", "error", "broken", "broken"),
    ("Judged", "failed", "failed", "failed"),
    ("Unclear", "error", "broken", "inconclusive"),
    ("Rows -- @1.1 all", "passed", "passed", "passed"),
    ("Rows -- @1.2 all", "failed", "failed", "failed"),
    ("Left out", "skipped", "skipped", "not asked"),
    ("Inside a rule, fine", "passed", "passed", "passed"),
    ("Inside a rule, failing", "failed", "failed", "failed"),
    ("Never reached", "untested", "unknown", "not run"),
    ("Reached", "passed", "passed", "passed"),
]


@pytest.mark.parametrize(("scenario", "behave", "allure", "word"), SAID, ids=[row[0] for row in SAID])
def test_every_page_says_what_behave_says(
    broken: Ran, scenario: str, behave: str, allure: str, word: str
) -> None:
    assert broken.behave_says[scenario] == behave
    assert broken.statuses[scenario] == allure
    assert broken.agreed()[scenario] == word


def test_two_scenarios_of_one_name_have_a_line_each(broken: Ran) -> None:
    assert sorted(word for name, word in words_on(broken.page) if name == "Twice") == ["failed", "passed"]


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
    table, _, folded = broken.summary.partition("<details>")
    assert table.startswith("# NOT proved")
    assert "| VALID-00 | Judged | ✘ **failed** | Number: 6 (limit: at most 5; 1 sample). |" in table
    assert "| VALID-00 | Unclear | ? **inconclusive** | The number was 4, limit 5 (1 sample). |" in table
    assert "|  | Set-up step | ! **broken** | The port 5702 is taken. |" in table
    assert "|  | Left out | — not asked |  |" in table
    assert "| VALID-00 | Twice | ✔ passed | Number: 1 (limit: at most 5; 1 sample). |" in table
    assert "| VALID-00 | Twice | ✘ **failed** | Number: 9 (limit: at most 5; 1 sample). |" in table
    assert "- **Judged** (failed): The number was 6, limit 5 (1 sample)." in folded
    assert "- Browser: none" in folded


def test_without_allure_the_results_and_the_summary_are_there_and_it_says_what_to_type(broken: Ran) -> None:
    assert not broken.paths.index.exists()
    assert "cli.js is missing; type `make setup`" in broken.said
    assert "cli.js is missing" in broken.summary


def test_a_rule_alone_makes_a_passing_run_non_zero(tmp_path: Path) -> None:
    rule = "Feature: F\n  Rule: R\n    Scenario: Fine\n      Given it works\n"
    ran = run_behave(tmp_path, {"a": rule})
    assert ran.code == 1
    assert ran.agreed() == {"Fine": "passed"}
    assert "All proved" not in ran.summary
    assert "the report left it out" in ran.page


@pytest.mark.parametrize(
    ("what", "text"), [("after-all", "A hook of the run failed"), ("run-cleanup", "the server did not stop")]
)
def test_what_breaks_after_the_last_scenario_is_in_the_report(tmp_path: Path, what: str, text: str) -> None:
    ran = run_behave(tmp_path, {"a": GOOD}, "-D", f"break={what}")
    assert ran.code == 1
    assert ran.statuses == {"Fine": "passed", "Set-up or clean-up of the run": "broken"}
    assert text in ran.messages["Set-up or clean-up of the run"]
    assert ran.agreed() == {"Fine": "passed", "Set-up or clean-up of the run": "broken"}
    assert ran.summary.startswith("# NOT proved")


def test_a_run_that_cannot_begin_names_what_was_not_run(tmp_path: Path) -> None:
    ran = run_behave(tmp_path, {"a": GOOD}, "-D", "break=before-all")
    assert ran.code == 1
    assert ran.statuses["Fine"] == "unknown"
    assert ran.agreed()["Fine"] == "not run"
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
    assert "aborted" in ran.page
    words = ran.agreed()
    assert (words["First"], words["Third"], words["Fine"]) == ("passed", "not run", "not run")
    assert words["Second"] in ("failed", "broken", "not run")
    assert "| VALID-00 | First | ✔ passed | Number: 3 (limit: at most 5; 1 sample). |" in ran.summary


def test_what_was_not_chosen_by_name_is_not_asked(tmp_path: Path) -> None:
    text = GOOD + "  @VALID-07\n  Scenario: Another\n    Given it works\n"
    ran = run_behave(tmp_path, {"a": text}, "-n", "Fine")
    assert ran.code == 0
    assert ran.agreed() == {"Fine": "passed", "Another": "not asked"}
    assert ran.summary.startswith("# All proved that was asked: 1 of 1 scenarios proved; 1 not asked")
    assert "VALID-07" in ran.page
    assert ran.statuses == {"Fine": "passed"}


def test_a_run_in_which_nothing_is_asked_proves_nothing(tmp_path: Path) -> None:
    ran = run_behave(tmp_path, {"a": GOOD}, "--tags=nobody")
    assert ran.agreed() == {"Fine": "not asked"}
    assert ran.summary.startswith("# NOT proved: no scenario was run; 1 not asked")


def test_a_run_in_which_behave_itself_dies_leaves_a_report(tmp_path: Path) -> None:
    first, second = "  @cleanup\n  Scenario: First\n", "  Scenario: Second\n"
    text = f"Feature: F\n{first}    Given it works\n{second}    Given it works\n"
    ran = run_behave(tmp_path, {"a": text}, formatter="progress")
    assert ran.code != 0
    assert (ran.statuses["First"], ran.statuses["Second"]) == ("broken", "unknown")
    words = ran.agreed()
    assert (words["First"], words["Second"]) == ("broken", "not run")
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
    assert len(second.paths.runs.read_text(encoding="utf-8").splitlines()) == 2
    assert second.summary.startswith("# All proved: 1 of 1 scenarios proved\n")
    assert "- Settings: games: 1" in second.summary
    assert second.agreed() == {"Fine": "passed"}
    assert "Over the last 2 runs" in second.page
    page = second.paths.index.read_text(encoding="utf-8")
    assert "googletagmanager" not in page
    description = json.loads(next(second.paths.results.glob("*-result.json")).read_text())["descriptionHtml"]
    assert description.startswith("<p><b>Fine</b>: passed.</p><p><b>Shown to hold.</b>")
    assert "<b>Shown to hold.</b> The number was 3, limit 5 (1 sample)." in description
    assert 'src="data:image/png;base64,' in description
    trends = json.loads((second.paths.results / "gauge-perf.json").read_text(encoding="utf-8"))
    assert [(entry["key"], entry["value"]) for entry in trends] == [("VALID-00 Number", 3)]

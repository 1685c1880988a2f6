"""behave's statuses decide over the Allure results, both ways, without a run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gauge.verdict import Outcome, Verdict
from reporting.agreement import ScenarioOutcome, reconcile_with_behave
from reporting.results import ReportPaths, empty_last_run, read_results

BEHAVE = [
    "passed",
    "skipped",
    "untested",
    "failed",
    "error",
    "hook_error",
    "cleanup_error",
    "undefined",
    "pending",
]
AT_LEAST = dict(zip(BEHAVE, ["passed", "skipped", "unknown", "failed", *["broken"] * 5], strict=True))
GREENNESS = {"passed": 3, "skipped": 2, "unknown": 1, "failed": 0, "broken": 0}


@pytest.fixture
def paths(tmp_path: Path) -> ReportPaths:
    made = ReportPaths(tmp_path / "reports")
    empty_last_run(made)
    return made


def put(paths: ReportPaths, name: str, status: str | None, start: int = 1, message: str = "") -> None:
    data = {"name": name, "status": status, "start": start, "stop": start + 1}
    data["labels"] = [{"name": "feature", "value": "F"}]
    if message:
        data["statusDetails"] = {"message": message}
    (paths.results / f"{name}-{start}-result.json").write_text(json.dumps(data), encoding="utf-8")


@pytest.mark.parametrize("behave_status", BEHAVE)
@pytest.mark.parametrize("allure_status", ["passed", "skipped", "unknown", "failed", "broken", None])
def test_no_pair_of_statuses_leaves_the_report_greener(
    paths: ReportPaths, behave_status: str, allure_status: str | None
) -> None:
    put(paths, "S", allure_status)
    _, found = reconcile_with_behave(paths, [ScenarioOutcome("F", "S", behave_status, "It broke.")])
    (result,) = read_results(paths)
    shown_before = allure_status or "unknown"
    was_greener = GREENNESS[shown_before] > GREENNESS[AT_LEAST[behave_status]]
    assert bool(found) == was_greener
    assert result.status == (AT_LEAST[behave_status] if was_greener else shown_before)


@pytest.mark.parametrize("behave_status", BEHAVE)
def test_a_scenario_that_was_left_out_is_added_unless_behave_skipped_it(
    paths: ReportPaths, behave_status: str
) -> None:
    _, found = reconcile_with_behave(paths, [ScenarioOutcome("F", "S", behave_status, "It broke.")])
    statuses = [result.status for result in read_results(paths)]
    assert statuses == ([] if behave_status == "skipped" else [AT_LEAST[behave_status]])
    assert len(found) == len(statuses)


def test_a_result_that_agrees_is_not_touched(paths: ReportPaths) -> None:
    put(paths, "S", "failed", message="AssertionError: too slow")
    before = next(paths.results.glob("*-result.json")).read_bytes()
    assert reconcile_with_behave(paths, [ScenarioOutcome("F", "S", "failed")])[1] == []
    assert next(paths.results.glob("*-result.json")).read_bytes() == before


def test_two_scenarios_of_one_name_are_paired_in_the_order_they_ran(paths: ReportPaths) -> None:
    put(paths, "S", "passed", start=10)
    put(paths, "S", "passed", start=20)
    reconcile_with_behave(
        paths, [ScenarioOutcome("F", "S", "passed"), ScenarioOutcome("F", "S", "hook_error", "x")]
    )
    assert [result.status for result in read_results(paths)] == ["passed", "broken"]


@pytest.mark.parametrize(
    ("first", "reported"), [("hook_error", True), ("untested", True), ("skipped", True), ("skipped", False)]
)
def test_verdicts_go_to_their_own_scenario_when_another_of_its_name_did_not_begin(
    paths: ReportPaths, first: str, reported: bool
) -> None:
    if reported:
        put(paths, "S", "skipped", start=10)
    put(paths, "S", "passed", start=20)
    verdict = Verdict("VALID-00", Outcome.PASSED, "Fine.")
    outcomes = [ScenarioOutcome("F", "S", first), ScenarioOutcome("F", "S", "passed", verdicts=(verdict,))]
    results, _ = reconcile_with_behave(paths, outcomes)
    assert [(r.status, r.verdicts) for r in results][-1] == ("passed", (verdict,))
    assert [r.verdicts for r in results][:-1] == [()] * reported


def test_a_result_that_had_to_be_added_has_its_verdicts(paths: ReportPaths) -> None:
    verdict = Verdict("VALID-00", Outcome.FAILED, "Too slow.")
    results, _ = reconcile_with_behave(paths, [ScenarioOutcome("F", "S", "failed", verdicts=(verdict,))])
    assert [result.verdicts for result in results] == [(verdict,)]


def test_a_result_of_another_run_does_not_stay_green(paths: ReportPaths) -> None:
    put(paths, "Old", "passed")
    _, (found,) = reconcile_with_behave(paths, [])
    assert "did not run" in found.sentence
    assert [result.status for result in read_results(paths)] == ["unknown"]


def test_a_half_written_result_counts_as_missing(paths: ReportPaths) -> None:
    (paths.results / "x-result.json").write_text('{"name": "S", "stat', encoding="utf-8")
    _, (found,) = reconcile_with_behave(paths, [ScenarioOutcome("F", "S", "passed")])
    assert found.allure_status is None
    assert [result.name for result in read_results(paths)] == ["S"]


def test_the_first_error_is_kept_when_another_is_added(paths: ReportPaths) -> None:
    put(paths, "S", "skipped", message="said before")
    reconcile_with_behave(paths, [ScenarioOutcome("F", "S", "hook_error", "RuntimeError: no window")])
    (result,) = read_results(paths)
    assert result.message == "Set-up or clean-up hook failed: RuntimeError: no window\nsaid before"

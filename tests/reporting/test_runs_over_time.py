"""Runs are compared with those like them alone, and what changed is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gauge.verdict import Measure
from reporting import runs as kept_runs
from reporting.changes import FEWEST_RUNS, what_changed
from reporting.runs import earlier_runs, keep
from reporting.trends import WALL, trends_of
from tests.reporting.made_up import judged, run, runs, step

EARLIER = runs([0.9, 1.0, 1.1, 0.95, 1.05])


def test_a_run_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    for one in EARLIER:
        keep(tmp_path / "runs.jsonl", one)
    assert earlier_runs(tmp_path / "runs.jsonl", EARLIER[0]) == EARLIER


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        ({}, True),
        ({"Commit": "other", "Browser": "other"}, True),
        ({"Setting server_pid": "77", "Setting trace": "yes"}, True),
        ({"Setting new_one": "1"}, True),
        ({"Game": "Mug"}, False),
        ({"Setting game": "mug"}, False),
        ({"Setting base_url": "http://127.0.0.1:5702/"}, False),
    ],
)
def test_runs_of_another_game_or_address_are_not_mixed(
    tmp_path: Path, other: dict[str, str], alike: bool
) -> None:
    path = tmp_path / "runs.jsonl"
    keep(path, run([], **other))
    keep(path, EARLIER[0])
    assert len(earlier_runs(path, EARLIER[0])) == 1 + alike


def test_damaged_lines_are_left_out_and_old_runs_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "runs.jsonl"
    monkeypatch.setattr(kept_runs, "RUNS_KEPT", 3)
    path.write_text('{"ended": "half a li\n\n[]\n', encoding="utf-8")
    for one in EARLIER[:2]:
        keep(path, one)
    assert earlier_runs(path, EARLIER[0]) == EARLIER[:2]
    for one in EARLIER[2:]:
        keep(path, one)
    assert earlier_runs(path, EARLIER[0]) == EARLIER[2:]
    assert all(json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())


def test_without_earlier_runs_nothing_has_changed() -> None:
    assert what_changed(EARLIER[0], []) == []


def test_a_verdict_that_changed_is_told_against_the_last_time_it_was_asked() -> None:
    not_asked = run([judged("VALID-03a", "not asked")], 9)
    now = run([judged("VALID-03a", "failed", step(60.0))], 10)
    told = what_changed(now, [*EARLIER[:2], not_asked])
    assert told == ["VALID-03a A claim: failed, was passed on 2026-11-02 09:30."]
    assert what_changed(not_asked, EARLIER) == []


@pytest.mark.parametrize(
    ("value", "shown"), [(1.0, ""), (1.19, ""), (9.25, "9.25 ms"), (0.25, "0.25 ms"), (1.25, "1.25 ms")]
)
def test_a_figure_is_told_when_it_is_well_outside_its_earlier_range(value: float, shown: str) -> None:
    now = run([judged("VALID-03a", "passed", step(value, 10.0))], 9)
    sentence = f"VALID-03a Median step: {shown}, in the 5 runs before 0.90 ms to 1.10 ms."
    assert what_changed(now, EARLIER) == ([sentence] if shown else [])


def test_few_earlier_runs_have_no_range() -> None:
    now = run([judged("VALID-03a", "passed", step(9.0))], 9)
    assert what_changed(now, EARLIER[: FEWEST_RUNS - 1]) == []


def test_a_place_that_changed_is_told() -> None:
    assert what_changed(run([], 9, Commit="b2c3d4e"), EARLIER) == ["Commit: b2c3d4e, was a1b2c3d."]


def test_a_chart_has_a_line_for_each_arm_and_gaps_where_nothing_was_measured() -> None:
    arms = [
        run([judged("VALID-03b", "passed", step(1.0 + day, None, "Worker"), step(0.4, None, "page"))], day)
        for day in (1, 2)
    ]
    trends = trends_of([arms[0], run([], 5), arms[1]])
    chart, wall = trends.charts
    assert chart.legend == (("Worker", "3 ms"), ("page", "0.40 ms"))
    assert "Worker: 2 runs, 2 ms to 3 ms, last 3 ms; page: 2 runs, 0.40 ms to 0.40 ms" in chart.picture
    assert wall.title == WALL
    assert trends.verdicts == (("VALID-03b A claim", (("✔", "passed"), ("—", "not asked"), ("✔", "passed"))),)


def test_counts_that_were_always_0_have_no_chart() -> None:
    gone = Measure("canvases", 0, "count", 0)
    flat = [run([judged("VALID-04b", "passed", gone)], day) for day in (1, 2)]
    assert [chart.title for chart in trends_of(flat).charts] == [WALL]
    assert trends_of(flat).flat == 1
    left = run([judged("VALID-04b", "failed", Measure("canvases", 2, "count", 0))], 3)
    assert len(trends_of([*flat, left]).charts) == 2


def test_the_last_thirty_runs_are_shown() -> None:
    assert len(trends_of(runs([1.0] * 29) + runs([1.0] * 9)).days) == 30

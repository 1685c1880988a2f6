"""Figures worth following over runs reach the file of trends, those of a verdict made of several as well."""

from __future__ import annotations

import json
from pathlib import Path

from gauge.latency.sampled_median import PipelineReading, PipelineSamples, judge_players
from gauge.verdict import Measure, Outcome, Verdict
from reporting.evidence import write_trends
from reporting.results import AllureResult, ReportPaths, empty_last_run


def test_each_player_has_a_line_and_what_is_not_followed_has_none(tmp_path: Path) -> None:
    paths = ReportPaths(tmp_path)
    empty_last_run(paths)
    players = [
        PipelineSamples((PipelineReading(1, 0.0, step_ms),), 0, 1, 1, player=player)
        for player, step_ms in enumerate((3.0, 4.0))
    ]
    measures = (Measure("page heap", 1.25, "times", 2.0), Measure("canvases", 0, "count", 0))
    heap = Verdict("VALID-04a", Outcome.PASSED, "Flat.", measures=measures)
    verdicts = (judge_players(players, 50), heap)
    described = write_trends(paths, [AllureResult(Path("x"), {"start": 5, "stop": 9}, verdicts)])
    entries = json.loads((paths.results / "gauge-perf.json").read_text(encoding="utf-8"))
    assert {entry["key"]: entry["value"] for entry in entries} == {
        "VALID-03a Median step (player 1)": 3.0,
        "VALID-03a Median step (player 2)": 4.0,
        "VALID-04a Page heap": 1.25,
    }
    assert set(described) == {entry["key"] for entry in entries}

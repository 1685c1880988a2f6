"""Charts of steps are pictures for any data; tables state the figures that the verdict compares."""

from __future__ import annotations

import csv
import io

import pytest

from gauge.latency.deadlines import Pace, count_deadlines, deadline_table
from gauge.latency.freezes import FreezeReading, freeze_table
from gauge.latency.match_steps import MatchSteps, match_table
from gauge.latency.step_charts import step_cumulative, steps_over_frames
from gauge.latency.step_file import complete_matches
from gauge.latency.step_record import StepRecord
from gauge.latency.study import judge_study
from tests.gauge.latency.step_samples import study

RECORDS = study(1, pairs=5, frames=160)
MATCHES = complete_matches(RECORDS, 100)
COMPARISONS = judge_study(MATCHES, {0.5: 2.0, 0.95: 5.0}).comparisons
INSTANT = [StepRecord(1, "worker", 0, frame, 33.0 * frame, 33.0 * frame) for frame in range(50)]


def test_the_cumulative_chart_states_the_differences_and_draws_margins_and_deadline() -> None:
    (axes,) = step_cumulative(MATCHES, COMPARISONS, 30).axes
    assert "at the median and" in axes.get_title(loc="left")
    texts = [text.get_text() for text in axes.texts]
    assert "margin 2 ms at the median" in texts
    assert "margin 5 ms at the 95th percentile" in texts
    assert any("33.3 ms" in text for text in texts)


def test_the_chart_over_frames_draws_every_step_and_the_deadline() -> None:
    (axes,) = steps_over_frames(RECORDS, 30).axes
    assert "longer than a frame of 33.3 ms: 0 on the page, 0 in the Worker" in axes.get_title(loc="left")
    assert sum(len(line.get_xdata()) for line in axes.lines if line.get_marker() == ".") == len(RECORDS)


def test_instant_steps_and_lone_matches_can_be_drawn() -> None:
    assert step_cumulative(MATCHES[:1], (), 30).axes
    assert step_cumulative([MatchSteps(1, "worker", ((0.0, 0.0),))], COMPARISONS, 30).axes
    assert steps_over_frames(INSTANT[:1], 30, warm_up_frames=0).axes


def test_nothing_to_draw_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one match"):
        step_cumulative([], COMPARISONS, 30)
    with pytest.raises(ValueError, match="at least one match"):
        steps_over_frames([], 30)


def test_the_match_table_states_what_the_verdict_compares() -> None:
    rows = list(csv.DictReader(io.StringIO(match_table(MATCHES).csv())))
    assert [(row["pair"], row["arm"], row["player"]) for row in rows[1:3]] == [
        ("1", "direct", "2"),
        ("1", "worker", "1"),
    ]
    for comparison, name in zip(COMPARISONS, ("median_ms", "p95_ms"), strict=True):
        player = comparison.sentence.partition(" for player ")[2][0]
        for arm, compared in (("worker", comparison.worker_ms), ("direct", comparison.direct_ms)):
            told = [float(row[name]) for row in rows if (row["arm"], row["player"]) == (arm, player)]
            assert told == list(compared)
    assert all(float(row["min_ms"]) <= float(row["p99_ms"]) <= float(row["max_ms"]) for row in rows)


def test_a_match_without_steps_has_no_figures_rather_than_zero() -> None:
    assert match_table([MatchSteps(1, "worker", ((), ()))]).rows[0] == (1, "worker", 1, 0, *[None] * 6)


def test_deadline_table_has_a_row_for_each_match() -> None:
    rows = deadline_table(count_deadlines(RECORDS, Pace(30))).rows
    assert rows[0] == (1, "direct", 120, 100.0, 0, 0, 0)
    assert len(rows) == 10


def test_freeze_table_tells_unmeasured_from_zero() -> None:
    readings = [
        FreezeReading(1, "worker", 0, None, (), 0.0),
        FreezeReading(1, "direct", 0, 9.0, (70.0,), 90.0),
    ]
    rows = freeze_table(readings).rows
    assert rows[0] == (1, "direct", 1, 70.0, 9.0, 1, 70.0, 90.0)
    assert rows[1][3:5] == (None, None)

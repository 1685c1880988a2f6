"""The sampled steps as table and chart: every sample, the medians, the limit."""

from __future__ import annotations

import csv
import io

import pytest

from gauge.latency.sampled_charts import step_distribution
from gauge.latency.sampled_median import PipelineReading, PipelineSamples
from gauge.latency.sampled_tables import samples_table, summary_table

SAMPLES = PipelineSamples(
    tuple(PipelineReading(n, n * 50.0, n * 50.0 + 0.1 * n) for n in range(1, 4)), 0, 3, 3, player=1
)


def test_csv_keeps_every_sample_to_the_last_digit() -> None:
    rows = list(csv.DictReader(io.StringIO(samples_table([SAMPLES]).csv())))
    assert [float(row["step_ms"]) for row in rows] == SAMPLES.step_ms
    assert {row["player"] for row in rows} == {"2"}


def test_summary_table_has_a_row_for_each_set() -> None:
    assert [row[0] for row in summary_table({"a": [1.0], "b": [2.0, 3.0]}).rows] == ["a", "b"]


@pytest.mark.parametrize(
    ("steps", "title"),
    [
        ([1.0, 2.0, 3.0], "under 50 ms: a 2.0 ms"),
        ([1.0 + n / 1000 for n in range(501)], "under 50 ms: a 1.2 ms"),
        ([60.0], "not under 50 ms: a 60.0 ms"),
    ],
)
def test_the_chart_states_the_median_and_draws_the_limit(steps: list[float], title: str) -> None:
    (axes,) = step_distribution({"a": steps}, 50).axes
    assert title in axes.get_title(loc="left")
    assert any("limit" in text.get_text() and "50 ms" in text.get_text() for text in axes.texts)

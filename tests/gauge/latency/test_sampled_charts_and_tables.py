"""The sampled steps as table and chart: the medians, the limit."""

from __future__ import annotations

import pytest

from gauge.latency.sampled_charts import step_distribution
from gauge.latency.sampled_median import summary_table


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

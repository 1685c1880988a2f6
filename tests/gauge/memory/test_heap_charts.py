"""The page heap over games as a chart: a line a player, the limit, a gap where nothing was measured."""

from __future__ import annotations

import pytest

from gauge.memory.heap_charts import heap_over_games
from gauge.memory.heap_ratio import HeapReading

MIB = 1024 * 1024


def test_the_chart_states_the_ratio_and_draws_both_players_and_the_limit() -> None:
    heaps = [HeapReading(game, player, MIB * game) for game in (1, 2) for player in (0, 1)]
    (axes,) = heap_over_games(heaps).axes
    assert "2.00 times game 1" in axes.get_title(loc="left")
    assert [list(line.get_ydata()) for line in axes.lines[:2]] == [[1.0, 2.0], [1.0, 2.0]]
    assert any("limit 2.0 MiB" in text.get_text() for text in axes.texts)


def test_a_browser_without_the_figure_is_said() -> None:
    (axes,) = heap_over_games([HeapReading(1, 0, None)]).axes
    assert "not measurable" in axes.get_title(loc="left")
    assert len(heap_over_games([HeapReading(1, 0, MIB), HeapReading(2, 0, None)]).axes) == 1


def test_nothing_to_draw_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        heap_over_games([])

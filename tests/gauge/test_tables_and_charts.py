"""Tables keep every number; charts are pictures of the promised size for every kind of data."""

from __future__ import annotations

import csv
import io
import struct
from collections.abc import Callable

import pytest
from gauge.census import AFTER, DURING, WorkerCensus

from gauge import charts
from gauge.latency.sampled_median import PipelineReading, PipelineSamples
from gauge.memory.heap_ratio import HeapReading
from gauge.tables import Table, census_table, heap_table, samples_table, summary_table

SAMPLES = PipelineSamples(
    tuple(PipelineReading(n, n * 50.0, n * 50.0 + 0.1 * n) for n in range(1, 4)), 0, 3, 3, player=1
)
HEAPS = [HeapReading(game, player, 1024 * 1024 * game) for game in (1, 2) for player in (0, 1)]
CENSUSES = [WorkerCensus(g, m, 0, ("w.js",) if m == DURING else ()) for g in (1, 2) for m in (AFTER, DURING)]


def test_csv_keeps_every_sample_to_the_last_digit() -> None:
    rows = list(csv.DictReader(io.StringIO(samples_table([SAMPLES]).csv())))
    assert [float(row["step_ms"]) for row in rows] == SAMPLES.step_ms
    assert {row["player"] for row in rows} == {"2"}


def test_heap_table_states_bytes_mib_and_ratio() -> None:
    rows = list(csv.DictReader(io.StringIO(heap_table(HEAPS).csv())))
    assert (rows[-1]["used_bytes"], rows[-1]["used_mib"], rows[-1]["times_first"]) == (
        "2097152",
        "2.0",
        "2.0",
    )


def test_what_is_not_measurable_is_never_zero() -> None:
    table = heap_table([HeapReading(1, 0, None), HeapReading(2, 0, 5)])
    assert table.csv().splitlines()[1] == "1,1,,,"
    assert table.text().count("not measurable") == 4
    assert table.markdown().count("not measurable") == 4


def test_census_table_is_in_the_order_of_the_games() -> None:
    assert [row[:2] for row in census_table(CENSUSES).rows] == [
        (1, DURING),
        (1, AFTER),
        (2, DURING),
        (2, AFTER),
    ]


def test_summary_table_has_a_row_for_each_set() -> None:
    assert [row[0] for row in summary_table({"a": [1.0], "b": [2.0, 3.0]}).rows] == ["a", "b"]


def test_a_bar_or_line_break_in_a_cell_does_not_break_the_table() -> None:
    assert Table(("a",), [("x|y\nz",)]).markdown().splitlines()[-1] == "| x\\|y z |"


def test_a_row_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ValueError, match="2 cells for 1 headings"):
        Table(("a",), [(1, 2)])


@pytest.mark.parametrize(
    "draw",
    [
        lambda: charts.step_distribution({"a": [1.0, 2.0], "b": [60.0]}, 50),
        lambda: charts.step_distribution({"a": [1.0 + n / 100 for n in range(500)]}, 50),
        lambda: charts.step_distribution({"a": [0.0] * 10}, 50),
        lambda: charts.heap_over_games(HEAPS),
        lambda: charts.heap_over_games([HeapReading(1, 0, None)]),
        lambda: charts.heap_over_games([HeapReading(1, 0, 5), HeapReading(2, 0, None)]),
        lambda: charts.heap_over_games([HeapReading(game, 0, 10**7) for game in range(1, 101)]),
        lambda: charts.workers_over_games(CENSUSES),
    ],
)
def test_a_chart_is_a_png_of_1200_by_700(draw: Callable[[], bytes]) -> None:
    png = draw()
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", png[16:24]) == (1200, 700)


@pytest.mark.parametrize("draw", [charts.heap_over_games, charts.workers_over_games])
def test_nothing_to_draw_is_refused(draw: Callable[[list[object]], bytes]) -> None:
    with pytest.raises(ValueError, match="at least one"):
        draw([])

"""The benchmark's figures on made-up times."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from rich.console import Console

from harness.bench.figures import (
    LayoutFigures,
    Pass,
    aim_sentence,
    figures_of,
    growth_of,
    limit_sentence,
)
from harness.bench.report import figures_table, show, write

MACHINE = {"machine": "a desk", "load over 1 min": "0.1"}


def a_pass(
    layout: str = "small", cells: int = 20, *, echo: float = 0.1, direct: float = 0.4, added: float = 0.3
) -> Pass:
    """Ten rounds whose medians are the ones given, the last round ten times slower."""

    def times(median_ms: float) -> tuple[float, ...]:
        return (*[median_ms] * 9, median_ms * 10)

    parts = (times(direct), times(added), times(0.01))
    return Pass(layout, cells, 1, times(echo), times(direct), times(direct + added), *parts)


def of(one: Pass) -> LayoutFigures:
    return figures_of([one])[0]


def test_figures_are_medians_over_all_passes_of_a_layout() -> None:
    quick, slow = a_pass(added=0.1), a_pass(added=0.5)
    (figures,) = figures_of([quick, slow, quick])
    assert (figures.layout, figures.cells, figures.rounds) == ("small", 20, 30)
    assert figures.added_ms == pytest.approx(0.1)
    assert figures.added_by_pass_ms == pytest.approx((0.1, 0.5, 0.1))
    assert figures.echoes == pytest.approx(1.0)
    assert figures.ratio == pytest.approx(0.5 / 0.4)
    assert figures.worker.max_ms == pytest.approx(9.0)


def test_layouts_keep_the_order_in_which_they_first_came() -> None:
    passes = [a_pass("b"), a_pass("a"), a_pass("a"), a_pass("b")]
    assert [figures.layout for figures in figures_of(passes)] == ["b", "a"]


@pytest.mark.parametrize(
    ("echo", "direct", "added", "within"),
    [
        (0.25, 0.5, 0.5, True),  # half a millisecond is still at most half a millisecond
        (0.25, 0.5, 0.51, False),
        (0.125, 0.5, 0.375, True),  # as are three echoes
        (0.125, 0.5, 0.38, False),
        (0.1, 0.5, -0.1, True),
    ],
)
def test_the_aim_has_two_limits_that_are_both_inclusive(
    echo: float, direct: float, added: float, within: bool
) -> None:
    assert of(a_pass(echo=echo, direct=direct, added=added)).within_aim is within


def test_the_sentence_on_the_aim_names_what_missed_it() -> None:
    good, bad = of(a_pass(echo=0.2)), of(a_pass("large", echo=0.2, added=0.9))
    assert "Aim met in all 1 layouts" in aim_sentence([good])
    assert "0.30 ms, 1.5 echoes, in small" in aim_sentence([good])
    assert aim_sentence([good, bad]).endswith(": large 0.90 ms, 4.5 echoes.")


def test_the_sentence_on_the_limit_compares_the_parts_with_echo_and_direct_step() -> None:
    sentence = limit_sentence([of(a_pass(echo=0.2, direct=0.4, added=0.3))])
    assert "take 0.30 ms (a bare echo takes 0.20 ms)" in sentence
    assert "busy for 0.00 ms less" in sentence


def test_growth_is_a_line_through_the_medians() -> None:
    sizes = (20, 40, 375)
    passes = [a_pass(f"k{n}", n, direct=0.3 + 0.001 * n, added=0.2 + 0.0005 * n) for n in sizes]
    lines = {line.what: line for line in growth_of(figures_of(passes))}
    assert lines["echo"].per_100_cells_ms == pytest.approx(0, abs=1e-9)
    assert lines["direct step"].per_100_cells_ms == pytest.approx(0.1)
    assert lines["worker minus direct"].base_ms == pytest.approx(0.2)
    assert lines["worker minus direct"].per_100_cells_ms == pytest.approx(0.05)


def test_kitchens_of_one_size_have_no_growth() -> None:
    assert growth_of(figures_of([a_pass("a"), a_pass("b")])) == []


def test_files_hold_the_figures_the_machine_and_every_sample(tmp_path: Path) -> None:
    passes = [a_pass("a", 20), a_pass("b", 375)]
    figures = figures_of(passes)
    as_csv, as_json = write(tmp_path / "reports", passes, figures, MACHINE, {"passes": 1})
    assert as_csv.read_text(encoding="utf-8") == figures_table(figures, MACHINE).csv()
    assert len(as_csv.read_text(encoding="utf-8").splitlines()) == 3
    read = json.loads(as_json.read_text(encoding="utf-8"))
    assert read["about"] == MACHINE
    assert [one["added_ms"] for one in read["figures"]] == [one.added_ms for one in figures]
    again = [
        Pass(**{name: tuple(value) if isinstance(value, list) else value for name, value in one.items()})
        for one in read["passes"]
    ]
    assert again == passes


def test_nothing_is_cut_short_where_there_is_no_terminal() -> None:
    layout = "asymmetric_advantages"
    figures = figures_of([a_pass(layout, 45, echo=10.11), a_pass("grand_kitchen", 375, direct=12.34)])
    console = Console(record=True, width=20)
    show(console, figures, MACHINE)
    shown = console.export_text()
    assert "…" not in shown
    assert shown.count(layout) >= 2
    for text in ("worker minus", "unpacking", "100 cells more", "missed", "met", "a desk"):
        assert text in shown


def test_figures_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        a_pass().layout = "other"  # type: ignore[misc]

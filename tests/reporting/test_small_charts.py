"""Where dots, intervals and limits lie in the small charts, and that words say the same."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from gauge.verdict import Measure
from reporting.small_charts import EDGE, WIDTH, against_limit, over_runs
from tests.reporting.made_up import step


def places(picture: str) -> dict[str, list[float]]:
    """Horizontal places by class."""
    found: dict[str, list[float]] = {}
    for part in ElementTree.fromstring(picture):
        for key in ("cx", "x1", "x2", "x"):
            if key in part.attrib and "class" in part.attrib:
                found.setdefault(part.attrib["class"], []).append(float(part.attrib[key]))
    return found


@pytest.mark.parametrize(
    ("value", "limit", "bound", "side"),
    [
        (1.0, 50.0, "under", -1),
        (60.0, 50.0, "under", 1),
        (99.5, 98.0, "at least", 1),
        (40.0, 98.0, "at least", -1),
    ],
)
def test_the_dot_is_on_the_right_side_of_the_limit(value: float, limit: float, bound: str, side: int) -> None:
    unit = "%" if bound == "at least" else "ms"
    at = places(against_limit(Measure("x", value, unit, limit, bound)))  # type: ignore[arg-type]
    assert (at["value"][0] - at["limit"][0]) * side > 0
    assert all(EDGE <= place <= WIDTH - EDGE for every in at.values() for place in every)


def test_the_interval_is_drawn_around_the_dot_and_everything_is_said() -> None:
    picture = against_limit(Measure("x", 3.0, "ms", 2.0, lower=1.0, upper=5.0))
    at = places(picture)
    assert at["interval"][0] < at["limit"][0] < at["value"][0] < at["interval"][1]
    assert 'aria-label="3 ms; limit: at most 2 ms; 95 % interval 1 ms to 5 ms"' in picture
    assert 'role="img"' in picture


@pytest.mark.parametrize("value", [0.0, 3.0])
def test_what_must_be_gone_has_its_limit_at_0(value: float) -> None:
    at = places(against_limit(Measure("canvases", value, "count", 0)))
    assert (at["value"][0] > at["limit"][0]) is (value > 0)


def test_text_is_escaped() -> None:
    assert "<b>" not in over_runs(step(1.0), {"<b>": [1.0]}, "<b>", "<b>", "<b>")


def test_a_far_limit_is_named_and_a_near_one_drawn() -> None:
    far = over_runs(step(1.0), {"": [1.0, 2.0]}, "a", "b", "Step")
    near = over_runs(step(1.0, 3.0), {"": [1.0, 2.0]}, "a", "b", "Step")
    assert "limit 50 ms, far above" in far
    assert "limit" not in places(far)
    assert "limit" in places(near)


def test_runs_without_a_value_leave_a_gap_and_lines_differ_in_shape() -> None:
    picture = over_runs(step(1.0), {"a": [1.0, None, 2.0], "b": [None, 1.0, 1.0]}, "first", "last", "Step")
    assert picture.count("<circle") == 2
    assert picture.count("<rect") == 2
    points = re.findall(r'points="([^"]*)"', picture)
    assert [len(line.split()) for line in points] == [2, 2]
    assert "a: 2 runs, 1 ms to 2 ms, last 2 ms; b: 2 runs" in picture

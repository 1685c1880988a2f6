"""What recording costs a step is measured, and small."""

from __future__ import annotations

import pytest
from playwright.sync_api import Playwright

from harness.bench.recording_cost import WAYS, Cost, measure
from harness.session.chromium import find_chromium

pytestmark = pytest.mark.timing


@pytest.mark.parametrize("way", WAYS)
def test_each_recorder_costs_less_than_a_hundredth_of_a_step(playwright: Playwright, way: str) -> None:
    costs = measure(playwright, find_chromium(None, playwright.chromium.executable_path), way)
    assert [cost.recorder for cost in costs] == ["step recorder", "second clock"]
    # a recorder that was not there would cost nothing
    assert all(0 < cost.share < 0.01 for cost in costs), costs


def test_the_share_is_of_the_step_that_was_timed() -> None:
    cost = Cost("second clock", "compiled", plain_ns=50, recorded_ns=550, step_ms=0.1)
    assert cost.added_us == pytest.approx(0.5)
    assert cost.share == pytest.approx(0.005)

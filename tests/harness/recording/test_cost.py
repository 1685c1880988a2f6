"""The recorder's cost is measured, and small."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from harness.recording import clock_cost
from harness.recording.cost import QUICKEST_STEP_MS, WAYS, Cost, measure
from harness.recording.scripts import init_script
from harness.session.chromium import find_chromium

pytestmark = pytest.mark.timing


@pytest.mark.parametrize("way", WAYS)
def test_recording_costs_less_than_a_hundredth_of_a_step(playwright: Playwright, way: str) -> None:
    cost = measure(playwright, find_chromium(None, playwright.chromium.executable_path), way, games=60)
    # a recorder that was not there would cost nothing
    assert 0 < cost.share_of(QUICKEST_STEP_MS) < 0.01


@pytest.mark.parametrize("way", WAYS)
def test_the_second_clock_costs_less_than_a_hundredth_of_a_step(playwright: Playwright, way: str) -> None:
    cost = clock_cost.measure(playwright, find_chromium(None, playwright.chromium.executable_path), way)
    assert 0 < cost.share_of(clock_cost.STEP_MS) < 0.01


def test_shares_are_of_the_step_that_is_named() -> None:
    cost = Cost("compiled", games=10, steps=450, plain_ns=50, recorded_ns=550)
    assert cost.added_us == pytest.approx(0.5)
    assert cost.share_of(0.1) == pytest.approx(0.005)


def test_a_script_without_that_function_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "other.js"
    file.write_text("export function one() {}")
    assert "return one({" in init_script(file, "one", {"a": 1})
    with pytest.raises(ValueError, match="exports no function two"):
        init_script(file, "two", {})

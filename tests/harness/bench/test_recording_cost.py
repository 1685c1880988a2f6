"""What recording costs a step is measured, small, and judged with three answers."""

from __future__ import annotations

import pytest
from playwright.sync_api import Playwright

from gauge.verdict import Outcome
from harness.bench.recording_cost import RECORDERS, WAYS, Cost, measure
from harness.session.chromium import find_chromium


@pytest.mark.timing
@pytest.mark.parametrize("way", WAYS)
def test_no_recorder_costs_a_hundredth_of_a_step(playwright: Playwright, way: str) -> None:
    costs = measure(playwright, find_chromium(None, playwright.chromium.executable_path), way)
    assert tuple(cost.recorder for cost in costs) == RECORDERS
    # a recorder that was not there would cost nothing
    assert all(sum(cost.added_ns) > 0 for cost in costs), costs
    assert not [cost for cost in costs if cost.outcome is Outcome.FAILED]


@pytest.mark.parametrize(
    ("added_ns", "outcome"),
    [
        ((3000, 4000, 5000), Outcome.PASSED),
        ((9000, 10000, 11000), Outcome.INCONCLUSIVE),
        ((15000, 16000, 17000), Outcome.FAILED),
    ],
)
def test_a_cost_is_a_share_of_the_step_of_its_turn(added_ns: tuple[float, ...], outcome: Outcome) -> None:
    cost = Cost("second clock", "compiled", added_ns, step_ms=(1.0, 1.0, 1.0))
    assert cost.shares == pytest.approx([ns / 1e6 for ns in added_ns])
    low, high = cost.interval
    assert low < cost.shares[1] < high
    assert cost.outcome is outcome
    # the same at half the machine's speed
    slower = Cost("second clock", "compiled", tuple(2 * ns for ns in added_ns), step_ms=(2.0, 2.0, 2.0))
    assert slower.shares == pytest.approx(cost.shares)

"""A Worker that is slow in the frames that no verdict counts passes with a warning."""

from __future__ import annotations

import pytest

from gauge.latency.step_file import StudyRules, judge_steps
from gauge.latency.warm_up import slow_start
from tests.gauge.latency.step_samples import study

MARGINS_MS = {0.5: 2.0, 0.95: 5.0}


@pytest.mark.parametrize(("extra_ms", "told"), [(0.0, False), (30.0, True)])
def test_a_slow_start_is_told_beside_a_verdict_that_passes(extra_ms: float, told: bool) -> None:
    records = study(1, worker_extra_ms=lambda frame: extra_ms * (frame < 100))
    verdict = judge_steps(records, StudyRules(margins_ms=MARGINS_MS)).degradation
    assert verdict.passed
    assert bool(verdict.warnings) is told
    assert not told or verdict.warnings[0].startswith(
        "The first 100 frames are not judged: in them the median"
    )


def test_a_game_without_such_frames_has_no_start_to_be_slow() -> None:
    records = study(1, worker_extra_ms=lambda _frame: 30.0)
    assert slow_start([r for r in records if r.arm == "worker"], 100, 2.0) == ()
    assert slow_start(records, 0, 2.0) == ()

"""Freezes while Python loads: a responsive page passes, a frozen one fails, a blind gauge does neither."""

from __future__ import annotations

import math

import pytest

from gauge.latency.freezes import FreezeReading, judge_freezes
from gauge.latency.match_steps import Arm
from gauge.verdict import Outcome

LIMIT_MS = 100.0


def windows(arm: Arm, *gaps_ms: float | None, tasks_ms: tuple[float, ...] = ()) -> list[FreezeReading]:
    return [FreezeReading(1 + n // 2, arm, n % 2, gap, tasks_ms, 4000.0) for n, gap in enumerate(gaps_ms)]


DIRECT = windows("direct", 3200.0, 3400.0, 3300.0, 3360.0, tasks_ms=(700.0, 2900.0))


def test_a_responsive_page_passes_and_says_how_much_longer_the_twin_froze() -> None:
    verdict = judge_freezes(windows("worker", 30.0, 34.0, 12.0, 28.0) + DIRECT, LIMIT_MS)
    assert verdict.passed
    assert "longest freeze 34 ms (limit 100 ms, 4 windows)" in verdict.sentence
    assert "on the page: 3,400 ms, 100 times as long (4 windows)" in verdict.sentence
    assert verdict.figures["direct_over_worker"] == 100.0
    assert not verdict.warnings


@pytest.mark.parametrize(("freeze_ms", "outcome"), [(100.0, Outcome.PASSED), (100.1, Outcome.FAILED)])
def test_the_limit_is_inclusive(freeze_ms: float, outcome: Outcome) -> None:
    assert judge_freezes(windows("worker", 20.0, freeze_ms) + DIRECT, LIMIT_MS).outcome is outcome


def test_python_on_the_page_in_the_workers_place_fails() -> None:
    verdict = judge_freezes(windows("worker", 3250.0, 3310.0) + DIRECT, LIMIT_MS)
    assert verdict.outcome is Outcome.FAILED
    assert "longest freeze 3,310 ms (player 2 of pair 1, worker), over the limit" in verdict.sentence


def test_one_frozen_window_among_many_fails() -> None:
    verdict = judge_freezes(windows("worker", 20.0, 21.0, 450.0, 22.0) + DIRECT, LIMIT_MS)
    assert verdict.outcome is Outcome.FAILED
    assert "player 1 of pair 2" in verdict.sentence


def test_a_long_task_counts_although_the_timer_did_not_see_it() -> None:
    verdict = judge_freezes(windows("worker", 20.0, 20.0, tasks_ms=(60.0, 250.0)) + DIRECT, LIMIT_MS)
    assert verdict.outcome is Outcome.FAILED
    assert verdict.figures["worker_longest_freeze_ms"] == 250.0


def test_no_shorter_than_the_twin_fails_within_the_limit_too() -> None:
    verdict = judge_freezes(windows("worker", 60.0, 50.0) + windows("direct", 60.0, 40.0), LIMIT_MS)
    assert verdict.outcome is Outcome.FAILED
    assert "no shorter than the 60 ms" in verdict.sentence


def test_a_twin_that_hardly_freezes_is_pointed_out() -> None:
    verdict = judge_freezes(windows("worker", 20.0, 20.0) + windows("direct", 60.0, 40.0), LIMIT_MS)
    assert verdict.passed
    assert "should freeze" in verdict.warnings[0]


@pytest.mark.parametrize(
    ("readings", "why"),
    [
        (DIRECT, "only 0 windows of the Worker"),
        (windows("worker", 20.0) + DIRECT, "only 1 window of the Worker"),
        (windows("worker", 20.0, 20.0) + DIRECT[:1], "and 1 of Python on the page"),
        (windows("worker", 20.0, None, 20.0) + DIRECT, "player 2 of pair 1, worker was not measured"),
        ([*windows("worker", 9.0, 9.0), *DIRECT, FreezeReading(9, "direct", 0, 0.0, (), 0.0)], "pair 9"),
        ([], "only 0 windows"),
    ],
)
def test_too_little_to_go_by_is_inconclusive(readings: list[FreezeReading], why: str) -> None:
    verdict = judge_freezes(readings, LIMIT_MS)
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert why in verdict.sentence


def test_a_frozen_window_fails_even_beside_one_that_was_not_measured() -> None:
    assert judge_freezes(windows("worker", 900.0, None), LIMIT_MS).outcome is Outcome.FAILED


def test_every_window_is_in_the_evidence() -> None:
    verdict = judge_freezes(windows("worker", 20.0, None) + DIRECT, LIMIT_MS)
    assert len(verdict.evidence.splitlines()) == 2 + 6
    assert "not measurable" in verdict.evidence


def test_what_cannot_be_judged_is_refused() -> None:
    with pytest.raises(ValueError, match="player 1 of pair 1, direct is there twice"):
        judge_freezes(DIRECT[:1] * 2, LIMIT_MS)
    with pytest.raises(ValueError, match="limit of -1"):
        judge_freezes(DIRECT, -1)
    with pytest.raises(ValueError, match="arm 'page'"):
        FreezeReading(1, "page", 0, 1.0, (), 1.0)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="not negative"):
        FreezeReading(1, "worker", 0, 1.0, (math.nan,), 1.0)
    with pytest.raises(ValueError, match="not known"):
        _ = windows("worker", None)[0].freeze_ms

"""Frames on time are told from late ones, case by case and in simulated games, good and bad."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable

import numpy as np
import pytest

from gauge.latency.deadlines import (
    MatchDeadlines,
    Pace,
    count_deadlines,
    judge_deadlines,
)
from gauge.latency.match_share import MIN_MATCHES, interval_by_match
from gauge.latency.step_record import StepRecord
from gauge.latency.study import DEFAULT_PLAN
from gauge.verdict import Outcome, Verdict
from tests.gauge.latency.step_samples import play, study

FPS = 30.0
FRAME_MS = 1000 / FPS


def on_schedule(frames: int = 120, step_ms: float = 0.3, start_ms: float = 5000.0) -> list[StepRecord]:
    """One player whose calls come exactly when they are due."""
    calls = [start_ms + frame * FRAME_MS for frame in range(frames)]
    return [StepRecord(1, "worker", 0, f, call, call + step_ms) for f, call in enumerate(calls)]


def moved(records: list[StepRecord], from_frame: int, by_ms: float) -> list[StepRecord]:
    return [
        dataclasses.replace(r, call_ms=r.call_ms + by_ms, return_ms=r.return_ms + by_ms)
        if r.frame >= from_frame
        else r
        for r in records
    ]


def count(records: list[StepRecord], frames: int | None = None, warm_up_frames: int = 0) -> MatchDeadlines:
    (counted,) = count_deadlines(records, Pace(FPS, frames, warm_up_frames))
    return counted


def judge(records: list[StepRecord], limit_percent: float = 98.0, frames: int | None = 240) -> Verdict:
    return judge_deadlines(records, "worker", Pace(FPS, frames), limit_percent)


def test_a_game_on_schedule_has_no_late_frame() -> None:
    assert count(on_schedule()) == MatchDeadlines(1, "worker", 120, 0, 0, 0)


@pytest.mark.parametrize(("step_ms", "late"), [(FRAME_MS, 0), (FRAME_MS + 0.005, 1), (40.0, 1)])
def test_a_step_may_take_a_whole_frame_and_no_more(step_ms: float, late: int) -> None:
    records = on_schedule()
    records[50] = dataclasses.replace(records[50], return_ms=records[50].call_ms + step_ms)
    assert (count(records).slow, count(records).late) == (late, late)


def test_frames_are_late_after_a_hiccup_until_the_game_has_caught_up() -> None:
    records = on_schedule()
    now = records[50].call_ms + 110
    records[50] = dataclasses.replace(records[50], return_ms=now)
    for frame in (51, 52, 53):
        records[frame] = StepRecord(1, "worker", 0, frame, now, now + 0.3)
        now += 0.3
    counted = count(records)
    # Due at the ends of frames 50 to 52 at 33, 67 and 100 ms; frame 53 is back in time.
    assert (counted.slow, counted.behind) == (1, 2)


def test_a_game_that_drops_lost_time_is_late_until_its_schedule_is_a_second_old() -> None:
    counted = count(moved(on_schedule(), from_frame=60, by_ms=200))
    assert counted.behind == 29


def test_a_small_shift_of_the_schedule_is_not_late() -> None:
    assert count(moved(on_schedule(), from_frame=60, by_ms=20)).late == 0


def test_a_pause_is_not_forgiven_for_being_long() -> None:
    assert count(moved(on_schedule(), from_frame=60, by_ms=10_000)).behind == 29


@pytest.mark.parametrize(("pace_fps", "least", "most"), [(25.0, 112, 120), (28.0, 100, 120), (29.8, 0, 0)])
def test_a_slower_game_is_late_nearly_everywhere(pace_fps: float, least: int, most: int) -> None:
    calls = [5000 + frame * 1000 / pace_fps for frame in range(120)]
    records = [StepRecord(1, "worker", 0, f, call, call + 0.3) for f, call in enumerate(calls)]
    assert least <= count(records).late <= most


def test_missing_frames_are_late_within_a_match_at_its_end_and_for_an_absent_player() -> None:
    records = [r for r in on_schedule() if r.frame not in (10, 70, 71)]
    assert (count(records).missing, count(records, frames=130).missing) == (3, 13)
    silent = [*records, StepRecord(1, "worker", 1, 0, 1.0, 1.1)]
    assert count(silent).missing == 3 + 119


def test_a_match_that_ends_before_the_others_misses_frames() -> None:
    short = [dataclasses.replace(r, pair=2) for r in on_schedule(80)]
    assert [c.missing for c in count_deadlines([*on_schedule(), *short], Pace(FPS, warm_up_frames=0))] == [
        0,
        40,
    ]


def test_warm_up_counts_for_the_pace_alone() -> None:
    late_start = moved(on_schedule(), from_frame=80, by_ms=200)
    counted = count(late_start, warm_up_frames=100)
    assert (counted.frames, counted.behind) == (20, 9)


@pytest.mark.parametrize("first", [0, 1])
def test_frames_count_from_zero_or_one(first: int) -> None:
    records = [dataclasses.replace(r, frame=r.frame + first) for r in on_schedule()]
    assert count(records, frames=120, warm_up_frames=20) == MatchDeadlines(1, "worker", 100, 0, 0, 0)


@pytest.mark.parametrize("jitter_ms", [0.0, 4.0, 15.0])
@pytest.mark.parametrize("fps", [30.0, 60.0])
def test_timer_jitter_is_not_late(jitter_ms: float, fps: float) -> None:
    records = play(np.random.default_rng(1), 1, "worker", 0, jitter_ms=jitter_ms, fps=fps)
    (counted,) = count_deadlines(records, Pace(fps))
    assert counted.late == 0


@pytest.mark.parametrize("seed", range(5))
def test_clean_games_pass(seed: int) -> None:
    verdict = judge(study(seed))
    assert verdict.passed
    assert verdict.sentence == (
        "Python in the Worker: 100.00 % of frames on time (limit 98 %; 1,400 frames of 5 matches)."
    )


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("fps", [30.0, 60.0])
def test_every_twentieth_step_slowed_by_40_ms_fails(seed: int, fps: float) -> None:
    records = study(seed, fps=fps, worker_extra_ms=lambda frame: 40.0 * (frame % 20 == 0))
    verdict = judge_deadlines(records, "worker", Pace(fps, 240), 98.0)
    assert verdict.outcome is Outcome.FAILED
    assert re.fullmatch(
        r"Python in the Worker: 9[0-5]\.\d\d % of frames on time \(below the limit of 98 %; 1,400 frames of"
        r" 5 matches; 95 % interval [\d.]+ to [\d.]+ %\)\."
        r" Late: \d+ by a slow step(, \d+ behind schedule)?\.",
        verdict.sentence,
    )
    assert judge_deadlines(records, "direct", Pace(fps, 240), 98.0).passed


@pytest.mark.parametrize(("late", "outcome"), [(28, Outcome.PASSED), (29, Outcome.FAILED)])
def test_the_limit_is_inclusive(late: int, outcome: Outcome) -> None:
    """Spread evenly, so that no match decides alone; 28 of 1400 is 2 % exactly."""
    records = study(3, pairs=14)
    records = [r for r in records if r.arm == "worker" and r.player == 0 and r.frame < 200]
    gone = {(pair, 150 + k) for pair in range(1, 15) for k in range(2)} | ({(1, 160)} if late > 28 else set())
    verdict = judge([r for r in records if (r.pair, r.frame) not in gone], frames=200)
    assert verdict.figures["late_missing"] == late
    assert verdict.outcome is (outcome if late == 28 else Outcome.INCONCLUSIVE)
    if late > 28:
        assert "Late: 29 missing. Without pair 1 it would be" in verdict.sentence


def test_one_bad_match_among_good_ones_is_inconclusive() -> None:
    verdict = judge([r for r in study(4) if r.pair != 2 or r.arm == "direct" or r.frame < 200])
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert verdict.sentence.endswith(
        "Late: 80 missing. Without pair 2 it would be 100.00 %. The data cannot tell; play more matches."
    )


def test_bad_matches_among_good_ones_whose_interval_reaches_the_limit_are_inconclusive() -> None:
    rng = np.random.default_rng(7)

    def late(pair: int) -> Callable[[int], float]:
        return lambda frame: 40.0 * (pair in (2, 5, 8) and frame % 6 == 0)

    records = [
        step
        for pair in range(1, 11)
        for player in (0, 1)
        for step in play(rng, pair, "worker", player, extra_ms=late(pair))
    ]
    verdict = judge(records)
    assert (
        float(str(verdict.figures["on_time_percent"]))
        < 98
        < float(str(verdict.figures["on_time_percent_upper"]))
    )
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert "The interval reaches the limit. The data cannot tell" in verdict.sentence


@pytest.mark.parametrize("late", [0.0, 40.0])
@pytest.mark.parametrize("pairs", [0, 1, 4])
def test_too_few_matches_are_inconclusive_either_way(pairs: int, late: float) -> None:
    records = study(5, pairs=max(1, pairs), worker_extra_ms=lambda frame: late * (frame % 5 == 0))
    verdict = judge([r for r in records if pairs or r.arm == "direct"])
    assert verdict.outcome is Outcome.INCONCLUSIVE
    many = {0: "0 frames of 0 matches", 1: "280 frames of 1 match", 4: "1,120 frames of 4 matches"}[pairs]
    assert verdict.sentence == (
        f"Python in the Worker: {many}, too few to judge (needed: 500 frames of 5 matches)."
        " Play more matches."
    )


def test_the_first_look_of_the_study_is_enough_to_judge() -> None:
    assert DEFAULT_PLAN.looks[0] >= MIN_MATCHES


def shares(late: Iterable[int]) -> list[MatchDeadlines]:
    return [MatchDeadlines(pair, "worker", 280, slow, 0, 0) for pair, slow in enumerate(late, start=1)]


def test_a_share_just_below_the_limit_is_not_rounded_up_to_it() -> None:
    records = [r for r in study(6) if r.arm == "worker" and not (r.pair < 3 and r.frame == 130)]
    assert "99.71 % of frames on time" in judge(records, limit_percent=99.5).sentence
    assert "99.7143 % of frames" in judge(records, limit_percent=99.7142).sentence
    assert "below the limit of 99.72 %" in judge(records, limit_percent=99.72).sentence


def test_the_same_samples_in_any_order_give_the_same_verdict() -> None:
    records = study(7, worker_extra_ms=lambda frame: 40.0 * (frame % 45 == 0))
    assert judge(records).to_json() == judge(records[::-1]).to_json()


def test_the_interval_widens_as_matches_differ_and_is_never_empty() -> None:
    lower, upper = interval_by_match(shares([0] * 5))
    assert 99.5 < lower < upper == 100.0
    even, uneven = interval_by_match(shares([4] * 5)), interval_by_match(shares([0, 0, 0, 0, 20]))
    assert uneven[0] < even[0]
    assert uneven[1] > even[1]


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (lambda: count_deadlines([], Pace(FPS)), "no step to judge"),
        (lambda: Pace(0.0), "rate of 0.0"),
        (lambda: count(on_schedule() + on_schedule()), "has frame 0 twice"),
        (lambda: judge(on_schedule(), limit_percent=101), "limit of 101 %"),
        (lambda: StepRecord(1, "worker", 0, 5, 2.0, 1.0), "returned before it was called"),
        (lambda: StepRecord(1, "worker", 0, 5, 2.0, float("nan")), "not a finite number"),
        (lambda: StepRecord(1, "other", 0, 5, 2.0, 3.0), "arm 'other'"),  # type: ignore[arg-type]
        (lambda: StepRecord(1, "worker", 0, -1, 2.0, 3.0), "negative"),
    ],
)
def test_what_cannot_be_judged_is_refused(broken: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        broken()

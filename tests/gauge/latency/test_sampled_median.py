"""The 50 ms rule: samples of a simulated game, and the verdict over them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hamcrest import assert_that, calling, raises

from gauge.latency.sampled_median import (
    PipelineReading,
    PipelineSamples,
    judge_median,
    sample_pipeline,
    summarise,
)
from gauge.verdict import Inconclusive, Outcome, holds


class SimulatedGame:
    """A game whose steps start every `every_ms` and take `step_ms`; looking takes `look_ms`."""

    def __init__(
        self, step_ms: float, every_ms: float = 33.0, look_ms: float = 1.0, last_frame: int = 10**9
    ) -> None:
        self.step_ms, self.every_ms, self.look_ms, self.last_frame = step_ms, every_ms, look_ms, last_frame
        self.now_ms = 0.0

    def read(self) -> PipelineReading:
        frame = min(int(self.now_ms // self.every_ms), self.last_frame)
        call = frame * self.every_ms
        returned: float | None = call + self.step_ms
        if self.now_ms < call + self.step_ms:
            returned = None if frame == 0 else call - self.every_ms + self.step_ms
        self.now_ms += self.look_ms
        return PipelineReading(frame, call, returned)

    def pause(self, milliseconds: float) -> None:
        self.now_ms += milliseconds


def samples_of(step_ms: list[float]) -> PipelineSamples:
    readings = tuple(
        PipelineReading(frame, frame * 33.0, frame * 33.0 + ms) for frame, ms in enumerate(step_ms)
    )
    return PipelineSamples(readings, mid_step_reads=0, reads=len(readings), asked=len(readings))


def script(readings: list[PipelineReading | None]) -> Callable[[], PipelineReading | None]:
    left: Iterator[PipelineReading | None] = iter(readings)
    return lambda: next(left)


def test_ten_samples_of_a_quick_game_are_taken_and_pass() -> None:
    game = SimulatedGame(step_ms=3.0)
    samples = sample_pipeline(game.read, game.pause)
    assert len(samples.samples) == 10
    assert samples.step_ms == pytest.approx([3.0] * 10)
    assert judge_median(samples, 50).outcome is Outcome.PASSED


def test_a_slow_game_is_waited_for_and_fails() -> None:
    game = SimulatedGame(step_ms=61.0, every_ms=62.0)
    samples = sample_pipeline(game.read, game.pause)
    assert len(samples.samples) == 10
    assert samples.mid_step_reads > 0
    verdict = judge_median(samples, 50)
    assert verdict.outcome is Outcome.FAILED
    assert "61.00 ms" in verdict.sentence
    assert "50 ms" in verdict.sentence
    assert "10 samples" in verdict.sentence


def test_steps_that_take_longer_than_frames_are_sampled_although_every_look_meets_one_under_way() -> None:
    game = SimulatedGame(step_ms=60.99, every_ms=61.0, look_ms=3.0)
    samples = sample_pipeline(game.read, game.pause)
    assert samples.step_ms == pytest.approx([60.99] * 10)
    assert samples.repeated_reads == samples.empty_reads == 0
    assert judge_median(samples, 50).outcome is Outcome.FAILED


def test_a_step_of_which_nobody_saw_the_call_is_not_taken_for_the_one_before() -> None:
    # step 6 was called and has returned between the looks, so 175 may be its return and not step 5's
    read = script(
        [PipelineReading(5, 100.0, 70.0), PipelineReading(7, 176.0, 175.0), PipelineReading(7, 176.0, 178.0)]
    )
    samples = sample_pipeline(read, lambda _: None, count=1)
    assert samples.step_ms == [2.0]
    assert samples.mid_step_reads == 2


def test_a_mid_step_look_is_counted_and_repeated_at_once() -> None:
    pauses: list[float] = []
    read = script([PipelineReading(5, 100.0, 70.0), PipelineReading(5, 100.0, 104.0)])
    samples = sample_pipeline(read, pauses.append, count=1)
    assert samples.step_ms == [4.0]
    assert (samples.mid_step_reads, samples.reads) == (1, 2)
    assert pauses == []


def test_a_step_already_sampled_is_counted_and_not_used_twice() -> None:
    read = script(
        [PipelineReading(5, 100.0, 101.0), PipelineReading(5, 100.0, 101.0), PipelineReading(6, 133.0, 135.0)]
    )
    samples = sample_pipeline(read, lambda _: None, count=2)
    assert samples.step_ms == [1.0, 2.0]
    assert samples.repeated_reads == 1


def test_every_look_is_accounted_for() -> None:
    read = script(
        [None, PipelineReading(0, None, None), PipelineReading(1, 10.0, None), PipelineReading(1, 10.0, 12.0)]
        + [PipelineReading(1, 10.0, 12.0)] * 20
    )
    samples = sample_pipeline(read, lambda _: None, count=2)
    counted = len(samples.samples) + samples.mid_step_reads + samples.repeated_reads + samples.empty_reads
    assert counted == samples.reads
    assert samples.empty_reads == 2


def test_a_game_that_ends_early_leaves_too_few_samples_and_no_verdict() -> None:
    game = SimulatedGame(step_ms=3.0, last_frame=4)
    verdict = judge_median(sample_pipeline(game.read, game.pause), 50)
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert "of 10 samples" in verdict.sentence
    assert_that(calling(assert_that).with_args(verdict, holds()), raises(Inconclusive))


def test_a_step_that_never_returns_ends_the_sampling() -> None:
    game = SimulatedGame(step_ms=1e9, every_ms=2e9)
    samples = sample_pipeline(game.read, game.pause)
    assert samples.samples == ()
    assert samples.mid_step_reads == samples.reads
    assert judge_median(samples, 50).outcome is Outcome.INCONCLUSIVE


@pytest.mark.parametrize(
    ("median_ms", "outcome"), [(49.999, Outcome.PASSED), (50.0, Outcome.FAILED), (50.001, Outcome.FAILED)]
)
def test_under_fifty_excludes_fifty(median_ms: float, outcome: Outcome) -> None:
    readings = tuple(PipelineReading(n, 0.0, median_ms) for n in range(10))
    assert judge_median(PipelineSamples(readings, 0, 10), 50).outcome is outcome


def test_one_slow_step_of_ten_does_not_move_the_median() -> None:
    assert judge_median(samples_of([3.0] * 9 + [500.0]), 50).outcome is Outcome.PASSED


def test_a_step_below_the_clock_resolution_is_zero_and_not_mid_step() -> None:
    reading = PipelineReading(7, 100.0, 100.0)
    assert not reading.mid_step
    assert reading.step_ms == 0.0


def test_a_mid_step_reading_refuses_to_give_a_duration() -> None:
    with pytest.raises(ValueError, match="no finished step"):
        _ = PipelineReading(7, 100.0, 90.0).step_ms


def test_the_player_is_named_in_the_sentence() -> None:
    samples = PipelineSamples(samples_of([2.0, 2.0]).samples, 0, 2, asked=2, player=1)
    assert judge_median(samples, 50).sentence.startswith("Player 2: median step")


def test_summary_of_a_known_distribution() -> None:
    summary = summarise([float(n) for n in range(101)])
    assert (summary.min_ms, summary.median_ms, summary.p90_ms, summary.p95_ms) == (0, 50, 90, 95)
    assert (summary.p99_ms, summary.max_ms, summary.count) == (99, 100, 101)


@pytest.mark.parametrize("bad", [[], [1.0, float("nan")]])
def test_nothing_or_no_number_is_refused(bad: list[float]) -> None:
    with pytest.raises(ValueError, match="step"):
        summarise(bad)


def test_asking_for_no_sample_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        sample_pipeline(lambda: None, lambda _: None, count=0)

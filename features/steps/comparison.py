"""Comparison: Python in a Worker against Python on the page, side by side (VALID-03)."""

from dataclasses import replace

from behave import given, then, when
from hamcrest import assert_that

from gauge.clock.trust import trusted
from gauge.control import judge_amount, judge_control_clean
from gauge.latency.equal_work import judge_equal_work
from gauge.latency.study import DEFAULT_PLAN
from gauge.verdict import holds
from harness.controls import Both, EarlyClock, SlowMachine, SlowWorker, StalePictures
from harness.evidence.attachments import attach_verdict
from harness.evidence.comparison import (
    attach_comparison,
    attach_deadlines,
    attach_picture_age,
    attach_pictures_in_time,
)
from harness.experiments.comparison import Comparison

# -- given ---------------------------------------------------------------------------------------


@given("the Worker is slowed by {add_ms:g} ms in every step")
def given_worker_is_slowed(context, add_ms):
    context.control = SlowWorker(add_ms)


@given("the Worker is slowed by {add_ms:g} ms in every {every:d}th step")
def given_worker_is_slowed_now_and_then(context, add_ms, every):
    context.control = SlowWorker(add_ms, every)


@given("the Worker is slowed by {add_ms:g} ms in every {every:d}th step and by {else_ms:g} ms in all others")
def given_worker_is_slowed_unevenly(context, add_ms, every, else_ms):
    context.control = SlowWorker(add_ms, every, else_ms)


@given("the second player's Worker is slowed by {add_ms:g} ms in every {every:d}th step")
def given_one_worker_is_slowed(context, add_ms, every):
    context.control = SlowWorker(add_ms, every, seats=(1,))


@given("the Worker is slowed by {add_ms:g} ms in every step, and its page hides it")
def given_worker_is_slowed_and_hidden(context, add_ms):
    context.control = EarlyClock(add_ms)


@given(
    "the page hides that its Worker is slowed by {add_ms:g} ms in every step, "
    "and shows every picture {frames:d} frames late"
)
def given_hidden_slowness_and_old_pictures(context, add_ms, frames):
    context.control = Both(EarlyClock(add_ms), StalePictures(frames))


@given("the page with a Worker shows every picture {frames:d} frames late")
def given_pictures_are_old(context, frames):
    context.control = StalePictures(frames)


@given("the page with a Worker shows every picture {frames:d} frames late from frame {begin:d} on")
def given_pictures_grow_old(context, frames, begin):
    context.control = StalePictures(frames, begin)


@given("the machine is {factor:g} times slower once a game runs")
def given_machine_is_slower(context, factor):
    context.machine = SlowMachine(factor)


# -- when ----------------------------------------------------------------------------------------


@when("the same game is played in turn with Python in a Worker and on the page")
def when_both_arms_are_played(context):
    slowdowns = (getattr(context, "control", None), getattr(context, "machine", None))
    context.comparison = context.comparisons.setdefault(slowdowns, Comparison(context.run, *slowdowns))
    context.comparison.play_at_least(DEFAULT_PLAN.looks[0])


@when("the same game is played in turn with Python on the page in both setups")
def when_equal_arms_are_played(context):
    context.comparison = Comparison(context.run, arms={"worker": "direct", "direct": "direct"})
    context.comparison.play_at_least(DEFAULT_PLAN.looks[0])


@when("one match is played with Python in a Worker and one with Python on the page")
def when_one_pair_is_played(context):
    context.comparison = Comparison(context.run, context.control)
    context.comparison.play(1)


# -- then ----------------------------------------------------------------------------------------


@then("both setups played the same game, frame by frame")
def then_both_arms_played_the_same(context):
    verdict = judge_equal_work(context.comparison.matches, context.comparison.stopped)
    assert_that(attach_verdict(verdict), holds())


@then(
    "with 95 % confidence the Worker adds at most {median_ms:g} ms to a step at the median "
    "and {p95_ms:g} ms at the 95th percentile"
)
def then_the_worker_adds_at_most(context, median_ms, p95_ms):
    verdicts = context.comparison.judge({0.5: median_ms, 0.95: p95_ms})
    verdict = verdicts.degradation
    verdict = replace(verdict, sentence=f"{verdict.sentence} {context.comparison.by_second_clock(verdicts)}")
    verdict = trusted(verdict, context.comparison.clock("worker", "direct"))
    assert_that(attach_comparison(context.comparison, verdict, verdicts), holds())


@then("at least {percent:g} % of frames with Python in a Worker are on time")
def then_frames_are_on_time(context, percent):
    context.comparison.must_know_fps()
    verdicts = context.comparison.judge(on_time_percent=percent)
    verdict = trusted(verdicts.worker_deadlines, context.comparison.clock("worker"))
    assert_that(attach_deadlines(context.comparison, verdict, verdicts), holds())


@then("at least {percent:g} % of their pictures are on the screen in time")
def then_pictures_are_in_time(context, percent):
    context.comparison.must_know_fps()
    verdicts = context.comparison.judge(shown_percent=percent)
    verdict = trusted(verdicts.worker_pictures, context.comparison.clock("worker"))
    assert_that(attach_pictures_in_time(context.comparison, verdict, verdicts), holds())


@then("their pictures are no older than with Python on the page")
def then_pictures_are_no_older(context):
    verdict = context.comparison.judge_pictures()
    views, fps = context.comparison.views(), context.comparison.fps
    assert_that(attach_picture_age(verdict, views, fps), holds())


@then(
    "the comparison fails the {margin_ms:g} ms margin and reports the {added_ms:g} ms at the median, "
    "within {tolerance_ms:g} ms"
)
def then_the_comparison_reports(context, margin_ms, added_ms, tolerance_ms):
    verdicts = context.comparison.judge({0.5: margin_ms})
    verdict = context.comparison.judge_slowdown(verdicts, added_ms, tolerance_ms)
    assert_that(attach_comparison(context.comparison, verdict, verdicts), holds())


@then(
    "the second clock reports that steps were said to be over {early_ms:g} ms before their replies came, "
    "within {tolerance_ms:g} ms"
)
def then_the_clock_reports(context, early_ms, tolerance_ms):
    clock = context.comparison.clock("worker")
    verdict = judge_amount(clock, "1. CLOCK late_median_ms", early_ms, tolerance_ms, "ms")
    assert_that(attach_verdict(verdict), holds())


@then(
    "the comparison reports no difference beyond {median_ms:g} ms at the median "
    "and {p95_ms:g} ms at the 95th percentile"
)
def then_no_difference_is_reported(context, median_ms, p95_ms):
    verdicts = context.comparison.judge({0.5: median_ms, 0.95: p95_ms})
    verdict = judge_control_clean(verdicts.degradation)
    assert_that(attach_comparison(context.comparison, verdict, verdicts), holds())

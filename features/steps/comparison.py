"""Comparison: Python in a Worker against Python on the page, side by side (VALID-03)."""

from behave import given, then, when
from hamcrest import assert_that

from gauge.control import judge_found_out, judge_never_found_guilty
from gauge.study import DEFAULT_PLAN
from gauge.verdict import holds
from harness.comparison import Comparison, judge_equal_work, judge_slowness
from harness.comparison_evidence import attach_comparison, attach_deadlines
from harness.evidence import attach_verdict
from harness.recording.controls import SlowMachine, SlowWorker

MARGINS_MS = {0.5: 2.0, 0.95: 5.0}
ON_TIME_PERCENT = 98.0

# -- given ---------------------------------------------------------------------------------------


@given("the Worker is slowed by {add_ms:g} ms in every step")
def given_worker_is_slowed(context, add_ms):
    context.slowed = SlowWorker(add_ms)


@given("the Worker is slowed by {add_ms:g} ms in every {every:d}th step")
def given_worker_is_slowed_now_and_then(context, add_ms, every):
    context.slowed = SlowWorker(add_ms, every)


@given("the machine is {factor:g} times slower once a game runs")
def given_machine_is_slower(context, factor):
    context.machine = SlowMachine(factor)


# -- when ----------------------------------------------------------------------------------------


@when("the same game is played in turn with Python in a Worker and on the page")
def when_both_ways_are_played(context):
    made_worse = (getattr(context, "slowed", None), getattr(context, "machine", None))
    context.comparison = context.comparisons.setdefault(made_worse, Comparison(context.run, *made_worse))
    context.comparison.play_at_least(DEFAULT_PLAN.looks[0])


@when("the same game is played in turn with Python on the page, twice over")
def when_one_way_is_played_twice(context):
    context.comparison = Comparison(context.run, ways={"worker": "direct", "direct": "direct"})
    context.comparison.play_at_least(DEFAULT_PLAN.looks[0])


# -- then ----------------------------------------------------------------------------------------


@then("both ways played the same game, frame by frame")
def then_both_ways_played_the_same(context):
    assert_that(attach_verdict(judge_equal_work(context.comparison)), holds())


@then(
    "with 95 % confidence a step takes at most {median_ms:g} ms longer at the median "
    "and {p95_ms:g} ms at the 95th percentile"
)
def then_step_takes_at_most_longer(context, median_ms, p95_ms):
    verdicts = context.comparison.judge({0.5: median_ms, 0.95: p95_ms}, ON_TIME_PERCENT)
    assert_that(attach_comparison(context.comparison, verdicts.degradation, verdicts), holds())


@then("at least {percent:g} % of the frames with Python in a Worker are ready before the next is due")
def then_frames_are_ready(context, percent):
    verdicts = context.comparison.judge(MARGINS_MS, percent)
    assert_that(attach_deadlines(context.comparison, verdicts.worker_deadlines, verdicts), holds())


@then(
    "the comparison finds the Worker slower by {added_ms:g} ms at the median, give or take {give_ms:g} ms, "
    "where {margin_ms:g} ms are allowed"
)
def then_worker_is_found_slower(context, added_ms, give_ms, margin_ms):
    verdicts = context.comparison.judge({**MARGINS_MS, 0.5: margin_ms}, ON_TIME_PERCENT)
    verdict = judge_slowness(context.comparison, verdicts, added_ms, give_ms)
    assert_that(attach_comparison(context.comparison, verdict, verdicts), holds())


@then("the 95th percentile or the share of frames in time finds the Worker too slow")
def then_worker_is_found_too_slow(context):
    verdicts = context.comparison.judge(MARGINS_MS, ON_TIME_PERCENT)
    verdict = judge_found_out(verdicts.judged)
    assert_that(attach_comparison(context.comparison, verdict, verdicts), holds())


@then("the comparison finds neither way slower than the other")
def then_neither_way_is_found_slower(context):
    verdicts = context.comparison.judge(MARGINS_MS, ON_TIME_PERCENT)
    verdict = judge_never_found_guilty(verdicts.degradation)
    assert_that(attach_comparison(context.comparison, verdict, verdicts), holds())

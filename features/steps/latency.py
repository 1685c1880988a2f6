"""Latency: how long a step of the game takes (VALID-03)."""

from behave import then, when
from hamcrest import assert_that

from gauge.verdict import holds
from harness.evidence import attach_latency
from harness.timing import judge_players, time_steps

# -- when ----------------------------------------------------------------------------------------


@when("{count:d} steps of each player are timed, {spacing_ms:g} ms apart")
def when_steps_are_timed(context, count, spacing_ms):
    context.samples = time_steps(context.match, count, spacing_ms)


# -- then ----------------------------------------------------------------------------------------


@then("the median step of each player takes under {limit_ms:g} ms")
def then_median_step_is_under(context, limit_ms):
    verdict = judge_players(context.samples, limit_ms)
    attach_latency(context.match, context.samples, verdict, limit_ms)
    assert_that(verdict, holds())

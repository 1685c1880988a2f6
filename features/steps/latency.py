"""Latency: how long a game step takes, by the original rule (VALID-03a)."""

from behave import then, when
from hamcrest import assert_that

from gauge.clock.resolution import with_resolution
from gauge.clock.trust import trusted
from gauge.latency.sampled_median import judge_players
from gauge.verdict import combine, holds
from harness.evidence.flow import attach_latency
from harness.experiments.step_sampling import time_steps

# -- when ----------------------------------------------------------------------------------------


@when("{count:d} steps of each player are timed, {spacing_ms:g} ms apart")
def when_steps_are_timed(context, count, spacing_ms):
    context.samples = time_steps(context.match, count, spacing_ms)


# -- then ----------------------------------------------------------------------------------------


@then("each player's median step takes under {limit_ms:g} ms")
def then_median_step_is_under(context, limit_ms):
    verdict = judge_players(context.samples, limit_ms)
    verdict = with_resolution(verdict, context.match.first.clock_resolution_ms())
    clocks = [watch.judge(f"player {n}") for n, watch in enumerate(context.watches, start=1)]
    verdict = trusted(verdict, combine("CLOCK", clocks), needs_proof=False)
    attach_latency(context.match, context.samples, verdict, limit_ms)
    assert_that(verdict, holds())

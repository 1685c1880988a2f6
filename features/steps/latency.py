"""Latency: how long a game step takes, by the original rule (VALID-03a)."""

from behave import then, when
from hamcrest import assert_that

from gauge.clock.clock_file import judge_timing
from gauge.clock.resolution import with_resolution
from gauge.clock.trust import trusted
from gauge.latency.sampled_median import judge_players
from gauge.verdict import holds
from harness.evidence.attachments import attach_clock
from harness.evidence.flow import attach_latency
from harness.experiments.step_sampling import time_steps
from harness.experiments.step_watch import seen_so_far
from harness.players.played_game import see_end_unless_it_stays

# -- when ----------------------------------------------------------------------------------------


@when("{count:d} steps of each player are timed, {spacing_ms:g} ms apart")
def when_steps_are_timed(context, count, spacing_ms):
    context.samples = time_steps(context.match, count, spacing_ms)


# -- then ----------------------------------------------------------------------------------------


@then("each player's median step takes under {limit_ms:g} ms")
def then_median_step_is_under(context, limit_ms):
    verdict = judge_players(context.samples, limit_ms)
    verdict = with_resolution(verdict, context.match.first.clock_resolution_ms())
    seen = seen_so_far(context.watches)
    see_end_unless_it_stays(context.run, context.match)
    verdict = trusted(verdict, judge_timing(seen), needs_proof=False)
    attach_clock(seen)
    attach_latency(context.match, context.samples, verdict, limit_ms)
    assert_that(verdict, holds())

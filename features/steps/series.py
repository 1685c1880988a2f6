"""Series: many games in a row, each in windows of its own (VALID-04a)."""

from behave import then, when
from hamcrest import assert_that

from gauge.memory.budgets import budgets_in
from gauge.memory.heap_ratio import judge_heap_ratio
from gauge.verdict import holds
from harness.evidence.flow import attach_games, attach_heaps
from harness.experiments.fresh_windows import play_in_fresh_windows
from harness.experiments.series import Series
from harness.session.run import SHORT_GAMES

# -- when ----------------------------------------------------------------------------------------


@when("strangers play a series of short games, each in two fresh windows")
def when_strangers_play_a_series(context):
    context.run.serve(SHORT_GAMES)
    context.series = Series("VALID-04a", context.run.settings.games)
    play_in_fresh_windows(context.run, context.series, getattr(context, "control", None))


@when("strangers play one game in two fresh windows")
@when("strangers play {games:d} games, each in two fresh windows")
def when_strangers_play_games(context, games=1):
    context.series = Series("VALID-04a", games)
    play_in_fresh_windows(context.run, context.series, getattr(context, "control", None))


# -- then ----------------------------------------------------------------------------------------


@then("every game ran to its end")
def then_every_game_ran_to_its_end(context):
    verdict = context.series.judge_complete()
    if "measured" in context:
        budgets = budgets_in((step.table for step in context.scenario.steps), context.measured.spacing)
        verdict = context.measured.so_far(budgets).beside(verdict)
    attach_games(context.series, verdict)
    assert_that(verdict, holds())


@then(
    "each player's page holds at most {factor:g} times as much memory after the last game as after the first"
)
def then_heap_is_at_most(context, factor):
    readings = [heap.as_asked for heap in context.series.heaps]
    verdict = judge_heap_ratio(readings, context.series.asked, factor)
    attach_heaps(context.series, verdict, factor)
    assert_that(verdict, holds())

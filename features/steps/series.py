"""Series: many games in a row, and what they leave behind (VALID-04)."""

from behave import then, when
from hamcrest import assert_that

from gauge.census import judge_no_worker_left
from gauge.memory import judge_heap_ratio
from gauge.verdict import holds
from harness.evidence import attach_games, attach_heaps, attach_workers
from harness.judging import judge_complete
from harness.memory_evidence import attach_ledger
from harness.series import Series, play_in_fresh_windows

# -- when ----------------------------------------------------------------------------------------


@when("strangers play a series of games, each game in two fresh windows")
def when_strangers_play_a_series(context):
    context.series = Series("VALID-04a", context.run.settings.games)
    play_in_fresh_windows(context.run, context.series)


# -- then ----------------------------------------------------------------------------------------


@then("every game of the series ran to its end")
def then_every_game_ran_to_its_end(context):
    verdict = judge_complete(context.series)
    attach_games(context.series, verdict)
    assert_that(verdict, holds())


@then("the last game left each player's page with at most {factor:g} times the memory of the first")
def then_heap_is_at_most(context, factor):
    readings = [heap.as_asked for heap in context.series.heaps]
    verdict = judge_heap_ratio(readings, context.series.asked, factor)
    attach_heaps(context.series, verdict, factor)
    attach_ledger(context.series.ledger)
    assert_that(verdict, holds())


@then("0 Workers were left after each game, before the next one was created")
def then_no_worker_was_left(context):
    verdict = judge_no_worker_left(context.series.censuses, context.series.asked)
    attach_workers(context.series, verdict)
    assert_that(verdict, holds())

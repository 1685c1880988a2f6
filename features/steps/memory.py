"""Memory: what games in the same windows leave behind, layer by layer (VALID-04)."""

from behave import given, then, when
from hamcrest import assert_that

from gauge.verdict import holds
from harness.cut_short import CutShort
from harness.leaks import NO_LEAK, leak_named
from harness.memory_evidence import attach_finding, attach_memory, attach_recording
from harness.memory_judging import GONE, SERVER_GONE, budgets_of, judge_layers, judge_leak
from harness.run import Serving
from harness.same_windows import SameWindows

SHORT = {"frames": 75, "fps": 60}

# -- given ---------------------------------------------------------------------------------------


@given("a game that leaks on purpose: {leak}")
def given_a_leak(context, leak):
    context.leak = leak_named(leak)
    context.run.serve(Serving(SHORT, context.leak.wrapper))


# -- when ----------------------------------------------------------------------------------------


@when("two players play a series of games after a first one, without closing their windows")
def when_a_series_is_played(context):
    context.measured = context.same_windows.setdefault(NO_LEAK, SameWindows(context.run))
    context.measured.play(context.run.settings.games)
    context.series = context.measured.series


@when("two players play {games:d} games after a first one, without closing their windows")
def when_games_are_played(context, games):
    context.measured = SameWindows(context.run, context.leak)
    context.measured.play(games)


@when("two strangers at a time play {games:d} games, each cut short by a window that is closed")
def when_games_are_cut_short(context, games):
    context.measured = CutShort(context.run)
    context.measured.play(games)


# -- then ----------------------------------------------------------------------------------------


@then("no connection, picture, handler or other object of a finished game was left either")
def then_nothing_is_left(context):
    verdict, judged = judge_layers(context.measured, "VALID-04b", GONE, {})
    assert_that(attach_finding(context.measured, verdict, judged), holds())


@then("with 95 % confidence each game leaves no more behind than this")
def then_each_game_leaves_no_more(context):
    budgets = budgets_of(context.table)
    verdict, judged = judge_layers(context.measured, "VALID-04b", tuple(budgets), budgets)
    attach_memory(context.measured, verdict, judged)
    if context.run.settings.trace:
        attach_recording(context.measured.record_another())
    assert_that(verdict, holds())


@then("the server holds no ended game, and no more players, sockets and threads than after the first")
def then_the_server_holds_no_more(context):
    verdict, judged = judge_layers(context.measured, "VALID-04c", SERVER_GONE, {})
    assert_that(attach_finding(context.measured, verdict, judged), holds())


@then("with 95 % confidence the server grows by at most {amount} a game")
def then_the_server_grows_by_at_most(context, amount):
    budgets = budgets_of([("on the server", amount)])
    verdict, judged = judge_layers(context.measured, "VALID-04c", tuple(budgets), budgets)
    assert_that(attach_memory(context.measured, verdict, judged), holds())


@then("the blame falls on {culprit}")
def then_the_blame_falls_on(context, culprit):
    verdict, judged = judge_leak(context.measured, culprit)
    assert_that(attach_memory(context.measured, verdict, judged), holds())

"""Memory: what games in the same windows, or interrupted ones, leave behind, layer by layer (VALID-04)."""

from dataclasses import replace

from behave import given, then, when
from hamcrest import assert_that

from gauge.flow.games import judge_no_python_worker
from gauge.memory.budgets import (
    budgets_in,
    budgets_of,
    judge_leak,
    judge_leak_a_step,
    judge_told,
)
from gauge.verdict import holds
from harness.controls import NO_LEAK, leak_named
from harness.evidence.attachments import attach_verdict
from harness.evidence.memory import attach_finding, attach_memory, attach_recording
from harness.experiments.interrupted_games import InterruptedGames
from harness.experiments.long_game import LongGame
from harness.experiments.same_windows import SameWindows
from harness.session.run import SHORT_GAMES

# -- given ---------------------------------------------------------------------------------------


@given("a game with a planted leak: {leak}")
def given_a_leak(context, leak):
    context.leak = leak_named(leak)
    context.run.serve(replace(SHORT_GAMES, wrapper=context.leak.wrapper))


@given("the server's memory can be read")
def given_server_can_be_read(context):
    context.run.must_know_server_process()


@given("memory may grow by at most")
def given_memory_budgets(context):
    context.budgets = context.table


# -- when ----------------------------------------------------------------------------------------


@when("two players play a series of short games in the same windows after a warm-up game")
def when_a_series_is_played(context):
    leak = leak_of(context)
    context.run.serve(replace(SHORT_GAMES, wrapper=leak.wrapper))
    context.measured = context.same_windows.setdefault(leak, SameWindows(context.run, leak=leak))
    context.measured.play(context.run.settings.games)
    context.series = context.measured.games


@when("two players play {games:d} more games in the same windows after a warm-up game")
def when_games_are_played(context, games):
    context.measured = SameWindows(context.run, leak=context.leak)
    context.measured.play(games)
    context.series = context.measured.games


@when("two players play {games:d} more games in the same windows")
def when_more_games_are_played(context, games):
    context.measured = SameWindows(context.run)
    context.measured.play(games)
    context.series = context.measured.games


@when("two players play one long game of {frames:d} frames at {fps:d} frames per second")
def when_a_long_game_is_played(context, frames, fps):
    context.match = context.measured = LongGame(context.run, fps=fps, leak=leak_of(context))
    context.measured.play_frames(frames)


@when("{games:d} short games are each interrupted by a player closing the window")
def when_games_are_interrupted(context, games):
    leak = leak_of(context)
    context.run.serve(replace(SHORT_GAMES, wrapper=leak.wrapper))
    context.measured = InterruptedGames(context.run, leak=leak)
    context.measured.play(games)


def leak_of(context):
    return context.leak if "leak" in context else NO_LEAK


# -- then ----------------------------------------------------------------------------------------


@then("no Worker is left running after a game")
def then_no_worker_is_left(context):
    found, verdict = judged(context, (context.measured.workers_layer,))
    assert_that(attach_finding(context.measured, verdict, found), holds())


@then("no Worker, connection, canvas, event listener or other object of an interrupted game remains")
def then_nothing_of_interrupted_games_remains(context):
    measured = context.measured
    found, verdict = judged(context, (measured.workers_layer, *measured.exact_layers))
    assert_that(attach_finding(measured, verdict, found), holds())


@then("no connection, canvas, event listener or other object of a finished game remains")
@then("no step leaves a connection, canvas, event listener or other object behind")
def then_nothing_remains(context):
    found, verdict = judged(context, context.measured.exact_layers)
    assert_that(attach_finding(context.measured, verdict, found), holds())


@then("with 95 % confidence memory grows by at most")
def then_memory_grows_by_at_most(context):
    found, verdict = judged(context, tuple(stated_budgets(context.table, context.measured)))
    attach_memory(context.measured, verdict, found)
    if context.run.settings.trace:
        attach_recording(context.measured.record_another())
    assert_that(verdict, holds())


@then("with 95 % confidence time grows by at most")
def then_time_grows_by_at_most(context):
    found, verdict = judged(context, tuple(stated_budgets(context.table, context.measured)))
    assert_that(attach_finding(context.measured, verdict, found), holds())


@then(
    "the server holds no finished game, and no more players, sockets, timers, jobs, threads, files and "
    "processes than after the warm-up game"
)
def then_the_server_holds_no_more(context):
    found, verdict = judged(context, context.measured.server_layers)
    assert_that(attach_finding(context.measured, verdict, found), holds())


@then("the report tells how the page, its listeners and its process grow per game")
def then_the_report_tells(context):
    found = context.measured.judge({})
    verdict = judge_told(found, ("page_heap", "listeners", "nodes", "renderer_process"))
    assert_that(attach_memory(context.measured, verdict, found), holds())


@then("no Worker holds Python")
def then_no_worker_holds_python(context):
    verdict = judge_no_python_worker(context.measured.workers_at_work)
    assert_that(attach_verdict(verdict), holds())


@then("the report names {layer} as the leaking layer")
def then_the_leaking_layer_is(context, layer):
    found = context.measured.judge({})
    verdict = judge_leak(found, layer)
    assert_that(attach_memory(context.measured, verdict, found), holds())


@then("the report names {layer} as the leaking layer, with about {amount} a step")
def then_the_leak_a_step_is(context, layer, amount):
    found = context.measured.judge(stated_budgets(context.budgets, context.measured))
    verdict = judge_leak_a_step(found, layer, amount)
    assert_that(attach_memory(context.measured, verdict, found), holds())


def judged(context, layers):
    """What was found, and the verdict on these layers, which names the others that are not well too."""
    budgets = budgets_in((step.table for step in context.scenario.steps), context.measured.spacing)
    found = context.measured.judge(budgets, layers)
    return found, found.verdict(found.run.rules.requirement(layers[0]), layers)


def stated_budgets(table, measured):
    return budgets_of(table, table.headings[-1], measured.spacing)

"""Python in its Worker: where it runs, what it is asked, how it ends (WORKER-01, -03, INTEG-03, -04)."""

from behave import then, when
from hamcrest import assert_that

from gauge.control import judge_control_detected
from gauge.flow.lifecycle import (
    ENDED,
    NOT_READY,
    judge_answered,
    judge_gone,
    judge_own_worker,
    judge_pictures,
    judge_ready_first,
    judge_refused,
    judge_through_worker,
    judge_tracebacks,
)
from gauge.memory.budgets import amount_of
from gauge.memory.worker_cycles import judge_cycles
from gauge.verdict import combine, holds
from harness.controls.known_leaks import NEVER_TERMINATED
from harness.evidence.attachments import attach_pictures, attach_verdict
from harness.experiments.worker_life import Trials, WatchedGame
from harness.session.run import SHORT_GAMES

# -- when ----------------------------------------------------------------------------------------


@when("two strangers play a short game that is watched at its Workers")
def when_a_watched_game_is_played(context):
    context.run.serve(SHORT_GAMES)
    context.watched = context.watched_games.setdefault("worker", WatchedGame(context.run))
    context.watched.play_once()


@when("two strangers play a short game with Python on the page")
def when_a_game_is_played_on_the_page(context):
    context.run.serve(SHORT_GAMES)
    context.watched = WatchedGame(context.run, "direct")
    context.watched.play_once()


@when("Python is asked for something too early")
def when_python_is_asked_too_early(context):
    context.trials = Trials(context.run)
    context.answers = context.trials.try_out("early")


@when("Python is asked for what it cannot do")
def when_python_is_asked_for_what_it_cannot_do(context):
    context.trials = Trials(context.run)
    context.answers = context.trials.try_out("mistakes")


@when("Python is ended while it works, while it loads, and once more")
def when_python_is_ended(context):
    context.trials = Trials(context.run)
    context.answers = context.trials.try_out("ended")


@when("Python is started and ended {times:d} times in one window")
def when_python_is_started_and_ended(context, times):
    context.trials = Trials(context.run)
    context.trials.repeat(times)


@when("Python is started and ended {times:d} times in one window in which no Worker can be ended")
def when_python_cannot_be_ended(context, times):
    context.trials = Trials(context.run, NEVER_TERMINATED)
    context.trials.repeat(times, warm_up=0)


# -- then ----------------------------------------------------------------------------------------


@then("each player's Python is in one Worker, and none of it on the page")
def then_python_is_in_a_worker(context):
    attach_pictures(context.watched.pictures)
    assert_that(attach_verdict(judge_own_worker(context.watched.seen())), holds())


@then("no Worker was asked for anything before it was READY")
def then_nothing_was_asked_early(context):
    assert_that(attach_verdict(judge_ready_first(context.watched.seen())), holds())


@then("every state of both players' games came from their Workers")
def then_states_came_from_workers(context):
    assert_that(attach_verdict(judge_through_worker(context.watched.seen())), holds())


@then("each player's last picture is the one that Python renders when it plays the game again")
def then_pictures_are_as_rendered(context):
    attach_pictures(context.watched.pictures)
    assert_that(attach_verdict(judge_pictures(context.watched.seen())), holds())


@then("it is detected that Python is on the page and that its steps go through no Worker")
def then_python_on_the_page_is_detected(context):
    seen = context.watched.seen()
    found = [judge_control_detected([judge(seen)]) for judge in (judge_own_worker, judge_through_worker)]
    assert_that(attach_verdict(combine("CONTROL", found)), holds())


@then("each early command is refused within {limit_ms:g} ms, since it came before READY")
def then_early_commands_are_refused(context, limit_ms):
    verdict = judge_refused(context.answers["refused"], NOT_READY, "came before READY", limit_ms)
    assert_that(attach_verdict(verdict), holds())


@then("Python answers what it is asked then")
def then_python_answers(context):
    assert_that(attach_verdict(judge_answered(context.answers["later"])), holds())


@then("each error comes back with Python's traceback")
def then_errors_have_tracebacks(context):
    assert_that(attach_verdict(judge_tracebacks(context.answers["refused"])), holds())


@then("whoever waited for it is told within {limit_ms:g} ms that it was ended")
def then_who_waited_is_told(context, limit_ms):
    verdict = judge_refused(context.answers["told"], ENDED, "destroyed before it replied", limit_ms)
    assert_that(attach_verdict(verdict), holds())


@then("ending it once more does no harm")
def then_ending_again_does_no_harm(context):
    assert_that(attach_verdict(judge_answered(context.answers["twice"])), holds())


@then("it can neither be asked nor loaded again")
def then_it_cannot_be_asked_again(context):
    verdict = judge_refused(context.answers["asked"], ENDED, "destroyed", 1000)
    loaded = judge_refused(context.answers["loaded"], NOT_READY, "already destroyed", 1000)
    assert_that(attach_verdict(combine("WORKER-03", [verdict, loaded])), holds())


@then("no Worker is left afterwards")
def then_no_worker_is_left_afterwards(context):
    assert_that(attach_verdict(judge_gone(context.trials.left)), holds())


@then("with 95 % confidence each time adds at most {page} to the page and {process} to the window's process")
def then_each_time_adds_at_most(context, page, process):
    budgets = (amount_of(page, "B"), amount_of(process, "B"))
    verdict = judge_cycles(context.trials.heap_bytes, context.trials.process_bytes, *budgets)
    assert_that(attach_verdict(verdict), holds())


@then("it is detected that Workers are left")
def then_left_workers_are_detected(context):
    verdict = judge_control_detected([judge_gone(context.trials.left)])
    assert_that(attach_verdict(verdict), holds())

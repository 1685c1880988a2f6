"""Controls: claims that have to fail on a game made bad on purpose, and the reason that is given."""

from behave import given, then, when
from hamcrest import assert_that

from gauge.control import judge_claim_fails, judge_reason
from gauge.verdict import holds
from harness.controls import GrowingPages, busy_page, failing_python, other_moves, report_errors
from harness.evidence.attachments import attach_verdict
from harness.evidence.claims import step_text, told_by
from harness.players.played_game import play_to_end
from harness.session.run import Serving

SHORT = {"frames": 120, "fps": 60}

# -- given ---------------------------------------------------------------------------------------


@given("the first player's Python stops with an error after frame {frame:d}")
def given_python_stops(context, frame):
    context.control = failing_python(frame)


@given("the first player's page makes other moves for {frames:d} frames")
def given_other_moves(context, frames):
    context.control = other_moves(frames)


@given("the page with a Worker is kept busy for {busy_ms:g} ms in every {every:d}th frame")
def given_a_busy_page(context, busy_ms, every):
    context.control = busy_page(busy_ms, every)


@given("pages hold {add_mib:d} MiB more with every game")
def given_growing_pages(context, add_mib):
    context.control = GrowingPages(add_mib)


@given("the game is being served by a server that reports an error with every game")
def given_a_server_with_errors(context):
    context.run.serve(Serving(SHORT, "harness.controls.bad_server errors"))


# -- when ----------------------------------------------------------------------------------------


@when("two strangers play to the end while a page and a Worker report an error as well")
def when_pages_report_errors(context):
    context.game = play_to_end(context.run, during=report_errors)


# -- then ----------------------------------------------------------------------------------------


@then("this claim fails: {claim}")
def then_the_claim_fails(context, claim):
    table = context.table
    step = step_text(claim, table.headings, table.rows) if table else step_text(claim)
    context.told = told_by(context.execute_steps, step)
    assert_that(attach_verdict(judge_claim_fails(claim, context.told)), holds())


@then("the reason given is: {words}")
def then_the_reason_is(context, words):
    assert_that(judge_reason(context.told, words), holds())


@then("this claim fails for each row by itself: {claim}")
def then_the_claim_fails_for_each_row(context, claim):
    *headings, _reason = context.table.headings
    for *row, words in list(context.table.rows):
        told = told_by(context.execute_steps, step_text(claim, headings, [row]))
        assert_that(attach_verdict(judge_claim_fails(f"{claim} {' '.join(row)}", told)), holds())
        assert_that(judge_reason(told, words), holds())


@then("each of these claims fails")
def then_each_claim_fails(context):
    for claim, words in list(context.table.rows):
        told = told_by(context.execute_steps, step_text(claim))
        assert_that(attach_verdict(judge_claim_fails(claim, told)), holds())
        assert_that(judge_reason(told, words), holds())

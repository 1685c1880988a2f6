"""The game as a whole: that it is there, that nothing goes wrong in it, that it keeps to itself."""

from behave import given, then
from hamcrest import assert_that

from gauge.flow.games import judge_origin
from gauge.verdict import holds
from harness.evidence.attachments import attach_accepted, attach_verdict
from harness.session.faults import must_be_free_of_errors
from harness.session.run import Serving

# -- given ---------------------------------------------------------------------------------------


@given("the game is being served")
def given_the_game_is_served(context):
    context.run.serve()


@given("the game is being served at {fps:d} frames per second")
def given_the_game_is_served_at(context, fps):
    context.run.serve(Serving({"fps": fps}))


# -- then ----------------------------------------------------------------------------------------


@then("no page, Worker or server reported an error")
def then_no_error_was_reported(context):
    played = [getattr(context, name) for name in ("comparison", "measured") if name in context]
    attach_accepted(context.run.accepted_faults())
    must_be_free_of_errors(context.run.faults(w for experiment in played for w in experiment.windows))


@then("every request went to the game's own address")
def then_requests_stayed_at_home(context):
    context.game.ended(context.run)
    verdict = judge_origin(context.run.foreign_requests(), context.run.request_count())
    assert_that(attach_verdict(verdict), holds())

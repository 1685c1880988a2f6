"""The game as a whole: that it is there, that nothing goes wrong in it, that it keeps to itself."""

from behave import given, then
from hamcrest import assert_that

from gauge.verdict import holds
from harness.evidence import attach_verdict
from harness.judging import judge_origin, must_be_free_of_errors

# -- given ---------------------------------------------------------------------------------------


@given("the game is being served")
def given_the_game_is_served(context):
    context.run.serve()


# -- then ----------------------------------------------------------------------------------------


@then("no error came from a page, a Worker or the server")
def then_no_error_came(context):
    must_be_free_of_errors(context.run.faults())


@then("every request went to the game's own address")
def then_requests_stayed_at_home(context):
    context.visit.ended(context.run)
    verdict = judge_origin(context.run.strangers(), context.run.request_count())
    assert_that(attach_verdict(verdict), holds())

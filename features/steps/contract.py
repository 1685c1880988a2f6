"""The page contract: what a game offers to those who judge it."""

from behave import given, then
from hamcrest import assert_that

from gauge.verdict import holds
from harness.evidence.attachments import attach_pictures, attach_verdict
from harness.experiments.contract_survey import ContractSurvey

# -- given ---------------------------------------------------------------------------------------


@given("two visitors have played one game, as far as they got")
def given_visitors_have_played(context):
    if context.surveys == {}:
        context.run.serve()
        context.surveys["survey"] = ContractSurvey(context.run)
        context.surveys["survey"].play()


# -- then ----------------------------------------------------------------------------------------


@then("the game offers {offer}")
def then_the_game_offers(context, offer):
    survey = context.surveys["survey"]
    attach_pictures(survey.pictures)
    assert_that(attach_verdict(survey.judge(offer)), holds())

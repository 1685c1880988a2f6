"""The page contract: what a game offers to those who judge it."""

from behave import then, when
from hamcrest import assert_that

from gauge.verdict import holds
from harness.evidence.attachments import attach_pictures, attach_verdict
from harness.experiments.contract_survey import ContractSurvey

# -- when ----------------------------------------------------------------------------------------


@when("two visitors play one game, as far as they get")
def when_visitors_play(context):
    if context.surveys == {}:
        context.surveys["survey"] = ContractSurvey(context.run)
        context.surveys["survey"].play()


# -- then ----------------------------------------------------------------------------------------


@then("the game offers {offer}")
def then_the_game_offers(context, offer):
    survey = context.surveys["survey"]
    attach_pictures(survey.pictures)
    assert_that(attach_verdict(survey.judge(offer)), holds())

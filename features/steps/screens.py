"""Screens: whether everybody can read the game and play it."""

from behave import given, then, when
from hamcrest import assert_that

from gauge.flow.screens import judge_findings, judge_widths, screens_table
from gauge.verdict import holds
from harness.evidence.attachments import attach_pictures, attach_text, attach_verdict
from harness.experiments.screens_survey import ScreensSurvey
from harness.players.canvas_difference import walk_about, with_fingers
from harness.players.match import begin
from harness.players.phone import hold_phones
from harness.players.played_game import PlayedGame, policy

# -- given ---------------------------------------------------------------------------------------


@given("two people hold phones in a game")
def given_two_people_hold_phones(context):
    query = policy(context.run, "nobody acts")
    context.game = PlayedGame(begin(context.run, query, prepare=hold_phones))


# -- when ----------------------------------------------------------------------------------------


@when("every screen of a game is looked at, on a computer and on a phone")
def when_screens_are_looked_at(context):
    context.survey = ScreensSurvey(context.run)
    context.survey.look()
    attach_pictures(context.survey.pictures)


@when("the first player walks about with the arrows on the screen")
def when_first_player_touches(context):
    context.screens = walk_about(context.game.match, context.run.end_within_s, with_fingers)
    attach_pictures(context.game.match.photograph())


# -- then ----------------------------------------------------------------------------------------


@then("no screen has a serious accessibility finding")
def then_no_serious_finding(context):
    attach_text("The screens (table)", screens_table(context.survey.screens).text())
    assert_that(attach_verdict(judge_findings(context.survey.screens)), holds())


@then("no screen is wider than its window")
def then_no_screen_is_wide(context):
    assert_that(attach_verdict(judge_widths(context.survey.screens)), holds())

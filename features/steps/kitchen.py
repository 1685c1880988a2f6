"""The kitchen: what both players see of it."""

from behave import then, when
from hamcrest import assert_that

from gauge.verdict import holds
from harness.evidence import attach_pictures, attach_verdict, photograph
from harness.kitchen_view import judge_moved, walk_about

# -- when ----------------------------------------------------------------------------------------


@when("the first player walks about with the arrow keys")
def when_first_player_walks_about(context):
    context.screens = walk_about(context.visit.match, context.run.end_within_s)
    attach_pictures(photograph(context.visit.match.players))


# -- then ----------------------------------------------------------------------------------------


@then("the first player's cook has moved on both screens")
def then_cook_has_moved(context):
    assert_that(attach_verdict(judge_moved(context.screens)), holds())


@then("both saw the same kitchen in every frame")
def then_both_saw_the_same_kitchen(context):
    assert_that(attach_verdict(context.visit.compared(context.run)), holds())
    attach_pictures(photograph(context.visit.match.players))

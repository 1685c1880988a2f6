"""The kitchen: what both players see of it."""

from behave import then, when
from hamcrest import assert_that

from gauge.flow.games import judge_moved
from gauge.verdict import holds
from harness.evidence.attachments import attach_pictures, attach_verdict
from harness.players.canvas_difference import COLUMNS, LEAST_CELLS, ROWS, walk_about

# -- when ----------------------------------------------------------------------------------------


@when("the first player walks about with the arrow keys")
def when_first_player_walks_about(context):
    context.screens = walk_about(context.game.match, context.run.end_within_s)
    attach_pictures(context.game.match.photograph())


# -- then ----------------------------------------------------------------------------------------


@then("the first player's cook has moved on both screens")
def then_cook_has_moved(context):
    assert_that(
        attach_verdict(judge_moved(context.screens.moved_cells, COLUMNS * ROWS, LEAST_CELLS)), holds()
    )


@then("both saw the same kitchen in every frame")
def then_both_saw_the_same_kitchen(context):
    assert_that(attach_verdict(context.game.compared(context.run)), holds())
    attach_pictures(context.game.match.photograph())


@then("both pages tell the same state wherever both tell one, in {count:d} frames or more")
def then_both_pages_agree(context, count):
    assert_that(attach_verdict(context.game.agreed(context.run, count)), holds())

"""A crowd: many players who arrive at once (VALID-01, VALID-02)."""

from behave import then, when
from hamcrest import assert_that

from gauge.flow.crowd import crowd_table, judge_beside, judge_connected, judge_matched, judge_same_games
from gauge.verdict import holds
from harness.evidence.attachments import attach_pictures, attach_text, attach_verdict
from harness.experiments.crowd import Crowd

# -- when ----------------------------------------------------------------------------------------


@when("{count:d} players arrive {apart_s:g} s apart")
def when_players_arrive(context, count, apart_s):
    context.crowd = context.crowds.setdefault("worker", Crowd(context.run, "worker", count, apart_s))
    context.crowd.play_once()


@when("{count:d} players arrive {apart_s:g} s apart, and then {more:d} more with Python on the page")
def when_players_arrive_in_both_ways(context, count, apart_s, more):
    when_players_arrive(context, count, apart_s)
    context.beside = Crowd(context.run, "direct", more, apart_s)
    context.beside.play_once()


# -- then ----------------------------------------------------------------------------------------


@then("no player lost the connection")
def then_no_player_lost_the_connection(context):
    attach_text("The crowd (table)", crowd_table({"in a Worker": context.crowd.visitors}).text())
    assert_that(attach_verdict(judge_connected(context.crowd.visitors)), holds())


@then("all of them were paired and finished their games")
def then_all_were_paired(context):
    crowd = context.crowd
    attach_pictures(crowd.pictures)
    assert_that(attach_verdict(judge_matched(crowd.visitors, crowd.asked, crowd.stopped)), holds())


@then("the players of each game saw the same kitchen in every frame")
def then_each_game_is_the_same(context):
    assert_that(attach_verdict(judge_same_games(context.crowd.visitors)), holds())


@then("the longest freeze of anybody is shorter with Python in a Worker")
def then_freezes_are_shorter(context):
    crowds = {"in a Worker": context.crowd.visitors, "on the page": context.beside.visitors}
    attach_text("The crowd in both (table)", crowd_table(crowds).text())
    assert context.beside.stopped is None, context.beside.stopped
    assert_that(attach_verdict(judge_beside(*crowds.values())), holds())

"""Players: who is there, and what they do in their windows."""

from behave import given, then, when
from hamcrest import assert_that

from gauge.verdict import holds
from harness.evidence import attach_pictures, attach_verdict, photograph
from harness.judging import judge_ended, judge_paired, judge_told, judged
from harness.match import begin
from harness.news import wait_for_news
from harness.visit import MANNERS, Visit, play_to_end

# -- given ---------------------------------------------------------------------------------------


@given("two players are in a game")
def given_two_players_in_a_game(context):
    context.match = begin(context.run)


@given("two people sit at their keyboards in a game")
def given_two_people_at_keyboards(context):
    context.visit = Visit(begin(context.run, MANNERS["nobody acts"]))


@given("two players have played {frames:d} frames of a game")
def given_players_have_played_frames(context, frames):
    context.match = begin(context.run)
    context.match.wait_for_frame(frames, context.run.end_within_s)


# -- when ----------------------------------------------------------------------------------------


@when("two strangers arrive and play to the end")
def when_strangers_play_to_the_end(context):
    context.visit = play_to_end(context.run)


@when("two players play to the end while {manner}")
def when_players_play_in_a_manner(context, manner):
    context.visit = play_to_end(context.run, manner)


@when("a third visitor presses Start")
def when_third_visitor_presses_start(context):
    context.third = context.run.new_player("the third visitor", {"bot": "cook"})
    context.third.arrive()
    context.third.read_instructions()
    context.third.press_start()


@when("one of them closes the window")
def when_one_closes_the_window(context):
    context.news = wait_for_news(context.match)


# -- then ----------------------------------------------------------------------------------------


@then("they shared one game as two different cooks")
def then_they_shared_one_game(context):
    _, ends = context.visit.ended(context.run)
    assert_that(attach_verdict(judge_paired(*ends)), holds())


@then("both played the game to its end")
def then_both_played_to_the_end(context):
    match, ends = context.visit.ended(context.run)
    attach_pictures(photograph(match.players))
    assert_that(attach_verdict(judge_ended(ends)), holds())


@then("the third visitor is asked to wait for a partner")
def then_third_visitor_waits(context):
    with judged():
        context.third.wait_for_waiting_room()
    attach_pictures(photograph([context.third, *context.match.players]))


@then("both players play their game to its end undisturbed")
@then("the game goes on to its end")
def then_the_game_goes_on_to_its_end(context):
    with judged():
        ends = context.match.wait_for_end(context.run.end_within_s)
    assert_that(attach_verdict(judge_ended(ends)), holds())


@then("the other is told within {limit_s:g} s that the partner has left")
def then_the_other_is_told(context, limit_s):
    attach_pictures(photograph([context.match.second]))
    news = context.news
    assert_that(attach_verdict(judge_told(news.after_s, limit_s, news.words)), holds())


@then("the next two strangers are paired and finish their game")
def then_the_next_two_finish(context):
    _, ends = play_to_end(context.run).ended(context.run)
    assert_that(attach_verdict(judge_paired(*ends)), holds())
    assert_that(attach_verdict(judge_ended(ends)), holds())

"""Players: who is there, and what they do in their windows."""

from behave import given, then, when
from hamcrest import assert_that

from gauge.flow.games import judge_ended, judge_paired, judge_partner_notice
from gauge.verdict import holds
from harness.evidence.attachments import attach_pictures, attach_verdict
from harness.experiments.step_watch import watching
from harness.players.departure import wait_for_partner_notice
from harness.players.match import begin, photograph
from harness.players.played_game import PlayedGame, play_to_end, policy
from harness.players.player import Player
from harness.session.stopping import failing_the_game

# -- given ---------------------------------------------------------------------------------------


@given("two players are in a game")
def given_two_players_in_a_game(context):
    context.match = begin(context.run)


@given("two people sit at their keyboards in a game")
def given_two_people_at_keyboards(context):
    context.game = PlayedGame(begin(context.run, policy(context.run, "nobody acts")))


@given("two players have played {frames:d} frames of a game")
def given_players_have_played_frames(context, frames):
    context.watches = []
    context.match = begin(
        context.run, prepare=watching(context.run, context.watches, getattr(context, "control", None))
    )
    context.match.wait_for_frame(frames, context.run.end_within_s)


# -- when ----------------------------------------------------------------------------------------


@when("two strangers arrive and play to the end")
def when_strangers_play_to_the_end(context):
    context.game = play_to_end(context.run)


@when("two players play to the end while {played}")
def when_players_play_by_a_policy(context, played):
    context.game = play_to_end(context.run, played)


@when("a third visitor presses Start")
def when_third_visitor_presses_start(context):
    context.third = Player.new(context.run, "the third visitor")
    context.third.arrive()
    context.third.read_instructions()
    context.third.press_start()


@when("one of them closes the window")
def when_one_closes_the_window(context):
    context.notice = wait_for_partner_notice(context.match)


# -- then ----------------------------------------------------------------------------------------


@then("they shared one game as two different cooks")
@then("they shared one game as two different players")
def then_they_shared_one_game(context):
    _, end_states = context.game.ended(context.run)
    assert_that(attach_verdict(judge_paired(*end_states)), holds())


@then("both played the game to its end")
def then_both_played_to_the_end(context):
    match, end_states = context.game.ended(context.run)
    attach_pictures(match.photograph())
    assert_that(attach_verdict(judge_ended(end_states, context.run.profile.frames_apart)), holds())


@then("the third visitor is asked to wait for a partner")
def then_third_visitor_waits(context):
    with failing_the_game():
        context.third.wait_for_waiting_room()
    attach_pictures(photograph([context.third.window, *context.match.windows]))


@then("both players finish their game undisturbed")
@then("the game runs to its end")
def then_the_game_runs_to_its_end(context):
    with failing_the_game():
        end_states = context.match.wait_for_end(context.run.end_within_s)
        context.match.must_agree()
    assert_that(attach_verdict(judge_ended(end_states, context.run.profile.frames_apart)), holds())


@then("the other is told within {limit_s:g} s that the partner has left")
def then_the_other_is_told(context, limit_s):
    attach_pictures(photograph([context.match.second.window]))
    notice = context.notice
    assert_that(attach_verdict(judge_partner_notice(notice.after_s, limit_s, notice.words)), holds())


@then("the next two strangers are paired and finish their game")
def then_the_next_two_finish(context):
    _, end_states = play_to_end(context.run).ended(context.run)
    assert_that(attach_verdict(judge_paired(*end_states)), holds())
    assert_that(attach_verdict(judge_ended(end_states, context.run.profile.frames_apart)), holds())

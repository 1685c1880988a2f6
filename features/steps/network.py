"""The network between the players: what a game survives, and what a player feels of it."""

from behave import given, then, when
from hamcrest import assert_that

from gauge.flow.network import judge_keys, judge_reconnects, judge_transport, network_table
from gauge.verdict import holds
from harness.evidence.attachments import attach_text, attach_verdict
from harness.experiments.network_game import NetworkGame
from harness.players.network import IN_HAND, network_named, trouble_named

# -- given ---------------------------------------------------------------------------------------


@given("a network with {network} between the players")
def given_a_network(context, network):
    context.network = network_named(network)


# -- when ----------------------------------------------------------------------------------------


@when("two people play a game and press keys")
def when_people_play_over_it(context):
    context.game = NetworkGame.play(context.run, context.network)
    attach_text("The game over this network (table)", network_table(context.game.players).text())


@when("two people play a game and press keys, and {trouble}")
def when_people_play_in_trouble(context, trouble):
    context.game = NetworkGame.play(context.run, IN_HAND, trouble_named(trouble))
    attach_text("The game (table)", network_table(context.game.players).text())


# -- then ----------------------------------------------------------------------------------------


@then("a key shows on its player's screen within {limit_ms:g} ms at the median")
def then_keys_show(context, limit_ms):
    assert_that(attach_verdict(judge_keys(context.game.players, limit_ms)), holds())


@then("they were connected through the server")
def then_connected_through_the_server(context):
    assert_that(attach_verdict(judge_transport(context.game.players, "relay")), holds())


@then("the second player's connection was lost and came back")
def then_the_connection_came_back(context):
    assert_that(attach_verdict(judge_reconnects(context.game.second)), holds())

"""Keys: when those of two people show, with Python in a Worker and with Python on the page (VALID-03e)."""

from behave import given, then, when
from hamcrest import assert_that

from gauge.verdict import holds
from harness.controls import LateKeys
from harness.evidence.keys import attach_keys
from harness.experiments.key_games import KeyGames

# -- given ---------------------------------------------------------------------------------------


@given("the page with a Worker takes every key {late_ms:g} ms late")
def given_keys_are_late(context, late_ms):
    context.control = LateKeys(late_ms)


@given("the page with a Worker loses every {every:d}nd key")
def given_keys_are_lost(context, every):
    context.control = LateKeys(lost_every=every)


# -- when ----------------------------------------------------------------------------------------


@when("two people press keys in a game with Python in a Worker and in one with Python on the page")
def when_people_press_keys(context):
    context.keys = KeyGames(context.run, getattr(context, "control", None))
    context.keys.play()


# -- then ----------------------------------------------------------------------------------------


@then("with 95 % confidence a key shows at most {margin_ms:g} ms later with Python in a Worker")
def then_keys_show_as_soon(context, margin_ms):
    verdict = context.keys.judge(margin_ms)
    assert_that(attach_keys(context.keys, verdict, margin_ms), holds())

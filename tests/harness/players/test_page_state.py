"""What a page shows, in words; pictures and addresses compared."""

from dataclasses import replace

from harness.players.canvas_difference import changed
from harness.players.page_state import NOTHING
from harness.players.player import with_query


def test_a_failure_says_when_and_why() -> None:
    assert replace(NOTHING, frame=7, error="It broke.").failure() == "at frame 7: It broke."
    assert NOTHING.failure() == "before its first frame: it does not say why."


def test_faint_changes_of_a_picture_are_not_counted() -> None:
    assert changed([0, 300, 300], [10, 300, 100]) == {2}


def test_query_parameters_are_added_to_the_addresss_own() -> None:
    assert with_query("http://h/play?a=1&bot=none", {"bot": "cook"}) == "http://h/play?a=1&bot=cook"
    assert with_query("http://h/", {}) == "http://h/"

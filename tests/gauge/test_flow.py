"""Each verdict on the flow of a game: for what is good, for what is bad, and for too little."""

from dataclasses import replace

import pytest

from gauge.flow import (
    judge_complete,
    judge_ended,
    judge_origin,
    judge_paired,
    judge_partner_notice,
    judge_same_kitchen,
    judged,
    must_be_free_of_errors,
)
from gauge.verdict import Outcome
from harness.experiments.series import GameRecord, Series
from harness.players.canvas_difference import Screens, changed, judge_moved
from harness.players.page_state import NOTHING, PageState
from harness.session.errors import PlayerError
from harness.session.faults import Fault, describe, origin_of
from harness.session.interrupts import INTERRUPTS
from harness.session.run import with_query
from harness.session.stopping import noting_what_stopped

END = replace(NOTHING, state="done", frame=240, episodes=1, game_id="g1", player_id=0)


def game(number: int, episodes: tuple[int | None, int | None] = (1, 1)) -> GameRecord:
    return GameRecord(
        number, f"g{number}", 240, episodes, to_first_step_s=5.0, played_s=8.0, counted_frames=240
    )


def test_a_series_is_complete_when_every_game_counted_its_episode() -> None:
    verdict = judge_complete(Series("VALID-04a", 2, games=[game(1), game(2)]))
    assert verdict.outcome is Outcome.PASSED
    assert "All 2 games ran to their end on one server, at 30.0 to 30.0 frames a second" in verdict.sentence


def test_a_series_that_stopped_says_where_and_why() -> None:
    verdict = judge_complete(Series("VALID-04a", 3, games=[game(1)], stopped="The page has crashed."))
    assert verdict.outcome is Outcome.FAILED
    assert verdict.sentence == "Only 1 of 3 games ran to their end. The page has crashed."


def test_a_game_without_a_counted_episode_did_not_end() -> None:
    verdict = judge_complete(Series("VALID-04b", 1, games=[game(1, (1, None))]))
    assert verdict.outcome is Outcome.FAILED


@pytest.mark.parametrize(
    ("second", "outcome"),
    [
        (replace(END, player_id=1), Outcome.PASSED),
        (replace(END, player_id=0), Outcome.FAILED),
        (replace(END, player_id=1, game_id="g2"), Outcome.FAILED),
        (NOTHING, Outcome.FAILED),
    ],
)
def test_two_players_are_paired_in_one_game_on_two_seats(second: PageState, outcome: Outcome) -> None:
    assert judge_paired(END, second).outcome is outcome


@pytest.mark.parametrize(
    ("second", "outcome"),
    [
        (END, Outcome.PASSED),
        (replace(END, frame=239), Outcome.FAILED),
        (replace(END, episodes=0), Outcome.FAILED),
        (replace(END, state="failed"), Outcome.FAILED),
    ],
)
def test_both_must_end_at_the_same_frame(second: PageState, outcome: Outcome) -> None:
    assert judge_ended((END, second)).outcome is outcome


def test_kitchens_are_compared_frame_by_frame() -> None:
    assert judge_same_kitchen(["a", "b", "c"], ["a", "b", "c"], 2).outcome is Outcome.PASSED
    differing = judge_same_kitchen(["a", "b", "c"], ["a", "x", "y"], 2)
    assert differing.outcome is Outcome.FAILED
    assert "2 of 3 states, first at frame 1: b and x" in differing.sentence


@pytest.mark.parametrize(
    ("first", "second", "frames"), [([], [], 0), (["a"], ["a"], 2), (["a"], ["a"], None)]
)
def test_missing_states_are_no_proof(first: list[str], second: list[str], frames: int | None) -> None:
    assert judge_same_kitchen(first, second, frames).outcome is Outcome.INCONCLUSIVE


def test_the_limit_on_news_is_inclusive() -> None:
    assert judge_partner_notice(5.0, 5, "gone").outcome is Outcome.PASSED
    assert judge_partner_notice(5.01, 5, "gone").outcome is Outcome.FAILED


def test_requests_are_judged_by_where_they_went() -> None:
    assert judge_origin([], 3).outcome is Outcome.PASSED
    assert judge_origin([], 0).outcome is Outcome.INCONCLUSIVE
    assert "first to http://elsewhere/" in judge_origin(["http://elsewhere/"], 3).sentence


def test_a_cook_has_moved_only_when_both_screens_show_it() -> None:
    assert judge_moved(Screens(moved_cells=[120, 130])).outcome is Outcome.PASSED
    assert judge_moved(Screens(moved_cells=[120, 0])).outcome is Outcome.FAILED


def test_faint_changes_are_not_noticed() -> None:
    assert changed([0, 300, 300], [10, 300, 100]) == {2}


def test_errors_are_quoted_and_the_rest_is_counted() -> None:
    must_be_free_of_errors([])
    faults = [Fault("server", "log", f"ERROR number {n}\n  on a second line") for n in range(5)]
    with pytest.raises(
        AssertionError, match=r"^5 errors where none may be: server, log: “ERROR number 0 on a"
    ):
        must_be_free_of_errors(faults)
    assert describe(faults).endswith("; and 2 more.")
    assert "\n" not in describe(faults)


def test_what_the_game_does_not_do_is_a_failure_in_a_then_step() -> None:
    with pytest.raises(AssertionError, match="did not end"), judged():
        raise PlayerError("The game did not end.")


def test_what_breaks_while_a_run_is_being_stopped_is_not_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(INTERRUPTS, "asked_by", "SIGTERM")
    series = Series("VALID-04a", 1)
    with pytest.raises(KeyboardInterrupt, match="SIGTERM"), judged():
        raise PlayerError("The window was closed.")
    with pytest.raises(KeyboardInterrupt, match="SIGTERM"), noting_what_stopped(series):
        raise PlayerError("The window was closed.")
    assert series.stopped is None


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("http://127.0.0.1:5702/a?b", "http://127.0.0.1:5702"),
        ("ws://127.0.0.1:5702/socket.io/", "http://127.0.0.1:5702"),
        ("http://host/", "http://host:80"),
        ("wss://host/x", "https://host:443"),
    ],
)
def test_an_origin_is_scheme_host_and_port(url: str, origin: str) -> None:
    assert origin_of(url) == origin


def test_query_parameters_are_added_to_the_addresss_own() -> None:
    assert with_query("http://h/play?a=1&bot=none", {"bot": "cook"}) == "http://h/play?a=1&bot=cook"
    assert with_query("http://h/", {}) == "http://h/"


def test_a_failure_says_when_and_why() -> None:
    assert replace(NOTHING, frame=7, error="It broke.").failure() == "at frame 7: It broke."
    assert NOTHING.failure() == "before its first frame: it does not say why."

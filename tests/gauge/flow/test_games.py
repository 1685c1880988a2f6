"""Each verdict on the flow of a game: for what is good, for what is bad, and for too little."""

from dataclasses import dataclass, replace

import pytest

from gauge.flow.games import (
    GameRecord,
    judge_agreeing,
    judge_complete,
    judge_ended,
    judge_equal_states,
    judge_moved,
    judge_origin,
    judge_paired,
    judge_partner_notice,
)
from gauge.verdict import Outcome


@dataclass(frozen=True)
class End:
    game_id: str | int | None = "g1"
    player_id: int | None = 0
    frame: int | None = 240
    episodes: int | None = 1
    state: str | None = "done"

    @property
    def done(self) -> bool:
        return self.state == "done"


END = End()
NOTHING = End(None, None, None, None, None)


def game(number: int, *episodes: int | None, frames: int | None = 240) -> GameRecord:
    return GameRecord(number, "g", 240, (episodes[0], episodes[1]), None, 8.0, frames)


def test_a_series_is_complete_when_every_game_ended() -> None:
    verdict = judge_complete("VALID-04a", 2, [game(1, 1, 1), game(2, 1, 1, frames=236)], None)
    assert verdict.outcome is Outcome.PASSED
    assert verdict.sentence == "2 of 2 games ran to the end (29.5 to 30.0 frames per second)."


def test_a_series_that_stopped_says_where_and_why() -> None:
    verdict = judge_complete("VALID-04a", 3, [game(1, 1, 1)], "The page has crashed.")
    assert verdict.outcome is Outcome.FAILED
    assert verdict.sentence == "1 of 3 games ran to the end. The page has crashed."
    assert judge_complete("VALID-04a", 1, [game(1, 1, 1, frames=None)], None).sentence == (
        "1 of 1 game ran to the end."
    )
    assert judge_complete("VALID-04a", 1, [game(1, 1, None)], None).outcome is Outcome.FAILED


@pytest.mark.parametrize(
    ("second", "outcome"),
    [
        (replace(END, player_id=1), Outcome.PASSED),
        (replace(END, player_id=0), Outcome.FAILED),
        (replace(END, player_id=1, game_id="g2"), Outcome.FAILED),
        (NOTHING, Outcome.FAILED),
    ],
)
def test_two_players_are_paired_in_one_game_on_two_seats(second: End, outcome: Outcome) -> None:
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
def test_both_must_end_at_the_same_frame(second: End, outcome: Outcome) -> None:
    assert judge_ended((END, second)).outcome is outcome


def test_how_a_game_ended_is_told_for_each_player() -> None:
    finished = "Both players finished (player 1: 240 frames, 1 episode; player 2: 240 frames, 1 episode)."
    assert judge_ended((END, END)).sentence == finished
    assert judge_ended((END, NOTHING)).sentence.endswith("player 2: no frame, no episode, state None).")


def test_games_are_compared_frame_by_frame() -> None:
    same = judge_equal_states({"player 1": ["a", "b", "c"], "player 2": ["a", "b", "c"]}, 2)
    assert same.outcome is Outcome.PASSED
    assert same.sentence == "Same state in all 3 frames of 2 recordings (3 different states)."
    other = judge_equal_states({"player 1": ["a", "b", "c"], "player 2": ["a", "x", "y"]}, 2)
    assert other.outcome is Outcome.FAILED
    assert "Player 2 is in another state than player 1 in 2 of 3 frames, from frame 1 on" in other.sentence


@pytest.mark.parametrize(
    ("first", "second", "frames"),
    [([], [], 0), (["a"], ["a"], 2), (["a"], ["a"], None), (["a", "b"], [], 1), (["a", "b"], ["a"], 1)],
)
def test_states_that_cannot_be_read_prove_nothing(
    first: list[str], second: list[str], frames: int | None
) -> None:
    assert judge_equal_states({"one": first, "two": second}, frames).outcome is Outcome.INCONCLUSIVE
    assert judge_equal_states({}, frames).outcome is Outcome.INCONCLUSIVE


def test_states_that_differ_fail_also_where_others_are_missing() -> None:
    assert judge_equal_states({"one": ["a", "b"], "two": ["x"]}, 1).outcome is Outcome.FAILED


def test_the_limit_on_the_partner_notice_is_inclusive() -> None:
    assert judge_partner_notice(5.0, 5, "gone").outcome is Outcome.PASSED
    assert judge_partner_notice(5.01, 5, "gone").outcome is Outcome.FAILED


def test_requests_are_judged_by_where_they_went() -> None:
    assert judge_origin([], 3).outcome is Outcome.PASSED
    assert judge_origin([], 0).outcome is Outcome.INCONCLUSIVE
    assert "first to http://elsewhere/" in judge_origin(["http://elsewhere/"], 3).sentence


def test_a_cook_has_moved_only_when_both_screens_show_it() -> None:
    assert judge_moved([120, 130], 3072, 30).outcome is Outcome.PASSED
    assert judge_moved([120, 0], 3072, 30).outcome is Outcome.FAILED


def test_states_told_now_and_then_are_compared_where_both_are():
    sparse = ["a", "", "c", "", "e"]
    assert judge_agreeing({"one": sparse, "two": ["a", "b", "c", ""]}, 2).passed
    assert judge_agreeing({"one": sparse, "two": ["a", "b", "c", ""]}, 3).outcome is Outcome.INCONCLUSIVE
    assert judge_agreeing({"one": sparse, "two": ["a", "b", "x"]}, 1).outcome is Outcome.FAILED
    assert judge_agreeing({}, 1).outcome is Outcome.INCONCLUSIVE
    assert judge_equal_states({"one": sparse, "two": sparse}, 4).outcome is Outcome.INCONCLUSIVE

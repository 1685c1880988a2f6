"""A crowd that is as it should be passes, and each way of not being so fails."""

from dataclasses import replace

import pytest

from gauge.flow.crowd import (
    Visitor,
    crowd_table,
    judge_beside,
    judge_connected,
    judge_matched,
    judge_same_games,
)
from gauge.verdict import Outcome

CROWD = tuple(
    Visitor(f"player {n}", f"g{n // 2}", n % 2, True, 2, 1, 0, 40.0, 3.0 + n, ("a", "b", "c"))
    for n in range(6)
)


def changed(**what):
    return (replace(CROWD[0], **what), *CROWD[1:])


def test_a_crowd_that_is_right_passes():
    assert judge_connected(CROWD).passed
    assert judge_same_games(CROWD).passed
    verdict = judge_matched(CROWD, 6)
    assert verdict.passed
    assert verdict.sentence == (
        "6 of 6 were paired and finished, in 3 games. Slowest first step: 8.0 s after arrival."
    )


def test_a_lost_connection_fails_and_an_unseen_one_cannot_tell():
    verdict = judge_connected(changed(lost=1, sockets=2))
    assert verdict.outcome is Outcome.FAILED
    assert verdict.sentence == "1 of 6 players lost the connection (limit: 0; 7 sockets): player 0."
    assert judge_connected(changed(sockets=0)).outcome is Outcome.INCONCLUSIVE
    assert judge_connected([]).outcome is Outcome.INCONCLUSIVE


@pytest.mark.parametrize(
    "what", [{"game_id": "g2"}, {"game_id": None}, {"player_id": 1}, {"finished": False}]
)
def test_whoever_is_not_paired_or_does_not_finish_fails(what):
    assert judge_matched(changed(**what), 6).outcome is Outcome.FAILED


def test_whoever_did_not_come_fails():
    assert judge_matched(CROWD[:4], 6).outcome is Outcome.FAILED
    assert judge_matched((), 6, "Player 3 did not get in.").sentence.endswith("Player 3 did not get in.")


def test_games_that_differ_fail_and_states_untold_cannot_tell():
    assert judge_same_games(changed(hashes=("a", "x", "c"))).outcome is Outcome.FAILED
    assert judge_same_games(changed(hashes=())).outcome is Outcome.INCONCLUSIVE
    assert judge_same_games([]).outcome is Outcome.INCONCLUSIVE


def test_the_longest_freeze_of_anybody_counts():
    page = changed(freeze_ms=3000.0)
    assert judge_beside(CROWD, page).passed
    assert judge_beside(page, CROWD).outcome is Outcome.FAILED
    assert judge_beside((), page).outcome is Outcome.INCONCLUSIVE
    assert len(crowd_table({"in a Worker": CROWD, "on the page": page}).rows) == 12

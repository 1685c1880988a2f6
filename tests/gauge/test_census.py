"""No worker outlives its game."""

from __future__ import annotations

import pytest

from gauge.census import AFTER, DURING, WorkerCensus, judge_no_worker_left
from gauge.verdict import Outcome

URL = "http://127.0.0.1/web/js/python/pyodide_worker.js"


def censuses(games: int = 10, left_from: int | None = None) -> list[WorkerCensus]:
    taken = []
    for game in range(1, games + 1):
        for player in (0, 1):
            leaked = left_from is not None and game >= left_from and player == 0
            left = (URL,) * (game - (left_from or 0) + 1) if leaked else ()
            taken.append(WorkerCensus(game, DURING, player, (URL,)))
            taken.append(WorkerCensus(game, AFTER, player, left))
    return taken


def test_a_game_that_ends_its_workers_passes() -> None:
    verdict = judge_no_worker_left(censuses(), 10)
    assert verdict.outcome is Outcome.PASSED
    assert "10 games" in verdict.sentence


def test_the_first_bad_game_and_what_is_left_are_named() -> None:
    verdict = judge_no_worker_left(censuses(left_from=4), 10)
    assert verdict.outcome is Outcome.FAILED
    assert "After game 4" in verdict.sentence
    assert URL in verdict.sentence
    assert "player 1" in verdict.sentence
    assert verdict.figures["first_bad_game"] == 4


def test_a_long_list_of_workers_is_cut() -> None:
    verdict = judge_no_worker_left([WorkerCensus(1, AFTER, 0, (URL,) * 8)], 1)
    assert "and 5 more" in verdict.sentence


def test_a_leak_is_a_failure_even_when_other_games_were_not_counted() -> None:
    assert judge_no_worker_left(censuses(games=4, left_from=2), 10).outcome is Outcome.FAILED


@pytest.mark.parametrize(
    "kept", [lambda c: c.game < 10, lambda c: c.player == 0, lambda c: c.moment == DURING]
)
def test_a_game_that_was_not_counted_is_inconclusive(kept) -> None:  # type: ignore[no-untyped-def]
    assert judge_no_worker_left([c for c in censuses() if kept(c)], 10).outcome is Outcome.INCONCLUSIVE


def test_no_census_at_all_is_inconclusive() -> None:
    assert judge_no_worker_left([], 10).outcome is Outcome.INCONCLUSIVE


def test_a_census_that_cannot_see_a_worker_at_work_is_inconclusive() -> None:
    blind = [WorkerCensus(c.game, c.moment, c.player, ()) for c in censuses()]
    verdict = judge_no_worker_left(blind, 10)
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert "game 1" in verdict.sentence


def test_an_unknown_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="after the game"):
        WorkerCensus(1, "later", 0, ())

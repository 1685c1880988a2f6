"""Counts above their limit fail, and are called growing only where they pile up or rise with every game."""

from __future__ import annotations

import pytest

from gauge.memory.exact_counts import worst_excess
from gauge.memory.findings import judge_gone, judge_layer
from gauge.memory.layers import LayerReading, Ledger, LedgerRules
from gauge.verdict import Outcome
from tests.gauge.memory.memory_samples import BUDGETS, KIB, MIB, series

RULES = LedgerRules(budgets=BUDGETS)


def test_one_left_once_fails_and_fewer_than_after_the_warm_up_is_no_leak() -> None:
    once = judge_gone(Ledger(series("canvases", 1, 1, 2, 1, 1, 1)), "canvases", RULES)
    assert once.outcome is Outcome.FAILED
    assert once.first_bad_game == 2
    assert once.per_game is None
    assert once.verdict.sentence == (
        "Canvases (player 1): 2 after game 2, limit 1 (as after the warm-up game);"
        " was 1 above the limit in 1 of 6 readings (first bad: game 2)."
    )
    fewer = judge_gone(Ledger(series("canvases", 3, 2, 2, 1, 2)), "canvases", RULES)
    assert fewer.outcome is Outcome.PASSED


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((1, 1, 2, 3, 4, 5), "grows by 1 per game (first bad: game 2; 6 readings)"),
        ((1, 3, 5, 7, 9, 11), "grows by 2 per game"),
        ((1, 1, 1, 2, 2, 3, 3, 4), "grows by 0.60 per game"),
        ((31, 31, 32, 31, 32, 31), "was 1 above the limit in 2 of 6 readings"),
        ((31, 32, 31, 31, 33, 31), "was up to 2 above the limit in 2 of 6 readings"),
        ((31, 32, 31, 31, 31, 33), "was up to 2 above the limit in 2 of 6 readings"),
        ((31, 32, 32, 32, 32, 32), "was 1 above the limit in 5 of 6 readings"),
    ],
)
def test_only_a_count_that_piles_up_is_called_growing(counts: tuple[int, ...], words: str) -> None:
    found = judge_layer(Ledger(series("listeners", *counts)), "listeners", LedgerRules(games=5))
    assert found.outcome is Outcome.FAILED
    assert words in found.verdict.sentence
    assert (found.per_game is not None) == ("grows" in words)
    assert ("grow" in found.verdict.sentence) == ("grows" in words)


@pytest.mark.parametrize(
    ("counts", "outcome"),
    [
        ((86, 55, 65, 75, 85), Outcome.FAILED),
        ((1372, 979, 982, 985, 988), Outcome.FAILED),
        ((86, 60, 55, 56, 57, 58), Outcome.FAILED),
        ((86, 55, 55, 65, 75, 85), Outcome.FAILED),
        # three games are too few: more are asked for
        ((86, 55, 65, 75), Outcome.INCONCLUSIVE),
        ((1372, 979, 982, 985), Outcome.INCONCLUSIVE),
        # a wobble, a plateau, a single step, a fall
        ((86, 55, 65, 60, 75, 74, 80), Outcome.PASSED),
        ((86, 55, 65, 65, 75, 85), Outcome.PASSED),
        ((86, 55, 55, 55, 65, 65, 65), Outcome.PASSED),
        ((86, 70, 60, 60, 55, 65, 75), Outcome.PASSED),
        ((86, 80, 70, 60, 50, 40, 30), Outcome.PASSED),
    ],
)
def test_a_steady_rise_below_the_warm_up_game_is_growth(counts: tuple[int, ...], outcome: Outcome) -> None:
    rules = LedgerRules(games=3)
    found = judge_layer(Ledger(series("listeners", *counts)), "listeners", rules)
    assert found.outcome is outcome
    assert found.more_would_help == (outcome is Outcome.INCONCLUSIVE)


def test_a_steady_rise_below_the_limit_is_stated_with_its_lowest_reading() -> None:
    found = judge_gone(Ledger(series("listeners", 86, 55, 65, 75, 85)), "listeners", RULES)
    assert (found.per_game, found.first_bad_game) == (10, 2)
    assert found.verdict.sentence == (
        "Event listeners (player 1): 85 after game 4, limit 86 (as after the warm-up game);"
        " but grows by 10 per game: it rose in every game since its lowest reading,"
        " 55 after game 1 (3 games)."
    )


def test_a_count_read_after_some_games_alone_grows_by_as_much_per_game() -> None:
    counts = {0: 50.0, 1: 50.0, 3: 52.0, 5: 54.0, 10: 59.0}
    excess = worst_excess({"player 1": counts}, none_left=False)
    assert excess is not None
    assert (excess.per_game, excess.first_bad_game) == (1.0, 3)


@pytest.mark.parametrize(("games", "outcome"), [
    ((0, 1, 2, 4, 6), Outcome.PASSED),
    ((0, 1, 2, 6), Outcome.INCONCLUSIVE),
    ((0, 1, 2, 4), Outcome.INCONCLUSIVE),
])  # fmt: skip
def test_a_layer_read_every_second_game_needs_no_reading_between(
    games: tuple[int, ...], outcome: Outcome
) -> None:
    read = [LayerReading("browser_objects", "player 1", game, 3) for game in games]
    others = series("nodes", *[50] * 7)
    found = judge_layer(Ledger([*read, *others]), "browser_objects", LedgerRules(games=6))
    assert found.outcome is outcome
    assert found.verdict.passed or "not measured after game" in found.verdict.sentence


def test_a_worker_left_after_the_warm_up_game_is_bad_already() -> None:
    found = judge_gone(Ledger(series("workers", 1, 1, 1, 1)), "workers", RULES)
    assert found.outcome is Outcome.FAILED
    assert found.first_bad_game == 0
    assert found.per_game is None
    assert "was 1 above the limit in 4 of 4 readings (first bad: the warm-up game" in found.verdict.sentence


def test_a_wasm_heap_may_not_grow_by_a_byte() -> None:
    level = 21 * MIB
    found = judge_layer(Ledger(series("wasm_heap", *[level] * 10, level + 1)), "wasm_heap", RULES)
    assert found.outcome is Outcome.FAILED
    assert found.first_bad_game == 10
    within = judge_layer(
        Ledger(series("wasm_growth", *[0.0] * 5, 64 * KIB, *[0.0] * 5)), "wasm_growth", RULES
    )
    assert within.outcome is Outcome.FAILED
    assert "64 KiB after game 5" in within.verdict.sentence

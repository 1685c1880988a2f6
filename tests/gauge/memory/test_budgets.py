"""What the features ask of memory is read as it is meant, and each leak is located in its own layer alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from gauge.memory.budgets import (
    EXACT_LAYERS,
    SERVER_EXACT_LAYERS,
    Judged,
    budgets_of,
    judge_layers,
    judge_leak,
)
from gauge.memory.layers import KIB, LAYERS, MIB, LayerReading, LedgerRules
from gauge.memory.memory_file import MemoryRun, judge_memory
from gauge.verdict import Outcome
from tests.gauge.memory.memory_samples import BUDGETS

GAMES = 6


class Games:
    """Six games after which every layer holds the same, save one that grows."""

    times_s: Mapping[int, float] = {}
    pictures: Sequence[tuple[str, bytes]] = ()
    played = GAMES

    def __init__(self, growing: Mapping[str, float] | None = None, stopped: str | None = None) -> None:
        self.stopped = stopped
        self._growing = growing or {}

    def judge(self, budgets: Mapping[str, float], layers: Sequence[str] = ()) -> Judged:
        readings = tuple(
            LayerReading(name, "player 1", game, base + self._growing.get(name, 0) * game)
            for name, layer in LAYERS.items()
            for base in [0 if layer.none_left else 64 * MIB if layer.unit == "B" else 7]
            for game in range(GAMES + 1)
        )
        run = MemoryRun(readings, LedgerRules(GAMES, budgets=budgets, layers=tuple(layers)))
        return run, judge_memory(run)

    def cost_s(self, game: int) -> float:
        return 0.1 * game


def test_amounts_are_read_with_their_units() -> None:
    rows = [("of the page", "20 KiB"), ("of the window's process", "2.5 MiB"), ("of the server", "0 KiB")]
    assert budgets_of(rows) == {
        "page_heap": 20 * KIB,
        "renderer_process": 2.5 * MIB,
        "server_memory": 0.0,
    }


@pytest.mark.parametrize(
    ("row", "text"),
    [(("in the attic", "20 KiB"), "in the attic.*of the page"), (("of the page", "20 KB"), "20 KB.*20 KiB")],
)
def test_what_cannot_be_read_is_refused_with_what_can(row: tuple[str, str], text: str) -> None:
    with pytest.raises(ValueError, match=text):
        budgets_of([row])


def test_everything_that_must_be_gone_is_asked_for() -> None:
    assert {"workers", "peer_connections", "web_sockets", "canvases", "listeners", "game_objects"} <= {
        *EXACT_LAYERS
    }
    assert {"server_games", "server_players", "server_sockets", "server_threads", "server_files"} == {
        *SERVER_EXACT_LAYERS
    }


def test_flat_games_pass() -> None:
    verdict, _ = judge_layers(Games(), "VALID-04b", EXACT_LAYERS, {})
    assert verdict.outcome is Outcome.PASSED


def test_a_layer_that_was_not_asked_for_decides_nothing() -> None:
    games = Games({"page_heap": 30 * KIB})
    assert judge_layers(games, "VALID-04b", EXACT_LAYERS, {})[0].passed
    assert not judge_layers(games, "VALID-04b", ["page_heap"], {"page_heap": 20 * KIB})[0].passed
    assert judge_layers(games, "VALID-04b", ["page_heap"], {"page_heap": 30 * KIB})[0].passed


def test_games_that_stopped_fail_with_the_reason() -> None:
    verdict, _ = judge_layers(Games(stopped="The page has crashed."), "VALID-04b", EXACT_LAYERS, {})
    assert verdict.outcome is Outcome.FAILED
    assert verdict.sentence == "The games stopped after 6 of them. The page has crashed."


@pytest.mark.parametrize("layer", [name for name, layer in LAYERS.items() if layer.exact or name in BUDGETS])
def test_a_leak_is_located_in_its_layer(layer: str) -> None:
    games = Games({layer: 8 * MIB if LAYERS[layer].unit == "B" else 1})
    verdict, _ = judge_leak(games, LAYERS[layer].title, BUDGETS)
    assert verdict.outcome is Outcome.PASSED
    assert "Detected" in verdict.sentence


def test_a_leak_located_in_another_layer_is_not_detected() -> None:
    verdict, _ = judge_leak(Games({"canvases": 1, "page_heap": MIB}), "page heap", BUDGETS)
    assert verdict.outcome is Outcome.FAILED
    assert "was not detected" in verdict.sentence


@pytest.mark.parametrize("games", [Games(), Games({"workers": 1}, stopped="The server has ended.")])
def test_a_leak_without_a_leaking_layer_is_not_detected(games: Games) -> None:
    verdict, _ = judge_leak(games, "Python workers", BUDGETS)
    assert verdict.outcome is Outcome.FAILED
    assert games.stopped is None or games.stopped in verdict.sentence


def test_a_trend_without_a_budget_is_not_located() -> None:
    assert judge_leak(Games({"page_heap": MIB}), "page heap", {})[0].outcome is Outcome.FAILED


def test_a_title_that_is_no_layer_is_refused() -> None:
    with pytest.raises(ValueError, match="no layer of memory"):
        judge_leak(Games(), "the cat", BUDGETS)

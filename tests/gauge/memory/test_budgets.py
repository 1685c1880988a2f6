"""What the features ask of memory is read as it is meant, and each leak is located in its own layer alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from gauge.memory.budgets import EXACT_LAYERS, SERVER_EXACT_LAYERS, budgets_of, judge_leak
from gauge.memory.layers import KIB, LAYERS, MIB, LayerReading, LedgerRules
from gauge.memory.memory_file import MemoryRun, MemoryVerdicts, judge_memory
from gauge.verdict import Outcome
from tests.gauge.memory.memory_samples import BUDGETS

GAMES = 6


def games(
    growing: Mapping[str, float] | None = None, stopped: str | None = None, **asked: Any
) -> MemoryVerdicts:
    """Six games after which every layer holds the same, save those that grow."""
    readings = tuple(
        LayerReading(name, "player 1", game, base + (growing or {}).get(name, 0) * game)
        for name, layer in LAYERS.items()
        for base in [0 if layer.none_left else 64 * MIB if layer.unit == "B" else 7]
        for game in range(GAMES + 1)
    )
    return judge_memory(MemoryRun(readings, LedgerRules(GAMES, **asked), stopped=stopped))


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
    assert {"other_workers", "peer_connections", "web_sockets", "canvases", "listeners", "game_objects"} <= {
        *EXACT_LAYERS
    }
    assert {
        "server_games",
        "server_players",
        "server_sockets",
        "server_timers",
        "server_jobs",
        "server_threads",
        "server_files",
        "server_children",
    } == {*SERVER_EXACT_LAYERS}


def test_flat_games_pass() -> None:
    assert games().verdict("VALID-04b", EXACT_LAYERS).outcome is Outcome.PASSED


def test_a_layer_that_was_not_asked_for_decides_nothing() -> None:
    growing = {"page_heap": 30.0 * KIB}
    assert games(growing).verdict("VALID-04b", EXACT_LAYERS).passed
    for budget, passed in ((20 * KIB, False), (30 * KIB, True)):
        found = games(growing, budgets={"page_heap": budget})
        assert found.verdict("VALID-04b", ["page_heap"]).passed == passed


def test_games_that_stopped_fail_with_the_reason() -> None:
    verdict = games(stopped="The page has crashed.").verdict("VALID-04b", EXACT_LAYERS)
    assert verdict.outcome is Outcome.FAILED
    assert verdict.sentence == "Stopped after 6 games. The page has crashed."


@pytest.mark.parametrize("layer", [name for name, layer in LAYERS.items() if layer.exact or name in BUDGETS])
def test_a_leak_is_located_in_its_layer(layer: str) -> None:
    found = games({layer: 8 * MIB if LAYERS[layer].unit == "B" else 1}, budgets=BUDGETS)
    verdict = judge_leak(found, LAYERS[layer].title)
    assert verdict.outcome is Outcome.PASSED
    assert "Detected" in verdict.sentence


@pytest.mark.parametrize(
    ("found", "title"),
    [
        (games({"canvases": 1, "page_heap": MIB}, budgets=BUDGETS), "page heap"),
        (games(budgets=BUDGETS), "Python workers"),
        (games({"page_heap": MIB}), "page heap"),
        (games({"workers": 1}, "The server has ended."), "Python workers"),
    ],
    ids=["another layer leaks", "no layer leaks", "no budget for it", "stopped"],
)
def test_a_leak_that_is_not_located_is_not_detected(found: MemoryVerdicts, title: str) -> None:
    verdict = judge_leak(found, title)
    assert verdict.outcome is Outcome.FAILED
    assert "was not detected" in verdict.sentence
    assert (found.run.stopped or "") in verdict.sentence


def test_a_title_that_is_no_layer_is_refused() -> None:
    with pytest.raises(ValueError, match="no layer of memory"):
        judge_leak(games(), "the cat")

"""Which of the things that a game leaves behind keeps the others alive, found on heaps drawn by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from harness.snapshots.heap_graph import plain_name
from harness.snapshots.leaked import LeftBehind, left_behind
from tests.harness.snapshots.drawn_heaps import heap

LAYERS = ("canvases", "game_objects", "listeners", "nodes", "page_heap")
LISTENER, CANVAS = "V8EventListener", "<canvas"


def games(of_one: Mapping[str, Sequence[str]], shown: Sequence[str] = ()) -> LeftBehind:
    """Three snapshots, a game apart; every game leaves the same things, those `shown` are held once more."""

    def snapshot(number: int) -> LeftBehind | object:
        ids: dict[str, int] = {}
        holds: dict[str, list[str]] = {"Window 0": []}
        for game in range(1, number + 1):
            for thing, held in of_one.items():
                name = thing if thing.startswith("Window") else f"{thing.rstrip('?')} {game}"
                ids |= {} if name == "Window 0" else {name: 100 * game + len(ids)}
                key = f"{name}?" if thing.endswith("?") else name
                holds.setdefault(key, []).extend(f"{other} {game}" for other in held)
        for thing in shown:
            holds["Window 0"].append(f"{thing} {number}")
        return heap(holds, ids)

    return left_behind([snapshot(1), snapshot(2), snapshot(3)], LAYERS, ["KitchenCanvas"])  # type: ignore[list-item]


def test_the_listener_that_keeps_a_canvas_is_told_from_the_canvas() -> None:
    # the last canvas is shown until the next game begins
    found = games(
        {"Window 0": [LISTENER], LISTENER: ["KitchenCanvas"], "KitchenCanvas": [CANVAS], CANVAS: []}, [CANVAS]
    )
    assert {layer: len(nodes) for layer, nodes in found.by_layer.items()} == {
        "canvases": 1,
        "game_objects": 1,
        "listeners": 1,
        "nodes": 1,
        "page_heap": 3,
    }
    keeps = found.keeps()
    assert set(keeps["listeners"]) == {"canvases", "game_objects", "nodes", "page_heap"}
    assert keeps["game_objects"] == ("canvases", "nodes")
    assert "canvases" not in keeps


def test_a_canvas_that_keeps_its_own_listener_is_the_cause() -> None:
    found = games(
        {"Window 0": [CANVAS], CANVAS: [LISTENER], LISTENER: ["KitchenCanvas"], "KitchenCanvas": [CANVAS]}
    )
    assert set(found.keeps()["canvases"]) == {"game_objects", "listeners", "page_heap"}
    assert "canvases" not in found.keeps().get("listeners", ())


@pytest.mark.parametrize(
    "holds", [{"Window 0": [LISTENER, CANVAS]}, {"Window 0": [LISTENER, CANVAS], f"{LISTENER}?": [CANVAS]}]
)
def test_what_is_held_otherwise_too_is_not_kept(holds: Mapping[str, Sequence[str]]) -> None:
    found = games({**holds, LISTENER: [CANVAS], CANVAS: []})
    assert "canvases" not in found.keeps().get("listeners", ())


def test_two_listeners_of_a_game_keep_together_what_neither_keeps_alone() -> None:
    other = "V8EventHandlerNonNull"
    found = games({"Window 0": [LISTENER, other], LISTENER: [CANVAS], other: [CANVAS], CANVAS: []})
    assert found.keeps()["listeners"] == ("canvases", "nodes", "page_heap")


def test_a_listener_that_took_over_the_number_of_something_gone_is_new() -> None:
    gone = heap({"Window 0": ["V8Request 1"]}, {"V8Request 1": 10})
    listener = heap({"Window 0": [f"{LISTENER} 1"]}, {f"{LISTENER} 1": 10})
    assert len(left_behind([gone, listener, listener], LAYERS).by_layer["listeners"]) == 1
    assert len(left_behind([listener, listener, listener], LAYERS).by_layer["listeners"]) == 0


def test_what_does_not_outlive_the_next_game_is_not_left_behind() -> None:
    before, after = (
        heap({"Window 0": ["Menu 0"]}, {"Menu 0": 5}),
        heap({"Window 0": ["Menu 0", "Pot 1"]}, {"Menu 0": 5, "Pot 1": 7}),
    )
    later = heap({"Window 0": ["Menu 0", "Pot 2"]}, {"Menu 0": 5, "Pot 2": 9})
    assert left_behind([before, after, later], LAYERS).by_layer["page_heap"].tolist() == []
    assert left_behind([before, after, later], LAYERS).keeps() == {}


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ('Detached <canvas role="img" aria-label="a / b">', "<canvas>"),
        ("<div>", "<div>"),
        ("Detached HTMLCanvasElement", "HTMLCanvasElement"),
        ("Window / http://127.0.0.1:9/", "Window"),
    ],
)
def test_an_element_is_called_by_its_tag_alone(name: str, plain: str) -> None:
    assert plain_name(name) == plain


def test_the_paths_lead_from_the_window_through_what_keeps() -> None:
    found = games({"Window 0": [LISTENER], LISTENER: [CANVAS], CANVAS: []})
    assert found.paths("canvases", 10) == ("Window / v8eventlistener / <canvas / <canvas>",)
    assert found.paths("page_heap", 10)[0] == "1 more of V8EventListener, 100 B each"
    assert found.paths("documents", 10) == ()

"""The example game for mug: its rules, and the stand-in that its pages import as numpy."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "mug"


class Surface:
    """Takes what is drawn; the platform's own comes with the browser test (features/other_games.feature)."""

    def __init__(self, *_size: int) -> None: ...
    def circle(self, **_how: object) -> None: ...
    def rect(self, **_how: object) -> None: ...


@pytest.fixture
def game(monkeypatch: pytest.MonkeyPatch) -> Any:
    rendering = ModuleType("mug.rendering")
    rendering.Surface = Surface  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "mug", ModuleType("mug"))
    monkeypatch.setitem(sys.modules, "mug.rendering", rendering)
    spec = importlib.util.spec_from_file_location("coin_run", EXAMPLE / "coin_run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.CoinRun(frames=200)


def play(game: Any) -> list[str]:
    game.reset(seed=3)
    states, over = [json.dumps(game.get_state())], False
    while not over:
        actions = {0: len(states) % 5, 1: (2 * len(states)) % 5}
        _, _, terminated, _, _ = game.step(actions)
        states.append(json.dumps(game.get_state()))
        over = terminated[0]
    return states


def test_the_same_actions_give_the_same_game(game: Any) -> None:
    states = play(game)
    assert len(states) == 201
    assert states == play(game)
    assert json.loads(states[-1])["score"] > 0


def test_a_kept_state_can_be_taken_up_again(game: Any) -> None:
    game.reset(seed=3)
    for _ in range(40):
        game.step({0: 3, 1: 0})
    kept = game.get_state()

    def go_on() -> Any:
        for frame in range(100):
            game.step({0: frame % 5, 1: (3 * frame) % 5})
        return game.get_state()

    first = go_on()
    game.set_state(kept)
    assert go_on() == first


def test_the_stand_in_has_what_the_pages_use_of_numpy() -> None:
    source = (EXAMPLE / "numpy_standin" / "numpy" / "__init__.py").read_text()
    scope: dict[str, Any] = {}
    exec(source.replace("from numpy import random as random", ""), scope)
    values = scope["array"]([1, 2.5], dtype=scope["float32"])
    assert values.reshape(-1).astype(scope["float32"]).tolist() == [1.0, 2.5]
    assert isinstance(values, list)

"""What JavaScript calls: whole numbers and strings in, strings out, so that no proxy object ever crosses.

One kitchen at a time. Observations are read from ``OBSERVATIONS``, uint8 of shape (2, width, height, 26); it
is one object for the life of an environment, refilled by every reset, step and set_state, and replaced by
``init_env``. Every error is a ValueError with one sentence.
"""

from __future__ import annotations

import json
from typing import Any

from .environment import Kitchen, StepResult
from .observation import CHANNEL_COUNT
from .rules import COOK_TIME

# States nest four deep. Very deep nesting overflows the stack of WebAssembly, which ends Pyodide for good
# where CPython would raise RecursionError.
MAX_NESTING = 16

OBSERVATIONS = bytearray()

_kitchen: Kitchen | None = None
_to_json = json.JSONEncoder(separators=(",", ":")).encode


def init_env(config_json: str) -> str:
    """Build the kitchen of ``{"layout": name, "horizon": frames}``.

    Returns JSON: layout, width, height, horizon, terrain (one string a row), observationShape, cookTime
    (steps).
    """
    # A module is what JavaScript holds on to, so the environment lives in the module.
    global _kitchen, OBSERVATIONS
    config = _parsed("The configuration", config_json)
    if not isinstance(config, dict) or set(config) != {"layout", "horizon"}:
        raise ValueError('The configuration is not usable: give exactly {"layout": name, "horizon": frames}.')
    kitchen = Kitchen(config["layout"], config["horizon"])
    _kitchen, OBSERVATIONS = kitchen, kitchen.observation_buffer
    layout = kitchen.layout
    return _to_json(
        {
            "layout": layout.name,
            "width": layout.width,
            "height": layout.height,
            "horizon": kitchen.horizon,
            "terrain": layout.terrain,
            "observationShape": [2, layout.width, layout.height, CHANNEL_COUNT],
            "cookTime": COOK_TIME,
        }
    )


def reset(seed: int | None = None) -> str:
    """Start an episode; returns StepJSON with frame 0. Without a seed the generator goes on."""
    kitchen = _ready()
    return _step_json(kitchen, kitchen.reset(seed))


def step(a0: int, a1: int) -> str:
    """Advance one frame; returns StepJSON: frame, rewards, score, done, hash, drawing."""
    kitchen = _ready()
    return _step_json(kitchen, kitchen.step((a0, a1)))


def get_state() -> str:
    """Return the whole state as JSON."""
    return _to_json(_ready().get_state())


def set_state(state_json: str) -> str:
    """Go to a state from ``get_state``; returns StepJSON with rewards of 0."""
    kitchen = _ready()
    return _step_json(kitchen, kitchen.set_state(_parsed("The state", state_json)))


def compute_hash() -> str:
    """Return the hash of the current state, 16 hexadecimal digits."""
    return _ready().state_hash()


def seed_rng(seed: int) -> None:
    """Seed the generator alone."""
    _ready().seed_rng(seed)


def render() -> str:
    """Return JSON with the terrain and the drawing of the current frame."""
    return _to_json(_ready().render())


def _ready() -> Kitchen:
    if _kitchen is None:
        raise ValueError("There is no kitchen yet: call init_env first.")
    return _kitchen


def _parsed(what: str, text: str) -> Any:
    try:
        if _nesting(text) > MAX_NESTING:
            raise ValueError(f"nested more than {MAX_NESTING} deep")
        return json.loads(text)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{what} is not JSON as expected ({error}): give a JSON string.") from None


def _nesting(text: str) -> int:
    """How deep the brackets go; brackets inside strings count too, since no string here has any."""
    deepest = depth = 0
    for letter in text:
        if letter in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif letter in "]}":
            depth -= 1
    return deepest


def _step_json(kitchen: Kitchen, result: StepResult) -> str:
    return _to_json(
        {
            "frame": result.frame,
            "rewards": result.rewards,
            "score": result.score,
            "done": result.done,
            "hash": kitchen.state_hash(),
            "drawing": kitchen.drawing(),
        }
    )

"""Records one game for each layout: the actions, and the hash of the state after each step.

The traces pin the rules down: tests replay them in CPython and in Pyodide and want the same hashes. After a
wanted change of the rules, record them again from the project root, and say in the commit why they changed:

    python -m tests.kitchen.record_traces
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import TypedDict

from game.kitchen import LAYOUT_NAMES, Kitchen
from tests.kitchen.kitchen_cooks import cooks_actions

TRACES = Path(__file__).parent / "traces"
HORIZON_FRAMES = 400
WHIM = 0.2


class Trace(TypedDict):
    """``hashes[0]`` is the state after reset(seed), ``hashes[i]`` the state after ``actions[i - 1]``."""

    layout: str
    horizon: int
    seed: int
    actions: list[list[int]]
    hashes: list[str]


def record(layout: str, seed: int) -> Trace:
    """Play one game of HORIZON_FRAMES frames; the cooks' whims come from ``seed`` as well."""
    kitchen = Kitchen(layout, HORIZON_FRAMES)
    kitchen.reset(seed)
    source = random.Random(seed)
    trace: Trace = {
        "layout": layout,
        "horizon": HORIZON_FRAMES,
        "seed": seed,
        "actions": [],
        "hashes": [kitchen.state_hash()],
    }
    while not kitchen.done:
        actions = cooks_actions(kitchen, source, WHIM)
        kitchen.step(actions)
        trace["actions"].append(list(actions))
        trace["hashes"].append(kitchen.state_hash())
    return trace


def main() -> None:
    """Write all traces."""
    TRACES.mkdir(exist_ok=True)
    for number, layout in enumerate(LAYOUT_NAMES):
        trace = record(layout, seed=314 + number)
        text = json.dumps(trace, separators=(",", ":")).replace('],"', '],\n"')
        (TRACES / f"{layout}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""What grew in a Worker's Python is told by type, holder and rate; proxies apart from objects."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace

import pytest

from gauge.memory.spacing import GAMES, Spacing
from harness.experiments import worker_looks
from harness.experiments.worker_looks import WorkerLooks
from tests.harness.snapshots.drawn_heaps import heap

SAMPLER = SimpleNamespace(sessions=[SimpleNamespace(main=lambda: "a worker")])
AT_FIRST = {"list": 100, "Soup": 1, "PyProxy of function": 4}
HELD = {"list": {"a list in global kept of module kitchen.rules": 9, "nothing in Python": 1}}


def looks(monkeypatch: pytest.MonkeyPatch, spacing: Spacing, *readings: int) -> WorkerLooks:
    """Of a Python that has two lists and a proxy of a list more at each reading, which JavaScript holds."""
    asked: list[list[str]] = []

    def holders(_sessions: object, _worker: object, names: list[str]) -> dict[str, dict[str, int]]:
        asked.append(names)
        return {name: HELD[name] for name in names if name in HELD}

    monkeypatch.setattr(worker_looks, "python_holders", holders)
    found = WorkerLooks(["py_proxies", "python_objects"], 0, spacing)
    for reading in readings:
        now = Counter({**AT_FIRST, "list": 100 + 2 * reading, "PyProxy of list": reading})
        monkeypatch.setattr(worker_looks, "python_classes", lambda *_, now=now: now)
        proxies = {f"Proxy {number}": 10 + number for number in range(reading)}
        monkeypatch.setattr(
            worker_looks, "snapshot_of_worker", lambda *_, p=proxies: heap({"Window 0": [*p]}, p)
        )
        found.look(reading, SAMPLER)
    assert asked[-1] == ["list", "PyProxy of list"]
    return found


def test_types_are_told_with_their_holders_per_game(monkeypatch: pytest.MonkeyPatch) -> None:
    found = looks(monkeypatch, GAMES, 1, 2).explanation()
    assert found.left == {
        "python_objects": ("list, held by a list in global kept of module kitchen.rules, 2 per game",),
        "py_proxies": ("PyProxy of list, held by nothing in Python, 1 per game",),
    }
    assert found.path == ("Window / proxy / Proxy",)


def test_within_a_game_they_are_told_per_step(monkeypatch: pytest.MonkeyPatch) -> None:
    found = looks(monkeypatch, Spacing(150), 0, 3).explanation()
    assert found.left["python_objects"][0].endswith(", 13.33 per 1,000 frames, 0.01 a step")

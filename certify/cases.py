"""What is played: the clean game, and games made bad on purpose in several sizes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """One game to be judged many times.

    `scenarios` are the tags of those that judge it; `bad` is how `-D bad=` calls what makes it bad, None for
    the clean game. `requirement` has to fail then, and its sentence to name `layer` first. Cases of one
    `family` differ in their `size` alone, in `unit`. `seconds` is about how long a study takes.
    """

    name: str
    scenarios: tuple[str, ...]
    seconds: float
    bad: str | None = None
    requirement: str = ""
    layer: str = ""
    family: str = ""
    size: float = 0.0
    unit: str = ""


def _slowed(ms: float) -> Case:
    how = f"the Worker is slowed by {ms:g} ms in every step"
    scenarios = ("VALID-03a", "VALID-03b", "VALID-03c")
    return Case(how, scenarios, 140, how, "VALID-03b", "Median step", "slowed Worker", ms, "ms per step")


def _kept(kib: float) -> Case:
    how = f"{kib:g} KiB of page objects are kept by every game"
    return Case(
        how, ("VALID-04b",), 90, how, "VALID-04b", "Page heap", "page objects kept", kib, "KiB per game"
    )


def _leak(how: str, layer: str, requirement: str = "VALID-04b") -> Case:
    return Case(how, (requirement,), 90, how, requirement, layer)


CLEAN = (
    Case("clean: a step sampled", ("VALID-03a",), 20),
    Case("clean: side by side", ("VALID-03b", "VALID-03c"), 140),
    Case("clean: fresh windows", ("VALID-04a",), 45),
    Case("clean: same windows", ("VALID-04b", "VALID-04c"), 110),
    Case("clean: a long game", ("VALID-04d",), 50),
)
BAD = (
    *map(_slowed, (1, 2, 3, 3.5, 5)),
    *map(_kept, (10, 20, 40, 100, 200)),
    _leak("a Worker is never terminated", "Python workers"),
    _leak("a Python proxy more is kept in every game", "Python proxies"),
    _leak("the server keeps finished games", "Games held by the server", "VALID-04c"),
    Case(
        "20 KiB are kept in the Worker by every step",
        ("VALID-04d",),
        60,
        "20 KiB are kept in the Worker by every step",
        "VALID-04d",
        "Worker heap",
    ),
)
CASES = (*CLEAN, *BAD)


def chosen(names: Sequence[str]) -> tuple[Case, ...]:
    """Those whose name contains one of the texts, all without any. ValueError when none does."""
    found = tuple(case for case in CASES if not names or any(name in case.name for name in names))
    if not found:
        raise ValueError(
            f"no study is called {', '.join(names)}; there are: {'; '.join(case.name for case in CASES)}."
        )
    return found


def families() -> dict[str, list[Case]]:
    """The cases of each family, smallest first."""
    found: dict[str, list[Case]] = {}
    for case in sorted(CASES, key=lambda case: case.size):
        if case.family:
            found.setdefault(case.family, []).append(case)
    return found

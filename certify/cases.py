"""What is played: the clean game, and games made bad on purpose in several sizes."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from certify.budgets import budget
from gauge.memory.layers import LAYERS


@dataclass(frozen=True)
class Case:
    """One game to be judged many times.

    `scenarios` are the tags of those that judge it; `bad` is how `-D bad=` calls what makes it bad, None for
    the clean game. `requirement` has to fail then, and its sentence to begin with `layer` (* for anything).
    Cases of one `family` differ in their `size` alone, in `unit`; up to `allowed` it is not bad.
    `seconds` is about how long a study takes; a case of `share` 5 is played five times as often as one of 1.
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
    allowed: float = 0.0
    share: int = 1

    @property
    def timed(self) -> bool:
        """Whether it measures steps, which another study on the same machine would disturb."""
        return any(tag.startswith("VALID-03") for tag in self.scenarios)

    @property
    def must_fail(self) -> bool:
        return self.bad is not None and (not self.family or self.size > self.allowed)


def _slowed(ms: float) -> Case:
    how = f"the Worker is slowed by {ms:g} ms in every step"
    scenarios = ("VALID-03a", "VALID-03b", "VALID-03c")
    family = ("Slowed Worker", ms, "ms per step", budget("VALID-03b", "the Worker adds at most"))
    return Case(how, scenarios, SECONDS["VALID-03b"], how, "VALID-03b", "Median step", *family)


def _sized(how: str, layer: str, row: str, unit: str, sizes: Sequence[float]) -> Iterator[Case]:
    """Leaks of one kind in several sizes; `how` has # in place of the size, `row` is the feature's own."""
    for size in sizes:
        case = _leak(how.replace("#", f"{size:g}"), layer)
        allowed = budget(case.requirement, row) / UNITS[unit]
        yield replace(case, family=f"{layer} {unit[4:]}", size=size, unit=unit, allowed=allowed)


def _leak(how: str, layer: str) -> Case:
    tag = "VALID-04d" if "every step" in how or "every frame" in how else REQUIREMENTS[layer]
    return _bad(how, tag, layer)


def _bad(how: str, tag: str, words: str) -> Case:
    return Case(how, (tag,), SECONDS[tag], how, tag, words)


REQUIREMENTS = {layer.of(""): layer.requirement for layer in LAYERS.values()}
"""By layer, as its sentences begin, of games that leak with every game."""
SECONDS = {
    "VALID-03a": 15,
    "VALID-03b": 90,
    "VALID-03c": 120,
    "VALID-03d": 60,
    "VALID-03e": 25,
    "VALID-04a": 40,
}
SECONDS |= {"VALID-04b": 70, "VALID-04c": 70, "VALID-04d": 60}
CLEAN = (
    Case("clean: a step sampled", ("VALID-03a",), SECONDS["VALID-03a"], share=5),
    Case("clean: side by side", ("VALID-03b", "VALID-03c"), SECONDS["VALID-03b"], share=5),
    Case("clean: keys", ("VALID-03e",), SECONDS["VALID-03e"], share=5),
    Case("clean: fresh windows", ("VALID-04a",), SECONDS["VALID-04a"], share=5),
    Case("clean: same windows", ("VALID-03d", "VALID-04b", "VALID-04c"), 90, share=5),
    Case("clean: a long game", ("VALID-04d",), SECONDS["VALID-04d"], share=5),
)
GAME, STEP = "KiB per game", "KiB per step"
# of the feature's units, KiB per game and KiB per 1,000 frames
UNITS = {GAME: 1, STEP: 1000}
PAGE = ("# KiB of page objects are kept by every game", "Page heap", "of the page", GAME)
WORKER = ("# KiB more are kept in the Worker of every game", "Worker heap", "of the Worker", GAME)
SERVER = ("the server keeps # KiB of every game", "Server memory", "of the server", GAME)
STEPS = ("# KiB are kept in the Worker by every step", "Worker heap", "of the Worker", STEP)
FAMILIES = (
    *map(_slowed, (1, 2, 3, 3.5, 5)),
    *_sized(*PAGE, (10, 20, 40, 100)),
    *_sized(*WORKER, (25, 70, 200)),
    *_sized(*SERVER, (50, 120, 300)),
    *_sized(*STEPS, (0.05, 0.2, 20)),
)
ALONE = (
    _bad("the Worker is slowed by 60 ms in every step", "VALID-03a", "Player ?: median step"),
    _bad("the Worker is slowed by 12 ms in every 8th step", "VALID-03b", "*margin of 5 ms"),
    _bad("the second player's Worker is slowed by 12 ms in every 12th step", "VALID-03b", "*for player 2"),
    _bad(
        "the Worker is slowed by 8 ms in every step, and its page hides it",
        "VALID-03b",
        "*the reply came after the step was said to be over",
    ),
    _bad("the Worker is slowed by 40 ms in every 20th step", "VALID-03c", "*by a slow step"),
    _bad("the second player's Worker is slowed by 40 ms in every 20th step", "VALID-03c", "*for player 2"),
    _bad(
        "the page with a Worker is kept busy for 90 ms in every 40th frame", "VALID-03c", "*behind schedule"
    ),
    _bad("the page with a Worker shows every picture 20 frames late", "VALID-03c", "*older than"),
    _bad(
        "the page with a Worker shows every picture 20 frames late from frame 150 on",
        "VALID-03c",
        "*older than",
    ),
    _bad("the page with a Worker takes every key 100 ms late", "VALID-03e", "*from a key to its picture"),
    _bad("the page with a Worker loses every 2nd key", "VALID-03e", "*did not show"),
    _bad("a step takes 2 ms longer with every game, and its page hides it", "VALID-03d", "Step time"),
    _bad("the first player's page makes other moves for 12 frames", "VALID-04a", "*different games"),
    _bad("the first player's Python stops with an error after frame 60", "VALID-04a", "*the game failed"),
    _bad("pages hold 8 MiB more with every game", "VALID-04a", "*age heap"),
    _bad("200 KiB of page objects are kept by every interrupted game", "VALID-04c", "Page heap"),
    *itertools.starmap(
        _leak,
        (
            ("a Worker is never terminated", "Python workers"),
            ("a Worker without Python is left running by every game", "Other workers"),
            ("a shared Worker is left running by every game", "Other objects of the browser"),
            ("a peer connection is never closed", "Peer connections"),
            ("a socket is left open by every game", "Web sockets"),
            ("a timer is left running by every game", "Timers of the window"),
            ("an animation loop is left running by every game", "Animation loops"),
            ("the address of a blob of 2 MiB is kept by every game", "Addresses of blobs"),
            ("the one blob of a page grows by 8 MiB with every game", "Browser process"),
            ("the one texture of a page grows by 8 MiB with every game", "GPU process"),
            ("an entry is stored by every game", "Entries stored by the page"),
            ("an observer is left observing by every game", "Other objects of the browser"),
            ("a channel to other windows is left open by every game", "Other objects of the browser"),
            ("a way to play sounds is kept by every game", "Other objects of the browser"),
            ("a picture of 16 MiB is kept by every game", "Other objects of the browser"),
            ("a detached canvas is kept by every game", "Canvases"),
            ("an object of the game is kept by every game", "Game objects"),
            ("a Python proxy more is kept in every game", "Python proxies"),
            ("a Python list more is kept in every game", "Python objects"),
            ("a document is kept by every game", "Documents"),
            ("a listener on the window is left by every game", "Event listeners"),
            ("no listener is removed from window or document", "Event listeners"),
            ("a page element is kept by every game", "Page nodes"),
            ("the Worker's memory grows during a game", "WASM heap"),
            ("the Worker's memory grows with every game", "WASM heap"),
            ("a buffer of 2 MiB is kept by every game", "Page heap"),
            ("the server keeps finished games", "Games held by the server"),
            ("the server keeps interrupted games", "Games held by the server"),
            ("the server keeps a player of every game", "Players held by the server"),
            ("the server keeps a socket of every game", "Open sockets of the server"),
            ("the server keeps a timer of every game", "Timers of the server"),
            ("the server keeps a thread of every game", "Background jobs of the server"),
            ("the server leaves a file open for every game", "Open files of the server"),
            ("the server leaves a process running for every game", "Child processes of the server"),
            ("10 KiB are kept in the page by every step", "Page heap"),
            ("a picture of 16 KiB is kept in the Worker by every step", "Renderer process"),
            ("a blob of 16 KiB is kept in the Worker by every step", "Browser process"),
            ("a texture of 16 KiB is kept in the Worker by every step", "GPU process"),
            ("a document is kept by every step", "Documents"),
            ("a page element is kept by every step", "Page nodes"),
            ("a listener on the window is left by every step", "Event listeners"),
            ("a blob of 16 KiB is kept by every step", "Other objects of the browser"),
            ("a timer is left running by every step", "Timers of the window"),
            ("a timer is left running in the Worker by every step", "Timers of the window"),
            ("the address of a blob is kept by every step", "Addresses of blobs"),
            ("an entry is stored by every step", "Entries stored by the page"),
            ("a Python proxy is kept by every step", "Python proxies"),
            ("every step takes 0.02 ms longer than the one before, and its page hides it", "Step time"),
            ("every step after the 500th takes 10 ms longer", "Step time"),
            ("a list is kept in Python by every step", "Python objects"),
            ("64 KiB are kept in Python by every step", "WASM heap"),
            ("20 KiB are kept by the server in every frame", "Server memory"),
        ),
    ),
)
BAD = (*FAMILIES, *ALONE)
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

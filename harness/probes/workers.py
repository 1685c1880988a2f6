"""Layers worker_heap, wasm_heap, wasm_growth, python_objects and py_proxies: inside the workers of a game.

A worker is gone when its game is over, so all of this is read while the game runs, at the same frame of
each game. WebAssembly memory reports its own growth, so its last size is known after the worker has ended.
"""

from __future__ import annotations

import contextlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.probes.base import NotMeasurableError, Probe, owner_name
from harness.probes.heap_usage import COLLECT, USAGE, HeapUsage, smallest, usage_of
from harness.probes.worker_sessions import WorkerSession, WorkerSessions

ROUNDS = 2
TRIES = 4
FAR_BYTES = 128 * 1024
AGAIN_MS = 120.0
Calls = list[tuple[WorkerSession, list[int]]]
HOLDERS = Path(__file__).with_name("python_holders.py")
BY_CLASS = "globalThis.__memoryEye?.pythonClasses() ?? null"
NO_WORKER = "no worker is in the page while the game runs"
NO_PYODIDE = "no Pyodide was seen to start in the worker; it has none, or it was there first"
NO_WASM = "no WebAssembly memory was seen to be made in the worker (it has none, or it was there first)"


class WorkerProbe(Probe):
    """What the probes of workers have in common: which workers belong to the game of a seat."""

    def __init__(self, sessions: Sequence[WorkerSessions]) -> None:
        super().__init__()
        self._sessions = sessions
        self._seen: list[set[str]] = [set() for _ in sessions]
        self._of_game: list[list[WorkerSession]] = [[] for _ in sessions]

    def _workers(self, seat: int) -> list[WorkerSession]:
        """The live workers that this game has started, or all when it has started none."""
        live = self._sessions[seat].live
        new = [session for session in live if session.session_id not in self._seen[seat]]
        self._of_game[seat] = new or live
        return self._of_game[seat]

    def after_game(self, game: int) -> None:  # noqa: ARG002
        for seat, sessions in enumerate(self._sessions):
            self._seen[seat] |= {session.session_id for session in sessions.all}

    def _sum(self, seat: int, read: Callable[[WorkerSession], float | None], reason: str) -> float:
        """Over the workers of a game; NotMeasurableError where none has anything to say."""
        workers = self._workers(seat)
        if not workers:
            raise NotMeasurableError(NO_WORKER)
        values = [value for value in map(read, workers) if value is not None]
        if not values:
            raise NotMeasurableError(reason)
        return sum(values)

    def _ask_eye(self, seat: int, question: str, reason: str) -> float:
        sessions = self._sessions[seat]
        expression = f"globalThis.__memoryEye?.{question}() ?? null"
        return self._sum(seat, lambda worker: sessions.evaluate(worker, expression), reason)


class WorkerHeapProbe(WorkerProbe):
    """Objects and ArrayBuffers of each worker, collected first."""

    layers = ("worker_heap",)

    def __init__(self, sessions: Sequence[WorkerSessions]) -> None:
        super().__init__(sessions)
        self.usages: dict[tuple[int, int], list[HeapUsage]] = {}
        """By game and seat, one a worker."""

    def started(self, game: int) -> None:  # noqa: ARG002
        """Collects what loading has left: some of it goes only at a second collection, a while later."""
        for seat, sessions in enumerate(self._sessions):
            with contextlib.suppress(NotMeasurableError):
                for worker in self._workers(seat):
                    sessions.send(worker, COLLECT)

    def during(self, game: int) -> None:
        """All workers of both seats collect at once.

        What Python's loading leaves is sometimes held by the browser for a while, several MiB of it: while a
        reading is far above the least so far, it is taken again, a few times at most.
        """
        self._collect_and_read(game, lambda _: True)

    def at_frame(self, reading: int) -> None:
        """The same, held against the other seat alone: what both keep has grown."""
        self._collect_and_read(reading, lambda other: other == reading)

    def _collect_and_read(self, game: int, against: Callable[[int], bool]) -> None:
        failed: dict[int, str] = {}
        self.usages = {key: usages for key, usages in self.usages.items() if key[0] != game}
        for _ in range(TRIES):
            for seat, calls in [(seat, self._ask(seat)) for seat in range(len(self._sessions))]:
                try:
                    self._read(game, seat, calls)
                except NotMeasurableError as error:
                    failed.setdefault(seat, str(error))
            sizes = [(played, _total(usages)) for (played, _), usages in self.usages.items()]
            least = min((size for played, size in sizes if against(played)), default=0)
            if max((size for played, size in sizes if played == game), default=0) <= least + FAR_BYTES:
                break
            self._sessions[0].pause(AGAIN_MS)
        for seat in range(len(self._sessions)):
            usages = self.usages.get((game, seat))
            value = None if usages is None else _total(usages)
            self._keep("worker_heap", owner_name(seat), game, value, failed.get(seat, NO_WORKER))

    def _read(self, game: int, seat: int, calls: Calls) -> None:
        """Keeps the smallest of the readings made in one game."""
        usages = [smallest([usage_of(each) for each in replies]) for replies in self._hear(seat, calls)]
        if not usages:
            raise NotMeasurableError(NO_WORKER)
        known = self.usages.get((game, seat))
        self.usages[game, seat] = usages if known is None else min(known, usages, key=_total)

    def _ask(self, seat: int) -> Calls:
        """Sends all calls without waiting, so that both seats work at once; empty where nobody is to ask."""
        sessions, methods = self._sessions[seat], (COLLECT, USAGE) * ROUNDS
        with contextlib.suppress(NotMeasurableError):
            return [
                (worker, [sessions.send(worker, each) for each in methods]) for worker in self._workers(seat)
            ]
        return []

    def _hear(self, seat: int, calls: Calls) -> list[list[dict[str, float]]]:
        """The replies to USAGE, by worker."""
        return [
            [self._sessions[seat].reply(worker, number) for number in numbers][1::2]
            for worker, numbers in calls
        ]


def _total(usages: Sequence[HeapUsage]) -> int:
    return sum(usage.live_bytes for usage in usages)


@dataclass(frozen=True)
class WasmHeap:
    """WebAssembly memory of one game's workers: at its first picture, at most, and last."""

    game: int
    seat: int
    start_bytes: int
    peak_bytes: int
    end_bytes: int


class WasmHeapProbe(WorkerProbe):
    """Growth is told by the worker itself when it happens, so nothing between two looks is missed."""

    layers = ("wasm_heap", "wasm_growth")

    def __init__(self, sessions: Sequence[WorkerSessions]) -> None:
        super().__init__(sessions)
        self.heaps: list[WasmHeap] = []
        self._starts: dict[int, int | NotMeasurableError] = {}

    def started(self, game: int) -> None:  # noqa: ARG002
        self._starts = {}
        for seat in range(len(self._sessions)):
            try:
                self._starts[seat] = int(self._ask_eye(seat, "wasmBytes", NO_WASM))
            except NotMeasurableError as error:
                self._starts[seat] = error

    def during(self, game: int) -> None:
        if not self._starts:
            self.started(game)

    def at_frame(self, reading: int) -> None:
        for seat in range(len(self._sessions)):

            def read(seat: int = seat) -> float:
                return self._ask_eye(seat, "wasmBytes", NO_WASM)

            self._measure("wasm_heap", owner_name(seat), reading, read)

    def after_game(self, game: int) -> None:
        for seat in range(len(self._sessions)):
            start = self._starts.get(seat, NotMeasurableError("nobody looked while the game ran"))
            if isinstance(start, NotMeasurableError):
                for layer in self.layers:
                    self._keep(layer, owner_name(seat), game, None, str(start))
                continue
            sizes = [worker.wasm_bytes for worker in self._of_game[seat] if worker.wasm_bytes]
            end = max(start, sum(series[-1] for series in sizes))
            # WebAssembly memory never shrinks: the last size of a worker is its largest
            self.heaps.append(WasmHeap(game, seat, start, end, end))
            self._keep("wasm_heap", owner_name(seat), game, end)
            self._keep("wasm_growth", owner_name(seat), game, end - start)
        self._starts = {}
        super().after_game(game)


class PythonProbe(WorkerProbe):
    """Live Python objects, and PyProxies that JavaScript has been given and has not destroyed."""

    layers = ("python_objects", "py_proxies")

    def __init__(self, sessions: Sequence[WorkerSessions]) -> None:
        super().__init__(sessions)
        self.classes: dict[str, dict[int, dict[str, int]]] = {}
        """By owner and game: how many objects of each Python class the workers of the game held."""

    def during(self, game: int) -> None:
        for seat in range(len(self._sessions)):
            self._count_classes(seat, game)
            for layer, question in (("py_proxies", "undestroyed"), ("python_objects", "pythonObjects")):

                def read(seat: int = seat, question: str = question) -> float:
                    return self._ask_eye(seat, question, NO_PYODIDE)

                self._measure(layer, owner_name(seat), game, read)

    def at_frame(self, reading: int) -> None:
        self.during(reading)

    def _count_classes(self, seat: int, game: int) -> None:
        """For the question what grew; where it is unknown, the layers beside it say why."""
        counts: Counter[str] = Counter()
        with contextlib.suppress(NotMeasurableError):
            for worker in self._workers(seat):
                counts.update(python_classes(self._sessions[seat], worker))
        if counts:
            self.classes.setdefault(owner_name(seat), {})[game] = dict(counts)


def python_classes(sessions: WorkerSessions, worker: WorkerSession) -> Counter[str]:
    """How many objects of each class a worker's Python holds, and proxies by that of what they stand for."""
    return Counter(json.loads(sessions.evaluate(worker, BY_CLASS) or "{}"))


def python_holders(
    sessions: WorkerSessions, worker: WorkerSession, names: Sequence[str]
) -> dict[str, dict[str, int]]:
    """By name of a class, as `python_classes` has it, what holds most of its objects, and how many."""
    proxied = sessions.evaluate(worker, "globalThis.__memoryEye?.proxied() ?? []") or []
    source = HOLDERS.read_text(encoding="utf-8")
    run = (
        f"_names = {{'__name__': 'holders'}}\nexec(compile({source!r}, 'holders', 'exec'), _names)\n"
        f"_names.pop('holders_as_json')({list(names)!r}, {proxied!r})"
    )
    told = sessions.evaluate(worker, f"__memoryEye.runPython({json.dumps(run)})")
    if told is None:
        raise NotMeasurableError("Python does not tell what refers to its objects")
    found: dict[str, dict[str, int]] = json.loads(told)
    return found

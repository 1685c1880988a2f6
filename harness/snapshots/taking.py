"""Takes heap snapshots of a page or a worker, within bounds of time and size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from harness.probes.base import NotMeasurableError, ask
from harness.probes.worker_sessions import WorkerSession, WorkerSessions
from harness.session.browser import Window
from harness.snapshots.heap_graph import HeapGraph, parse

WITHIN_S = 60.0
AT_MOST_BYTES = 512 * 1024 * 1024
CHUNK = "HeapProfiler.addHeapSnapshotChunk"
TAKE = "HeapProfiler.takeHeapSnapshot"
OPTIONS = {"reportProgress": False, "captureNumericValue": False}


class _Chunks:
    """Gathers a snapshot as it comes; one that is too large is dropped as it comes."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._size = 0

    def add(self, chunk: str) -> None:
        self._size += len(chunk)
        if self._size > AT_MOST_BYTES:
            self._parts.clear()
        else:
            self._parts.append(chunk)

    def graph(self) -> HeapGraph:
        if self._size > AT_MOST_BYTES:
            raise NotMeasurableError(f"the heap snapshot is larger than {AT_MOST_BYTES >> 20} MiB")
        try:
            return parse("".join(self._parts))
        except ValueError as error:
            raise NotMeasurableError(str(error)) from None


def snapshot_of_page(window: Window, within_s: float = WITHIN_S) -> HeapGraph:
    """The page's heap; NotMeasurableError when it does not come in time or is too large."""
    if window.closed:
        raise NotMeasurableError("the window is closed")
    chunks = _Chunks()
    cdp = window.cdp

    def collect(event: dict[str, Any]) -> None:
        chunks.add(event["chunk"])

    cdp.on(CHUNK, collect)
    try:
        ask(cdp, TAKE, OPTIONS, within_s)
    finally:
        cdp.remove_listener(CHUNK, collect)
    return chunks.graph()


def snapshot_of_worker(
    sessions: WorkerSessions, worker: WorkerSession, within_s: float = WITHIN_S
) -> HeapGraph:
    """A worker's heap, through its own session."""
    chunks = _Chunks()
    with _listening(worker, lambda method, params: chunks.add(params["chunk"]) if method == CHUNK else None):
        sessions.ask(worker, TAKE, OPTIONS, within_s)
    return chunks.graph()


@contextmanager
def _listening(worker: WorkerSession, listener: Callable[[str, dict[str, Any]], None]) -> Iterator[None]:
    worker.on_event = listener
    try:
        yield
    finally:
        worker.on_event = None

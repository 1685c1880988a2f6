"""Why memory grows: the class that grew, and the path by which a page or a Worker still holds it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager

from gauge.memory.findings import Finding
from gauge.memory.growth import ENGINE, ClassReading, find_growth
from gauge.memory.layers import IN_WORKER
from gauge.memory.memory_file import MemoryRun
from gauge.memory.trend import shown
from harness.probes.base import NotMeasurableError, owner_name
from harness.probes.memory_sampler import MemorySampler
from harness.session.errors import PlayerError
from harness.snapshots.heap_graph import HeapGraph, SizeClassGrowth, most_grown
from harness.snapshots.retainers import AT_MOST_LINES, retaining_paths
from harness.snapshots.taking import snapshot_of_page, snapshot_of_worker

AnotherGame = Callable[[], AbstractContextManager[None]]
"""Plays one more game: the block runs at the frame where Workers are read, after it the game has ended."""
# layers that are counts of one class
CLASS_OF: Mapping[str, str] = {
    "workers": "Worker",
    "peer_connections": "RTCPeerConnection",
    "data_channels": "RTCDataChannel",
    "web_sockets": "WebSocket",
    "canvases": "HTMLCanvasElement",
}


def retaining_path(
    sampler: MemorySampler, another_game: AnotherGame, run: MemoryRun, leaking: Finding
) -> tuple[str, ...]:
    """The path to what grew in the leaking layer, a line each; why it is not known where it is not.

    Where no class is known to grow, more games are played between two snapshots. What Python holds is told
    by its classes alone.
    """
    seat = 1 if leaking.owner.endswith("2") else 0
    try:
        if leaking.layer.name == "worker_heap":
            return _in_worker(sampler, another_game, seat)
        return () if leaking.layer.name in IN_WORKER else _on_page(sampler, another_game, run, leaking, seat)
    except (NotMeasurableError, PlayerError) as error:
        return (f"not known: {error}",)


def growth_within(
    moments: Callable[[], Iterable[tuple[int, MemorySampler]]], leaking: Finding
) -> tuple[tuple[ClassReading, ...], tuple[str, ...]]:
    """What grew in the leaking layer between two readings of one game, each with its number, and the path."""
    seat = 1 if leaking.owner.endswith("2") else 0
    in_worker = leaking.layer.name == "worker_heap"
    if leaking.layer.name in IN_WORKER and not in_worker:
        return (), ()
    graphs = {}
    try:
        for reading, sampler in moments():
            sessions, window = sampler.sessions[seat], sampler.windows[seat]
            graphs[reading] = (
                snapshot_of_worker(sessions, sessions.live[-1]) if in_worker else snapshot_of_page(window)
            )
        before, after = graphs.values()
        # a step leaves one thing more again and again, whereas a single large one is the engine's
        grown = most_grown(before, after, least=2) or most_grown(before, after)
        path = _paths_to(after, grown)
    except (NotMeasurableError, PlayerError) as error:
        return (), (f"not known: {error}",)
    if grown is None or not in_worker:
        # classes of a page are counted at every reading
        return (), path
    owner, name = f"Worker of {owner_name(seat)}", f"{grown.name} of {shown(grown.self_bytes, 'B')}"
    counts = zip(graphs, (len(grown.nodes) - grown.more, len(grown.nodes)), strict=True)
    return tuple(ClassReading(owner, name, reading, count) for reading, count in counts), path


def _on_page(
    sampler: MemorySampler, another_game: AnotherGame, run: MemoryRun, leaking: Finding, seat: int
) -> tuple[str, ...]:
    window = sampler.windows[seat]
    before = snapshot_of_page(window)
    name = CLASS_OF.get(leaking.layer.name) or _grown(run, f"page of {owner_name(seat)}")
    if name is not None:
        return tuple(str(retaining_paths(before, name)).splitlines())
    with another_game():
        pass
    after = snapshot_of_page(window)
    return _paths_to(after, most_grown(before, after))


def _in_worker(sampler: MemorySampler, another_game: AnotherGame, seat: int) -> tuple[str, ...]:
    """Between the Workers of two games, each at the same frame."""
    graphs = []
    sessions = sampler.sessions[seat]
    for _ in range(2):
        with another_game():
            if not sessions.live:
                raise NotMeasurableError("no Worker is there to be looked into")
            graphs.append(snapshot_of_worker(sessions, sessions.live[-1]))
    before, after = graphs
    return _paths_to(after, most_grown(before, after))


def _grown(run: MemoryRun, owner: str) -> str | None:
    """The most telling class that grows in an owner, where one says more than the engine's own names."""
    growths = [growth for growth in find_growth(run.classes) if growth.owner == owner]
    return growths[0].name if growths and growths[0].name not in ENGINE else None


def _paths_to(after: HeapGraph, grown: SizeClassGrowth | None) -> tuple[str, ...]:
    if grown is None:
        raise NotMeasurableError("nothing has grown between two snapshots; it is the browser's own memory")
    paths = retaining_paths(after, grown.name, AT_MOST_LINES - 1, grown.nodes)
    return (str(grown), *str(paths).splitlines())

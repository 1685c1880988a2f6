"""Why memory grows: the class that grew, and the way by which a page or a Worker still holds it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from gauge.growth import ENGINE, find_growth
from gauge.layers import IN_WORKER
from gauge.ledger import Finding
from gauge.memory_file import MemoryRun
from harness.errors import PlayerError
from harness.probes.shape import NotMeasurableError
from harness.snapshots.heap_graph import HeapGraph, most_grown
from harness.snapshots.retainers import AT_MOST_LINES, retaining_paths
from harness.snapshots.taking import snapshot_of_page, snapshot_of_worker

if TYPE_CHECKING:
    from harness.same_windows import SameWindows

# layers that are counts of one class
CLASS_OF: Mapping[str, str] = {
    "workers": "Worker",
    "peer_connections": "RTCPeerConnection",
    "data_channels": "RTCDataChannel",
    "web_sockets": "WebSocket",
    "canvases": "HTMLCanvasElement",
}


def retaining_path(windows: SameWindows, run: MemoryRun, guilty: Finding) -> tuple[str, ...]:
    """The way to what grew in the layer that is to blame, a line each; why it is not known where it is not.

    Where no class is known to grow, more games are played between two snapshots. What Python holds is told
    by its classes alone.
    """
    seat = 1 if guilty.holder.endswith("2") else 0
    try:
        if guilty.layer.name == "worker_heap":
            return _in_worker(windows, seat)
        return () if guilty.layer.name in IN_WORKER else _on_page(windows, run, guilty, seat)
    except (NotMeasurableError, PlayerError) as error:
        return (f"not known: {error}",)


def _on_page(windows: SameWindows, run: MemoryRun, guilty: Finding, seat: int) -> tuple[str, ...]:
    player = windows.keeper.players[seat]
    before = snapshot_of_page(player)
    name = CLASS_OF.get(guilty.layer.name) or _grown(run, f"page of player {seat + 1}")
    if name is not None:
        return tuple(str(retaining_paths(before, name)).splitlines())
    windows.play_another()
    windows.finish()
    return _told(before, snapshot_of_page(player))


def _in_worker(windows: SameWindows, seat: int) -> tuple[str, ...]:
    """Between the Workers of two games, each at the same frame."""
    graphs = []
    for _ in range(2):
        windows.play_another()
        sessions = windows.keeper.sessions[seat]
        if not sessions.live:
            raise NotMeasurableError("no Worker is there to be looked into")
        graphs.append(snapshot_of_worker(sessions, sessions.live[-1]))
        windows.finish()
    return _told(*graphs)


def _grown(run: MemoryRun, holder: str) -> str | None:
    """The most telling class that grows in a holder, where one says more than the engine's own names."""
    growths = [growth for growth in find_growth(run.classes) if growth.holder == holder]
    return growths[0].name if growths and growths[0].name not in ENGINE else None


def _told(before: HeapGraph, after: HeapGraph) -> tuple[str, ...]:
    grown = most_grown(before, after)
    if grown is None:
        raise NotMeasurableError("nothing has grown between two snapshots; it is the browser's own memory")
    paths = retaining_paths(after, grown.name, AT_MOST_LINES - 1, grown.nodes)
    return (str(grown), *str(paths).splitlines())

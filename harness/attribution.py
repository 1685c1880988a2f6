"""Why memory grows: the class that grew, and the way by which a page or a Worker still holds it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from gauge.growth import ENGINE, find_growth
from gauge.ledger import Finding
from gauge.memory_file import MemoryRun
from harness.errors import PlayerError
from harness.probes.ledger_keeper import LedgerKeeper
from harness.probes.shape import NotMeasurableError
from harness.snapshots.heap_graph import HeapGraph, growth
from harness.snapshots.retainers import retaining_paths
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
    "py_proxies": "PyProxy",
}
IN_WORKER = ("worker_heap", "wasm_heap", "wasm_growth", "py_proxies", "python_objects")


def retaining_path(windows: SameWindows, run: MemoryRun, guilty: Finding) -> tuple[str, ...]:
    """The way to what grew in the layer that is to blame, a line each; why it is not known where it is not.

    Where no class is known to grow, another game or two are played between two snapshots.
    """
    seat = 1 if guilty.holder.endswith("2") else 0
    try:
        if guilty.layer.name in IN_WORKER:
            graph, name = _in_worker(windows, guilty, seat)
        else:
            graph, name = _on_page(windows, run, guilty, seat)
    except (NotMeasurableError, PlayerError) as error:
        return (f"not known: {error}",)
    return tuple(str(retaining_paths(graph, name)).splitlines())


def _on_page(windows: SameWindows, run: MemoryRun, guilty: Finding, seat: int) -> tuple[HeapGraph, str]:
    keeper = windows.keeper
    before = snapshot_of_page(keeper.players[seat])
    name = CLASS_OF.get(guilty.layer.name) or _grown(run, f"page of player {seat + 1}")
    if name is not None:
        return before, name
    windows.play_another()
    windows.finish()
    after = snapshot_of_page(keeper.players[seat])
    return after, _most(before, after)


def _in_worker(windows: SameWindows, guilty: Finding, seat: int) -> tuple[HeapGraph, str]:
    windows.play_another()
    before = _of_live_worker(windows.keeper, seat)
    windows.finish()
    name = CLASS_OF.get(guilty.layer.name)
    if name is not None:
        return before, name
    windows.play_another()
    after = _of_live_worker(windows.keeper, seat)
    windows.finish()
    return after, _most(before, after)


def _of_live_worker(keeper: LedgerKeeper, seat: int) -> HeapGraph:
    sessions = keeper.sessions[seat]
    if not sessions.live:
        raise NotMeasurableError("no Worker is there to be looked into")
    return snapshot_of_worker(sessions, sessions.live[-1])


def _grown(run: MemoryRun, holder: str) -> str | None:
    """The most telling class that grows in a holder, where one says more than the engine's own names."""
    growths = [growth for growth in find_growth(run.classes) if growth.holder == holder]
    return growths[0].name if growths and growths[0].name not in ENGINE else None


def _most(before: HeapGraph, after: HeapGraph) -> str:
    """The class of which there are most bytes more; NotMeasurableError where there is none."""
    grown = [change.name for change in growth(before, after) if not change.name.startswith(("(", "system"))]
    if not grown:
        raise NotMeasurableError("no class has grown between two snapshots; it is the browser's own memory")
    return grown[0]

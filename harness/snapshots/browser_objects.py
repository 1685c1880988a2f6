"""Layer browser_objects: all of the browser's own objects in a page that no other layer counts.

Observers, channels, contexts, pictures, streams: all that a page has made and that cannot be collected, also
where no script holds it any more, since a snapshot shows what the browser itself keeps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial

import numpy as np

from harness.probes.base import Probe, owner_name
from harness.probes.things import Things
from harness.session.browser import Window
from harness.snapshots.counted import BROWSER_OBJECTS, counted
from harness.snapshots.taking import snapshot_of_page

READ_AT_FIRST = (0, 1, 3)
READ_EVERY = 5


class BrowserObjectsProbe(Probe):
    """Reads after some of the games alone: a snapshot takes a third of a second."""

    layers = (BROWSER_OBJECTS,)

    def __init__(self, windows: Sequence[Window]) -> None:
        super().__init__()
        self._windows = windows
        self.page_things: list[dict[int, Things]] = [{} for _ in windows]

    def after_game(self, game: int) -> None:
        if game % READ_EVERY and game not in READ_AT_FIRST:
            return
        for seat, window in enumerate(self._windows):
            count = partial(self._count, game, seat, window)
            self._measure(BROWSER_OBJECTS, owner_name(seat), game, count)

    def _count(self, game: int, seat: int, window: Window) -> float:
        graph = snapshot_of_page(window)
        nodes = counted(graph, BROWSER_OBJECTS, np.arange(len(graph)))
        self.page_things[seat][game] = Counter(
            (BROWSER_OBJECTS, graph.class_of(node)) for node in nodes.tolist()
        )
        return len(nodes)

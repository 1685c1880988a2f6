"""Layer browser_objects: all of the browser's own objects in a page that no other layer counts.

Observers, channels, contexts, pictures, streams: all that a page has made and that cannot be collected, also
where no script holds it any more, since a snapshot shows what the browser itself keeps.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from gauge.memory.growth import rising_classes
from gauge.memory.layers import LAYERS, LayerReading
from harness.probes.base import NotMeasurableError, Probe, ask_page, owner_name
from harness.probes.things import Things
from harness.session.browser import Window
from harness.snapshots.counted import BROWSER_OBJECTS, counted
from harness.snapshots.taking import snapshot_of_page


class BrowserObjectsProbe(Probe):
    """Reads where it is due: a snapshot takes a third of a second."""

    layers = (BROWSER_OBJECTS,)

    def __init__(self, windows: Sequence[Window]) -> None:
        super().__init__()
        self._windows = windows
        self._counts: list[dict[int, Counter[str]]] = [{} for _ in windows]
        """By seat and game how many there were of each class."""

    def after_game(self, game: int) -> None:
        if not LAYERS[BROWSER_OBJECTS].due(game):
            return
        for seat, window in enumerate(self._windows):
            try:
                graph = snapshot_of_page(window)
            except NotMeasurableError as error:
                self._keep(BROWSER_OBJECTS, owner_name(seat), game, None, str(error))
                continue
            finally:
                _forget_ids(window)
            nodes = counted(graph, BROWSER_OBJECTS, np.arange(len(graph)))
            self._counts[seat][game] = Counter(map(graph.class_of, nodes.tolist()))

    def at_frame(self, reading: int) -> None:
        self.after_game(reading)

    def result(self) -> tuple[LayerReading, ...]:
        read = [
            LayerReading(BROWSER_OBJECTS, owner_name(seat), game, things.total())
            for seat, by_game in enumerate(self.page_things)
            for game, things in by_game.items()
        ]
        return (*super().result(), *read)

    @property
    def page_things(self) -> Sequence[Mapping[int, Things]]:
        """Of the classes that rise: what is made once, when it is first needed, is no leak."""
        return [self._rising(counts) for counts in self._counts]

    def _rising(self, counts: Mapping[int, Counter[str]]) -> dict[int, Things]:
        names = rising_classes(counts)
        return {
            game: Counter({(BROWSER_OBJECTS, name): count[name] for name in names})
            for game, count in counts.items()
        }


def _forget_ids(window: Window) -> None:
    """V8 goes on numbering all objects after a snapshot, which takes memory of the window's process."""
    with contextlib.suppress(NotMeasurableError):
        ask_page(window, "HeapProfiler.disable")

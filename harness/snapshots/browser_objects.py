"""Layer browser_objects: all of the browser's own objects in a page that no other layer counts.

Observers, channels, contexts, pictures, streams: all that a page has made and that cannot be collected, also
where no script holds it any more, since a snapshot shows what the browser itself keeps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from gauge.memory.growth import rising_classes
from gauge.memory.layers import LayerReading
from harness.probes.base import NotMeasurableError, Probe, owner_name
from harness.probes.things import Things
from harness.session.browser import Window
from harness.snapshots.counted import BROWSER_OBJECTS, counted
from harness.snapshots.taking import snapshot_of_page

READ_EVERY = 2


class BrowserObjectsProbe(Probe):
    """Reads after every second game alone, or at every second frame: a snapshot takes a third of a second."""

    layers = (BROWSER_OBJECTS,)

    def __init__(self, windows: Sequence[Window]) -> None:
        super().__init__()
        self._windows = windows
        self._counts: list[dict[int, Counter[str]]] = [{} for _ in windows]
        """By seat and game how many there were of each class."""

    def after_game(self, game: int) -> None:
        if game % READ_EVERY and game > 1:
            return
        for seat, window in enumerate(self._windows):
            try:
                graph = snapshot_of_page(window)
            except NotMeasurableError as error:
                self._keep(BROWSER_OBJECTS, owner_name(seat), game, None, str(error))
                continue
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

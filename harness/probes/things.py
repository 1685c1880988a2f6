"""What there is of a layer, one by one and in words, so that what is left behind can be named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from gauge.memory.spacing import GAMES, Spacing

Things = Counter[tuple[str, str]]
"""By layer and words; what differs in numbers alone is the same."""


def left_behind(things: Mapping[int, Things], spacing: Spacing = GAMES) -> dict[str, tuple[str, ...]]:
    """By layer what there is more of at the last reading than at the first, and its rate, the most first."""
    if len(things) < 2:
        return {}
    first, last = min(things), max(things)
    more = things[last] - things[first]
    apart = (last - first) * spacing.units
    found: dict[str, list[str]] = {}
    for (layer, words), count in more.most_common():
        found.setdefault(layer, []).append(f"{words}, {spacing.rate(count / apart, 'count')}")
    return {layer: tuple(lines) for layer, lines in found.items()}

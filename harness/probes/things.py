"""What there is of a layer, one by one and in words, so that what is left behind can be named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from gauge.memory.trend import shown

Things = Counter[tuple[str, str]]
"""By layer and words; what differs in numbers alone is the same."""


def left_behind(things: Mapping[int, Things]) -> dict[str, tuple[str, ...]]:
    """By layer what there is more of after the last game than after the first, most of it first, per game."""
    if len(things) < 2:
        return {}
    first, last = min(things), max(things)
    more = things[last] - things[first]
    found: dict[str, list[str]] = {}
    for (layer, words), count in more.most_common():
        found.setdefault(layer, []).append(f"{words}, {shown(count / (last - first), 'count')} per game")
    return {layer: tuple(lines) for layer, lines in found.items()}

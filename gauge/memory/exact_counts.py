"""What must be gone, compared with its limit; growth is told from a count above its limit now and then.

Limit: the count after the warm-up game, or 0 for what may not be left at all. A count **grows** when from its
first reading above the limit on it stays above, ends at its highest and has at least doubled its excess.

**Below the limit** a count may still grow: the warm-up game can leave more behind than the next games take.
It grows when, from its lowest reading on, it rose in every game by at least one, over at least
MIN_RISING_GAMES games and up to the last one. A plateau, a fall, or a single step is no growth. Where all
games since the first have risen, but are too few, the count is not certain and more games decide.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

MIN_RISING_GAMES = 3
UNCERTAIN_RISING_GAMES = 2


@dataclass(frozen=True)
class Excess:
    """How one owner's count goes beyond what is allowed; amounts in the layer's unit.

    `count` was read after `game`. `above` has, by game, by how much readings were above the limit, out of
    `readings`. `per_game` is None for a count that does not grow. `lowest` after `lowest_game` is where a
    rise below the limit began, `lowest_game` None for a count above it. `certain` is False when more games
    have to decide.
    """

    owner: str
    limit: float
    count: float
    game: int
    readings: int
    first_bad_game: int
    above: Mapping[int, float]
    per_game: float | None
    lowest: float = 0.0
    lowest_game: int | None = None
    certain: bool = True

    @property
    def over(self) -> float:
        """By how much the count was above its limit at most; 0 for one that rises below it."""
        return max(self.above.values(), default=0.0)


def worst_excess(counted: Mapping[str, Mapping[int, float]], none_left: bool) -> Excess | None:
    """The owner furthest above its limit, else the one that rises fastest below it; None when all is well.

    `counted` is by owner and game, game 0 the warm-up game.
    """
    found = [
        excess
        for owner, series in counted.items()
        if series and (excess := _excess(owner, series, none_left)) is not None
    ]
    return max(found, key=lambda e: (e.certain, e.over, e.per_game or 0.0), default=None)


def _excess(owner: str, series: Mapping[int, float], none_left: bool) -> Excess | None:
    limit = 0.0 if none_left else series.get(0, min(series.values()))
    above = {game: count - limit for game, count in series.items() if count > limit}
    if not above:
        return _rising_below(owner, series, limit)
    first, last, over = min(above), max(series), max(above.values())
    since = [count for game, count in series.items() if game >= first]
    grows = above.get(last) == over and over >= 2 * above[first] and min(since) > limit
    game = last if above.get(last) == over else max(above, key=lambda game: above[game])
    # a count may have been read after some of the games alone
    within = max((game for game in series if game < first), default=first - 1)
    per_game = over / (last - within) if grows else None
    return Excess(owner, limit, limit + over, game, len(series), first, above, per_game)


def _rising_below(owner: str, series: Mapping[int, float], limit: float) -> Excess | None:
    games = sorted(series)
    lowest = min(series.values())
    begin = max(game for game in games if series[game] == lowest)
    rising = [game for game in games if game >= begin]
    if any(series[b] - series[a] < b - a for a, b in itertools.pairwise(rising)):
        return None
    last, rises = rising[-1], len(rising) - 1
    certain = rises >= MIN_RISING_GAMES
    if not certain and not (rises >= UNCERTAIN_RISING_GAMES and begin <= 1):
        return None
    per_game = (series[last] - lowest) / (last - begin)
    return Excess(
        owner, limit, series[last], last, len(series), begin + 1, {}, per_game, lowest, begin, certain
    )

"""Memory by the original rule: the page heap after the last game against the first.

Sizes are bytes in the data and MiB (1024 * 1024 bytes) in sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gauge.memory.layers import MIB
from gauge.tables import NOT_MEASURABLE
from gauge.verdict import Figure, Measure, Outcome, Verdict, quantity

PLAYERS = (0, 1)


@dataclass(frozen=True)
class HeapReading:
    """Page heap of one player after one game.

    `game` counts from 1, `player` is 0 or 1. `used_bytes` is
    `performance.memory.usedJSHeapSize`, or None where the browser does not offer it
    (https://developer.mozilla.org/docs/Web/API/Performance/memory: not a standard, Chromium only).
    """

    game: int
    player: int
    used_bytes: int | None

    def __post_init__(self) -> None:
        if self.game < 1:
            raise ValueError(f"game {self.game} cannot be: games count from 1")
        if self.used_bytes is not None and self.used_bytes <= 0:
            raise ValueError(
                f"a heap of {self.used_bytes} bytes after game {self.game} cannot be; "
                f"give None for {NOT_MEASURABLE}"
            )

    @property
    def used_mib(self) -> float | None:
        """The heap in MiB, None when not measurable."""
        return None if self.used_bytes is None else self.used_bytes / MIB


def judge_heap_ratio(readings: Sequence[HeapReading], games: int, factor: float = 2.0) -> Verdict:
    """Passed when the heap of each player after game `games` is at most `factor` times its first.

    The limit is inclusive: exactly `factor` times passes. The player who grew most decides.

    - No reading holds a number: the browser offers no heap. The crash check decides alone (all `games` left
      readings) and the verdict warns.
    - A game or player without a reading, a first or last reading without a number among readings that have
      one, or fewer than two games: inconclusive.
    """
    by_place = {(reading.player, reading.game): reading.used_bytes for reading in readings}
    missing = [(p, g) for p in PLAYERS for g in range(1, games + 1) if (p, g) not in by_place]
    measured = sum(1 for value in by_place.values() if value is not None)
    figures: dict[str, Figure] = {
        "games": games,
        "factor": factor,
        "readings": len(by_place),
        "measured": measured,
    }

    def verdict(outcome: Outcome, sentence: str, warnings: tuple[str, ...] = ()) -> Verdict:
        return Verdict("VALID-04a", outcome, sentence, figures, warnings=warnings)

    if games < 2:
        return verdict(
            Outcome.INCONCLUSIVE, f"{quantity(games, 'game')} cannot show growth (needed: at least 2)."
        )
    if missing:
        where = f"player {missing[0][0] + 1} after game {missing[0][1]}"
        return verdict(
            Outcome.INCONCLUSIVE, f"There is no heap reading for {where}, so {games} games cannot be judged."
        )
    if measured == 0:
        return verdict(
            Outcome.PASSED,
            f"{games} of {games} games ran to the end; the page heap is {NOT_MEASURABLE} in this browser.",
            (
                f"The page heap is {NOT_MEASURABLE}: this browser has no performance.memory. "
                "Only crashes were judged.",
            ),
        )
    return _judge_ratios(by_place, games, factor, figures)


def _judge_ratios(
    by_place: dict[tuple[int, int], int | None],
    games: int,
    factor: float,
    figures: dict[str, Figure],
) -> Verdict:
    ratios: list[tuple[float, int, int, int]] = []
    for player in PLAYERS:
        first, last = by_place[player, 1], by_place[player, games]
        if first is None or last is None:
            place = 1 if first is None else games
            sentence = (
                f"The heap of player {player + 1} after game {place} is {NOT_MEASURABLE} "
                f"although others are, so {games} games cannot be judged."
            )
            return Verdict("VALID-04a", Outcome.INCONCLUSIVE, sentence, figures)
        ratios.append((last / first, player, first, last))
        figures[f"player_{player + 1}_ratio"] = last / first
    ratio, player, first, last = max(ratios)
    figures |= {"worst_ratio": ratio, "first_bytes": first, "last_bytes": last}
    figures |= {"first_mib": first / MIB, "last_mib": last / MIB}
    holds = ratio <= factor
    sentence = (
        f"Player {player + 1}: page heap after game {games} {ratio:.2f} times that after game 1"
        f" ({'' if holds else 'over the '}limit {factor:g} times; {first / MIB:.2f} to {last / MIB:.2f} MiB;"
        f" the larger of {len(ratios)} players)."
    )
    many = quantity(games, "game")
    # the rule compares the ratio itself, without allowing for chance
    measures = [
        Measure(
            "page heap, last game / first game",
            ratio,
            "times",
            factor,
            detectable=factor,
            samples=many,
            line=f"player {player + 1}",
        )
        for ratio, player, _, _ in sorted(ratios, reverse=True)
    ]
    measures += [
        Measure("page heap after the last game", last, "B", samples=many, line=f"player {player + 1}")
        for _, player, _, last in sorted(ratios, reverse=True)
    ]
    outcome = Outcome.PASSED if holds else Outcome.FAILED
    return Verdict("VALID-04a", outcome, sentence, figures, measures=tuple(measures))

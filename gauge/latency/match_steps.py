"""The step times of matches, two matches to a pair: what a comparison of two arms is made from."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from gauge.tables import Table

Arm = Literal["worker", "direct"]
SHOWN_QUANTILES = {"median_ms": 0.5, "p90_ms": 0.9, "p95_ms": 0.95, "p99_ms": 0.99}


@dataclass(frozen=True)
class MatchSteps:
    """All step times of one match after its warm-up.

    `pair` is the number of the pair it belongs to, `player_step_ms` one sequence of times in ms for
    each player. ValueError for an unknown arm, no player, or a time that is negative or not finite.
    """

    pair: int
    arm: Arm
    player_step_ms: tuple[tuple[float, ...], ...]

    def __post_init__(self) -> None:
        if self.arm not in get_args(Arm):
            raise ValueError(f"pair {self.pair}: arm {self.arm!r} is not one of {', '.join(get_args(Arm))}")
        if not self.player_step_ms:
            raise ValueError(f"{self.name}: no player's steps are given; record both players")
        try:
            players = tuple(tuple(float(step) for step in steps) for steps in self.player_step_ms)
        except (TypeError, ValueError) as error:
            raise ValueError(f"{self.name}: a step time is not a number ({error})") from error
        for player, steps in enumerate(players):
            for index, step in enumerate(steps):
                if not math.isfinite(step) or step < 0:
                    raise ValueError(
                        f"{self.name}, player {player}: step {index} took {step} ms, but a step"
                        " time is finite and not negative; the recorder or the file is damaged"
                    )
        object.__setattr__(self, "player_step_ms", players)

    @property
    def name(self) -> str:
        """How a sentence calls the match: 'pair 3, worker'."""
        return f"pair {self.pair}, {self.arm}"

    @property
    def fewest_steps(self) -> int:
        """Steps of the player with the fewest."""
        return min(len(steps) for steps in self.player_step_ms)

    def by_player(self) -> list[MatchSteps]:
        """The same match with the steps of one player alone, for each of them."""
        return [MatchSteps(self.pair, self.arm, (steps,)) for steps in self.player_step_ms]

    def quantile_ms(self, quantile: float) -> float:
        """The quantile of all players' steps pooled, in ms; ValueError when no step was made.

        Median-unbiased (type 8, the one recommended by Hyndman & Fan, The American Statistician 50:361,
        1996): when exactly one step in twenty is slow the 95th percentile shows it, which interpolation
        by type 7, numpy's default, does not. The median is the same in both.
        """
        pooled = [step for steps in self.player_step_ms for step in steps]
        if not pooled:
            raise ValueError(f"{self.name}: no step was recorded; play the match longer than its warm-up")
        return float(np.quantile(pooled, quantile, method="median_unbiased"))


def whose(player: int, players: int) -> str:
    """What a sentence says of the player, from 1 on, who comes off worst of so many."""
    return f" for player {player} (no worse for the other)" if players > 1 else ""


def paired(matches: Sequence[MatchSteps]) -> dict[int, tuple[MatchSteps, MatchSteps]]:
    """The matches as (worker, direct) under their pair number, in ascending order.

    ValueError when a match is there twice, lacks its partner or has fewer or more players than the
    others, or when two matches hold the same times: those were copied, not measured. (Matches whose
    steps all took the same time are let through; a clock that coarse is the comparison's affair.)
    """
    found: dict[tuple[int, Arm], MatchSteps] = {}
    times: dict[tuple[tuple[float, ...], ...], MatchSteps] = {}
    for match in matches:
        if (match.pair, match.arm) in found:
            raise ValueError(f"{match.name} is there twice; give every match once")
        if len(match.player_step_ms) != len(matches[0].player_step_ms):
            raise ValueError(
                f"{match.name} has steps of {len(match.player_step_ms)} players, {matches[0].name} of"
                f" {len(matches[0].player_step_ms)}; every match needs the same players"
            )
        if len({step for steps in match.player_step_ms for step in steps}) > 1:
            if (original := times.get(match.player_step_ms)) is not None:
                raise ValueError(
                    f"{match.name} holds exactly the times of {original.name}; measure every match by itself"
                )
            times[match.player_step_ms] = match
        found[match.pair, match.arm] = match
    for match in matches:
        other: Arm = "direct" if match.arm == "worker" else "worker"
        if (match.pair, other) not in found:
            raise ValueError(f"{match.name} has no {other} match beside it; leave an unfinished pair out")
    numbers = sorted({pair for pair, _ in found})
    return {pair: (found[pair, "worker"], found[pair, "direct"]) for pair in numbers}


def match_table(matches: Sequence[MatchSteps]) -> Table:
    """Distribution of each player's step times in each match, in milliseconds.

    The quantiles are those that the verdict compares (`MatchSteps.quantile_ms`). None stands where a player
    has no step.
    """
    rows = []
    for match in sorted(matches, key=lambda match: (match.pair, match.arm)):
        for player, alone in enumerate(match.by_player(), 1):
            (steps,) = alone.player_step_ms
            between = [
                alone.quantile_ms(quantile) if steps else None for quantile in SHOWN_QUANTILES.values()
            ]
            shortest, longest = (min(steps), max(steps)) if steps else (None, None)
            rows.append((match.pair, match.arm, player, len(steps), shortest, *between, longest))
    return Table(("pair", "arm", "player", "steps", "min_ms", *SHOWN_QUANTILES, "max_ms"), rows)

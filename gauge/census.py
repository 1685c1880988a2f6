"""Exact counts of the Python workers alive, and the verdict that none outlives its game."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gauge.verdict import Figure, Outcome, Verdict

DURING = "during the game"
AFTER = "after the game"


@dataclass(frozen=True)
class WorkerCensus:
    """The workers alive in one player's page at one moment.

    `game` counts from 1; `moment` is `DURING` or `AFTER`; `player` is 0 or 1; `workers` names each
    worker alive (its URL), so that a verdict can say which one was left.
    """

    game: int
    moment: str
    player: int
    workers: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.moment not in (DURING, AFTER):
            raise ValueError(f"a census is taken {DURING!r} or {AFTER!r}, not {self.moment!r}")


def judge_no_worker_left(
    censuses: Sequence[WorkerCensus],
    games: int,
    *,
    players: Sequence[int] = (0, 1),
    requirement: str = "VALID-04b",
) -> Verdict:
    """Passed when every census taken after each of `games` games found no worker, for every one of `players`.

    Failed names the first bad game, the player and what is left. A game without a census after it is
    inconclusive. So is a census taken during a game that saw no worker: a census that cannot see a
    worker at work proves nothing when it sees none afterwards.
    """
    after = sorted((c for c in censuses if c.moment == AFTER), key=lambda c: (c.game, c.player))
    during = [c for c in censuses if c.moment == DURING]
    counted = {(census.player, census.game) for census in after}
    missing = [(g, p) for g in range(1, games + 1) for p in players if (p, g) not in counted]
    bad = [census for census in after if census.workers]
    blind = [census for census in during if not census.workers]
    figures: dict[str, Figure] = {
        "games": games,
        "censuses_after": len(after),
        "censuses_during": len(during),
        "workers_seen_during": sum(len(census.workers) for census in during),
        "workers_left": sum(len(census.workers) for census in after),
    }
    if bad:
        first = bad[0]
        figures["first_bad_game"] = first.game
        shown = ", ".join(first.workers[:3]) + (
            f" and {len(first.workers) - 3} more" if len(first.workers) > 3 else ""
        )
        sentence = (
            f"After game {first.game} of {games}, {_count(len(first.workers))} left with player "
            f"{first.player + 1}, the limit is 0 ({shown}); "
            f"{len(bad)} of {len(after)} counts after games found one."
        )
        return Verdict(requirement, Outcome.FAILED, sentence, figures)
    if games < 1 or missing:
        where = f"game {missing[0][0]}, player {missing[0][1] + 1}" if missing else "any game"
        sentence = f"Workers were not counted after {where}, so {games} games cannot be judged."
        return Verdict(requirement, Outcome.INCONCLUSIVE, sentence, figures)
    if blind:
        sentence = (
            f"No worker was seen while player {blind[0].player + 1} played game {blind[0].game}, so finding "
            f"none afterwards shows nothing."
        )
        return Verdict(requirement, Outcome.INCONCLUSIVE, sentence, figures)
    sentence = (
        f"No Python worker was left after any of {games} games, the limit is 0 "
        f"({len(after)} counts, {len(players)} players"
        + (f"; {figures['workers_seen_during']} workers seen at work)." if during else ").")
    )
    return Verdict(requirement, Outcome.PASSED, sentence, figures)


def _count(workers: int) -> str:
    return "1 worker was" if workers == 1 else f"{workers} workers were"

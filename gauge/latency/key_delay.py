"""Does a key show as soon as with Python on the page? From its press to the picture that shows it.

Steps may be quick and pictures new, and the game slow to answer all the same: where keys wait for the step
that takes them. A key falls anywhere within a frame, so its delay is spread over a frame's length in both
setups. How much later keys show is the shift between the two sets of delays: the median of all differences
(Hodges & Lehmann, Annals of Mathematical Statistics 34:598, 1963), between bounds from the ranks of Mann and
Whitney in their normal approximation (Hollander, Wolfe & Chicken, Nonparametric Statistical Methods, 3rd ed.
2014, section 4.3). Neither depends on what shape the delays have.

Pictures wait for the screen to repaint. Where a game's frames fall between two repaints stays about the same
as long as it runs, so all its keys are late by the same part of one, anything from none to all. The
difference of two such parts has a variance of a sixth of a repaint's square, which widens the bounds.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import NormalDist, median
from typing import get_args

import numpy as np
import scipy

from gauge.latency.equal_work import PLACES
from gauge.latency.match_steps import Arm
from gauge.latency.pictures import REPAINT_MS
from gauge.tables import Table
from gauge.verdict import Figure, Measure, Outcome, Verdict, combine, quantity

REQUIREMENT = "VALID-03e"
KEYS = 12
"""Of each player in a game."""
LOOKS = 3
"""How often at most is judged, each time after one more game in each setup; they share the error."""
ALPHA = 0.05 / LOOKS
FEWEST_KEYS = 8
ARMS: tuple[Arm, ...] = get_args(Arm)


@dataclass(frozen=True)
class KeyDelay:
    """How long one key took to show, in milliseconds: in which game of a setup, for which player (0 or 1).

    A key that did not show took infinitely long.
    """

    arm: Arm
    game: int
    player: int
    ms: float

    def __post_init__(self) -> None:
        if self.arm not in ARMS or self.player not in (0, 1):
            raise ValueError(f"{self.arm!r} and player {self.player + 1} are no setup and player")


def judge_key_delay(keys: Sequence[KeyDelay], margin_ms: float) -> Verdict:
    """VALID-03e: keys of each player show at most so much later with Python in a Worker; the worst decides.

    Inconclusive with too few keys, or while the interval has the margin in it. Keys that do not show must not
    be more than on the page, by the exact test of Fisher.
    """
    return combine(
        REQUIREMENT,
        [_judge_lost(keys, player) or _judge_player(keys, player, margin_ms) for player in (0, 1)],
    )


def shift(worker_ms: Sequence[float], direct_ms: Sequence[float], games: int) -> tuple[float, float, float]:
    """By how much the first are longer, and its one-sided bounds, each of the error ALPHA.

    ``games`` is of how many games the keys of each setup are.
    """
    differences = np.sort(np.subtract.outer(worker_ms, direct_ms), axis=None)
    n, m = len(worker_ms), len(direct_ms)
    z = NormalDist().inv_cdf(1 - ALPHA)
    beyond = max(0, math.floor(n * m / 2 - z * math.sqrt(n * m * (n + m + 1) / 12)))
    later, lower, upper = (float(d) for d in (np.median(differences), *differences[[beyond, -1 - beyond]]))
    repaint_ms = z * REPAINT_MS / math.sqrt(6 * games)
    return later, later - math.hypot(later - lower, repaint_ms), later + math.hypot(upper - later, repaint_ms)


def by_player(keys: Sequence[KeyDelay]) -> Iterator[tuple[int, Arm, list[float]]]:
    """Both players in both setups, with the delays of the keys that showed there."""
    for player in (0, 1):
        for arm in ARMS:
            yield player, arm, [ms for ms in _all_ms(keys, arm, player) if math.isfinite(ms)]


def key_table(keys: Sequence[KeyDelay]) -> Table:
    """A row for each player and setup."""
    rows = [
        (f"player {player + 1}", PLACES[arm], len(ms), median(ms), min(ms), max(ms))
        for player, arm, ms in by_player(keys)
        if ms
    ]
    return Table(("player", "Python", "keys", "median_ms", "min_ms", "max_ms"), rows)


def _all_ms(keys: Sequence[KeyDelay], arm: Arm, player: int) -> list[float]:
    return [key.ms for key in keys if (key.arm, key.player) == (arm, player)]


def _judge_lost(keys: Sequence[KeyDelay], player: int) -> Verdict | None:
    """None unless more keys of a player did not show with Python in a Worker than on the page."""
    pressed = [len(_all_ms(keys, arm, player)) for arm in ARMS]
    lost = [sum(map(math.isinf, _all_ms(keys, arm, player))) for arm in ARMS]
    if lost[0] * pressed[1] <= lost[1] * pressed[0]:
        return None
    table = np.array([lost, np.subtract(pressed, lost)])
    sure = scipy.stats.fisher_exact(table, alternative="greater").pvalue <= ALPHA
    sentence = (
        f"Player {player + 1}: {lost[0]} of {pressed[0]} keys did not show with Python in a Worker, and "
        f"{lost[1]} of {pressed[1]} on the page{'' if sure else ': too few to tell whether keys are lost'}."
    )
    figures: dict[str, Figure] = {"player": player, "worker_lost": lost[0], "direct_lost": lost[1]}
    return Verdict(REQUIREMENT, Outcome.FAILED if sure else Outcome.INCONCLUSIVE, sentence, figures)


def _judge_player(keys: Sequence[KeyDelay], player: int, margin_ms: float) -> Verdict:
    worker_ms, direct_ms = (ms for seat, _, ms in by_player(keys) if seat == player)
    counted = f"{len(worker_ms)} and {len(direct_ms)} keys"
    figures: dict[str, Figure] = {"margin_ms": margin_ms, "player": player}
    figures |= {"worker_keys": len(worker_ms), "direct_keys": len(direct_ms)}
    if min(len(worker_ms), len(direct_ms)) < FEWEST_KEYS:
        sentence = f"Player {player + 1}: too few keys were seen to show ({counted}; at least {FEWEST_KEYS})."
        return Verdict(REQUIREMENT, Outcome.INCONCLUSIVE, sentence, figures)
    games = min(len({key.game for key in keys if key.arm == arm}) for arm in ARMS)
    later, lower, upper = shift(worker_ms, direct_ms, games)
    figures |= {"games": games, "later_ms": later, "later_ms_lower": lower, "later_ms_upper": upper}
    figures |= {"worker_median_ms": median(worker_ms), "direct_median_ms": median(direct_ms)}
    if upper <= margin_ms:
        outcome, held = Outcome.PASSED, f"margin {margin_ms:g} ms"
    elif lower > margin_ms:
        outcome, held = Outcome.FAILED, f"more than the margin of {margin_ms:g} ms"
    else:
        outcome, held = Outcome.INCONCLUSIVE, f"the margin of {margin_ms:g} ms lies between"
    sentence = (
        f"Player {player + 1}: from a key to its picture {median(worker_ms):.0f} ms with Python in a Worker "
        f"and {median(direct_ms):.0f} ms on the page, {round(later):+d} ms "
        f"[{round(lower):+d}, {round(upper):+d}] ({held}; {counted})."
    )
    measure = Measure(
        "key to picture: Worker minus page",
        later,
        "ms",
        margin_ms,
        lower=lower,
        upper=upper,
        detectable=margin_ms + upper - lower,
        samples=quantity(len(worker_ms) + len(direct_ms), "key"),
        line=f"player {player + 1}",
    )
    return Verdict(REQUIREMENT, outcome, sentence, figures, measures=(measure,))

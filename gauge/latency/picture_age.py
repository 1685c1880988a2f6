"""Do pictures show the game as it is, or as it was some frames before?

Both setups play the same game, so their pictures of a frame are alike. The pictures of each player are held
against those with Python on the page, moved by every number of frames: where they fit is how old they are. A
picture that comes in time may be an old one, which no clock sees. Where they grow old later in a game, that
part of it is judged as the whole is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from gauge.latency.match_steps import Arm
from gauge.tables import Table
from gauge.verdict import Figure, Measure, Outcome, Verdict, combine, quantity

REQUIREMENT = "VALID-03c"
# older ones have nothing to be compared with in the frames of which there are pictures
OLDEST = 45
LEAST_FRAMES = 30
# of brightness (0 to 255), what rounding leaves between pictures that are the same
ROUNDING = 0.05
TIMES_AS_UNLIKE = 2.0
PART_FRAMES = 50
# a part in which less happens may come late by chance
LEAST_CHANGES = 5


@dataclass(frozen=True)
class PlayerView:
    """What a player saw in one setup: by frame one brightness (0 to 255) a cell, the mean of the matches."""

    arm: Arm
    player: int
    pictures: Mapping[int, bytes]


def mean_view(arm: Arm, player: int, matches: Sequence[Mapping[int, bytes]]) -> PlayerView:
    """Of each frame the mean of the matches that have a picture of it, all of the same size."""
    means = {}
    for frame in sorted({frame for match in matches for frame in match}):
        shown = [_cells(match[frame]) for match in matches if frame in match]
        if len({cells.size for cells in shown}) == 1:
            means[frame] = np.mean(shown, axis=0).round().astype(np.uint8).tobytes()
    return PlayerView(arm, player, means)


def judge_picture_age(views: Sequence[PlayerView], fps: float | None) -> Verdict:
    """VALID-03c: each player's pictures with Python in a Worker fit no older frame than those on the page.

    Inconclusive where too few could be read, where they hardly change, or fit several frames about as well.
    """
    pictures = {(view.arm, view.player): view.pictures for view in views}
    players = sorted({view.player for view in views})
    if not players:
        return Verdict(REQUIREMENT, Outcome.INCONCLUSIVE, "No picture of the game was recorded.")

    def judge(player: int) -> Verdict:
        theirs, ours = (pictures.get((arm, player), {}) for arm in ("worker", "direct"))
        whole = _judge_pictures(player, unlikeness(theirs, ours), fps)
        if whole.outcome is Outcome.FAILED:
            return whole
        parts = [
            _judge_pictures(player, unlikeness(theirs, ours, begin), fps, begin) for begin in _parts(ours)
        ]
        failed = [part for part in parts if part.outcome is Outcome.FAILED]
        # the first of those that fit best: an earlier one begins while pictures are still new
        return min(failed, key=lambda part: round(float(part.figures["difference"] or 0), 1), default=whole)

    return combine(REQUIREMENT, [judge(player) for player in players])


def is_moving(pictures: Mapping[int, bytes], begin: int = 0) -> bool:
    """Whether enough happens, from a frame on, to tell how old pictures are."""
    shown = [cells for frame, cells in pictures.items() if frame >= begin]
    return sum(one != other for one, other in pairwise(shown)) >= LEAST_CHANGES


def _parts(pictures: Mapping[int, bytes]) -> Iterator[int]:
    """The frames from which on a game is judged by itself."""
    begins = range(PART_FRAMES, max(pictures, default=0), PART_FRAMES)
    return (begin for begin in begins if is_moving(pictures, begin))


def _judge_pictures(player: int, unlike: Mapping[int, float], fps: float | None, begin: int = 0) -> Verdict:
    who, since = f"Player {player + 1}", f" from frame {begin} on" if begin else ""
    if not unlike:
        sentence = f"{who}: too few pictures of the canvas could be read to tell how old they are."
        return Verdict(REQUIREMENT, Outcome.INCONCLUSIVE, sentence)
    best = min(unlike, key=lambda age: (unlike[age], abs(age)))
    fitting = [age for age, value in unlike.items() if value <= TIMES_AS_UNLIKE * unlike[best] + ROUNDING]
    youngest, oldest = min(fitting), max(fitting)
    ms = 1000 * max(0, best) / fps if fps else None
    if oldest <= 0:
        outcome, sentence = Outcome.PASSED, "pictures are as new as with Python on the page."
    elif youngest > 0:
        late = "" if ms is None else f" ({ms:.0f} ms)"
        outcome = Outcome.FAILED
        sentence = f"pictures are {quantity(best, 'frame')}{late} older than with Python on the page{since}."
    else:
        outcome = Outcome.INCONCLUSIVE
        sentence = (
            "pictures change too little, or differ too much, to tell how old they are: those on the page are "
            f"about as like when these are {-youngest} frames newer and when they are {oldest} older."
        )
    figures: dict[str, Figure] = {"age_frames": best, "youngest_frames": youngest, "oldest_frames": oldest}
    figures["difference"] = unlike[best]
    table = Table(("frames older", "difference"), list(unlike.items())).text()
    older = Measure("pictures older than with Python on the page", ms, "ms", 0.0, line=who.lower())
    return Verdict(REQUIREMENT, outcome, f"{who}: {sentence}", figures, f"{who}\n{table}", (), (older,))


def unlikeness(worker: Mapping[int, bytes], direct: Mapping[int, bytes], begin: int = 0) -> dict[int, float]:
    """By how many frames older the worker's pictures would be, the mean difference in brightness of a cell.

    Each of the page's pictures, from the frame ``begin`` on, is compared with the worker's of that many
    frames later. Empty where fewer than LEAST_FRAMES can be compared without moving them.
    """
    theirs, ours = ({frame: _cells(cells) for frame, cells in each.items()} for each in (worker, direct))
    found = {}
    for age in range(-OLDEST, OLDEST + 1):
        pairs = [
            (theirs[frame + age], cells)
            for frame, cells in ours.items()
            if frame >= begin and frame + age in theirs
        ]
        alike = [np.abs(one - other).mean() for one, other in pairs if one.size == other.size]
        if len(alike) >= LEAST_FRAMES:
            found[age] = float(np.mean(alike))
    return found if 0 in found else {}


def _cells(picture: bytes) -> NDArray[np.float64]:
    return np.frombuffer(picture, dtype=np.uint8).astype(np.float64)

"""When each frame's picture was drawn: a frame is shown by the first picture that is as new as it is.

Where frames come quicker than the screen repaints, one picture shows several.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from gauge.clock.sightings import ClaimedStep, Draw


def drawn_ms(steps: Sequence[ClaimedStep], draws: Sequence[Draw]) -> dict[int, float]:
    """By frame, when its picture began to be drawn, in ms of the page; frames without a picture are left out.

    `steps` are of one game, `draws` may span others.
    """
    ordered = sorted(steps, key=lambda step: step.call_ms)
    if not ordered:
        return {}
    pictures = _of_one_game([draw for draw in draws if draw.at_ms >= ordered[0].call_ms])
    numbers = [draw.frame for draw in pictures]
    ahead = _ahead(ordered, pictures)
    found = ((step.frame, bisect_left(numbers, step.frame + ahead)) for step in ordered)
    return {frame: pictures[picture].at_ms for frame, picture in found if picture < len(pictures)}


def _of_one_game(draws: Sequence[Draw]) -> Sequence[Draw]:
    """The first of them, up to the one with which the numbers begin anew."""
    end = next((n for n, (a, b) in enumerate(pairwise(draws), start=1) if b.frame < a.frame), len(draws))
    return draws[:end]


def _ahead(steps: Sequence[ClaimedStep], pictures: Sequence[Draw]) -> int:
    """By how much the game's number is above a step's when its picture is drawn: games count from 0 or 1."""
    times = [draw.at_ms for draw in pictures]
    found: Counter[int] = Counter()
    for step, following in pairwise(steps):
        index = bisect_left(times, following.call_ms) - 1
        if index >= 0 and times[index] >= step.return_ms:
            found[pictures[index].frame - step.frame] += 1
    return found.most_common(1)[0][0] if found else 1

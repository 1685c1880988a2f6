"""What a player feels: is each frame's picture on the screen in time?

From the moment at which a frame is due (`gauge.clock.schedule`) to the moment at which its picture is drawn,
which is the first picture as new as the frame is. In time is a picture that is drawn within a frame and one
repaint of the screen. A frame that has no picture, or was not recorded, is late. From the draw to the screen
it is the browser's next repaint, which does not count here.

Where a row of pictures is late, the picture *stood still* before the first of them: from the picture before.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

import numpy as np
from numpy.typing import NDArray

from gauge.clock.schedule import due_ms
from gauge.latency.deadlines import ROUNDING_MS, Pace, matches_by_player
from gauge.latency.match_share import ARM_NAMES, judge_share
from gauge.latency.match_steps import Arm
from gauge.latency.step_record import StepRecord, by_frame
from gauge.tables import Table
from gauge.verdict import Outcome, Verdict, quantity

REPAINT_MS = 1000 / 60


@dataclass(frozen=True)
class Pause:
    """How long no new picture came, and the frame whose picture ended it."""

    still_ms: float
    frame: int
    pair: int
    player: int


@dataclass(frozen=True)
class PlayerPictures:
    """The pictures of one player of one match: by counted frame, ms from due to drawn, NaN for no picture."""

    pair: int
    arm: Arm
    player: int
    after_ms: NDArray[np.float64]
    late: NDArray[np.bool_]
    pauses: tuple[Pause, ...]


@dataclass(frozen=True)
class MatchPictures:
    """The counted frames of one match, of all its players: those with a late picture and those with none."""

    pair: int
    arm: Arm
    frames: int
    drawn_late: int
    not_drawn: int

    @property
    def late(self) -> int:
        return self.drawn_late + self.not_drawn


def see_pictures(records: Sequence[StepRecord], pace: Pace) -> tuple[PlayerPictures, ...]:
    """The pictures of every player, by pair, arm and player; parameters and errors as `count_deadlines`."""
    found = []
    fps, counted = pace.fps, slice(pace.warm_up_frames, None)
    for pair, arm, players, start, length in matches_by_player(records, pace):
        for player, steps in enumerate(players):
            drawn = by_frame(steps, start, length, lambda r: r.drawn_ms)
            after = drawn - due_ms(by_frame(steps, start, length, lambda r: r.call_ms), fps)
            # a NaN compares as false, so a frame without a picture is not in time
            late = ~(after <= in_time_ms(fps) + ROUNDING_MS)
            late[: pace.warm_up_frames] = False
            pauses = tuple(
                Pause(still, frame + start, pair, player)
                for still, frame in _pauses(drawn, late)
                if still > in_time_ms(fps)
            )
            found.append(PlayerPictures(pair, arm, player, after[counted], late[counted], pauses))
    return tuple(found)


def in_time_ms(fps: float) -> float:
    """How long after it is due a picture may be drawn, in ms."""
    return 1000 / fps + REPAINT_MS


def judge_pictures(
    records: Sequence[StepRecord], arm: Arm, pace: Pace, limit_percent: float, whose: str = ""
) -> Verdict:
    """VALID-03c: the share of one arm's pictures, judged as `judge_share` does, the longest pause named.

    Inconclusive when no picture of the arm was seen to be drawn. ValueError as those that it calls.
    """
    everyone = see_pictures(records, pace)
    players = [each for each in everyone if each.arm == arm]
    counts = _counts(players)
    table = picture_table(everyone).text()
    if not any(np.isfinite(each.after_ms).any() for each in players):
        frames = sum(count.frames for count in counts)
        sentence = f"{ARM_NAMES[arm]}{whose}: no picture of {frames:,} frames was seen to be drawn."
        return Verdict("VALID-03c", Outcome.INCONCLUSIVE, sentence, {"arm": arm}, table)
    kinds = {
        "drawn late": sum(count.drawn_late for count in counts),
        "never drawn": sum(count.not_drawn for count in counts),
    }
    verdict = judge_share(
        counts, arm, limit_percent, "of pictures on the screen in time", kinds, table, whose
    )
    after = np.concatenate([each.after_ms for each in players])
    middle, high, higher, worst = _quantiles(after)
    figures = {
        "fps": pace.fps,
        "in_time_ms": in_time_ms(pace.fps),
        "shown_median_ms": middle,
        "shown_p95_ms": high,
        "shown_p99_ms": higher,
        "shown_worst_ms": worst,
        **verdict.figures,
    }
    felt = (
        f"Drawn {middle:.1f} ms after a frame is due at the median, {higher:.1f} ms at the 99th percentile,"
        f" {worst:.1f} ms at worst; in time is {in_time_ms(pace.fps):.1f} ms."
    )
    pauses = [pause for each in players for pause in each.pauses]
    sentence = " ".join(filter(None, (verdict.sentence, felt, pause_sentence(pauses))))
    return replace(verdict, sentence=sentence, figures={**figures, "pauses": len(pauses)})


def pause_sentence(pauses: Sequence[Pause]) -> str:
    """How often and how long the picture stood still; nothing when it never did."""
    if not pauses:
        return ""
    longest, first = max(pauses, key=lambda pause: pause.still_ms), pauses[0]
    return (
        f"The picture stood still {quantity(len(pauses), 'time')}, for"
        f" {median(pause.still_ms for pause in pauses):.0f} ms at the median and {longest.still_ms:.0f} ms at"
        f" worst, first before frame {first.frame} (pair {first.pair}, player {first.player + 1})."
    )


def picture_table(players: Sequence[PlayerPictures]) -> Table:
    """From due to drawn in ms, by arm and player over all matches."""
    groups: defaultdict[tuple[Arm, int], list[PlayerPictures]] = defaultdict(list)
    for each in players:
        groups[each.arm, each.player].append(each)
    rows = []
    for (arm, player), own in sorted(groups.items()):
        after = np.concatenate([each.after_ms for each in own])
        late, pauses = sum(int(each.late.sum()) for each in own), sum(len(each.pauses) for each in own)
        rows.append((arm, player + 1, after.size, *_quantiles(after), late, pauses))
    headings = ("arm", "player", "frames", "median_ms", "p95_ms", "p99_ms", "worst_ms", "late", "pauses")
    return Table(headings, rows)


def _counts(players: Sequence[PlayerPictures]) -> list[MatchPictures]:
    matches: defaultdict[tuple[int, Arm], list[PlayerPictures]] = defaultdict(list)
    for each in players:
        matches[each.pair, each.arm].append(each)
    counts = []
    for (pair, arm), own in matches.items():
        missing = sum(int(np.isnan(each.after_ms).sum()) for each in own)
        late = sum(int(each.late.sum()) for each in own)
        counts.append(
            MatchPictures(pair, arm, sum(each.after_ms.size for each in own), late - missing, missing)
        )
    return counts


def _pauses(drawn: NDArray[np.float64], late: NDArray[np.bool_]) -> list[tuple[float, int]]:
    """How long no picture came, and its frame from the first, before each row of late pictures."""
    begins = np.flatnonzero(late & ~np.concatenate([[False], late[:-1]]))
    pauses = []
    for frame in begins:
        before = drawn[:frame][drawn[:frame] < drawn[frame]]
        if before.size:
            pauses.append((float(drawn[frame] - before.max()), int(frame)))
    return pauses


def _quantiles(after_ms: NDArray[np.float64]) -> tuple[float, float, float, float]:
    """Median, 95th and 99th percentile (median-unbiased, as those of step times) and worst; NaN for none."""
    seen = after_ms[np.isfinite(after_ms)]
    if not seen.size:
        return math.nan, math.nan, math.nan, math.nan
    middle, high, higher = np.quantile(seen, (0.5, 0.95, 0.99), method="median_unbiased")
    return float(middle), float(high), float(higher), float(seen.max())

"""Can the game's own timing be trusted? Its claims held against what was seen from outside.

**Failed** only on what no honest game can show: replies by which the frame's number rose after the step was
said to be over (MIN_LATE steps or more, and at least half of all steps with a message after their end: a
message of something else falls by chance into the moment before a number rises, but seldom), or a game whose
steps were made while no message came from a Worker at all.

**Inconclusive** when the messages cannot tell: something unseen can carry replies, the recorder was full,
steps have no request and reply of their own (asked ahead, answered in batches), or messages of which nothing
is known pass outside the claimed times in more than STRAY_PERCENT of the steps. An inconclusive answer is not
green, so that an honest game of such a kind is neither blamed nor proved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import get_args

from gauge.clock.seen_steps import Kind, SeenStep, see_steps
from gauge.clock.sightings import ClaimedStep, Sightings
from gauge.tables import Table
from gauge.verdict import Figure, Outcome, Verdict

CLOCK = "CLOCK"
MIN_LATE = 3
STRAY_PERCENT = 5.0
DISTRUST = "The game's own timing cannot be trusted:"
UNTOLD = "The second clock cannot tell whether the game's own timing is true:"


@dataclass(frozen=True)
class SeenGame:
    """One player's game: whose, its steps, and what can carry replies unseen or was lost."""

    who: str
    steps: tuple[SeenStep, ...]
    unseen: tuple[str, ...] = ()
    lost: int = 0

    @classmethod
    def of(cls, who: str, steps: Sequence[ClaimedStep], seen: Sightings) -> SeenGame:
        """`who` as a sentence calls it: 'pair 3, player 1'. `seen` may span other games of the window."""
        return cls(who, see_steps(steps, seen), seen.unseen, seen.lost)

    def kind(self, kind: Kind) -> list[SeenStep]:
        return [step for step in self.steps if step.kind == kind]

    @property
    def seen_ms(self) -> Mapping[int, float]:
        """Step times of the second clock by frame, request to reply; none for a step without both."""
        return {step.frame: step.seen_ms for step in self.steps if step.seen_ms is not None}


def judge_clock(games: Sequence[SeenGame]) -> Verdict:
    """Whether the claimed times of these games with Python in a Worker fit what was seen of them."""
    outcome, sentence = _judged(games)
    return Verdict(CLOCK, outcome, sentence, _figures(games), _table(games).text())


def _judged(games: Sequence[SeenGame]) -> tuple[Outcome, str]:
    steps = [step for game in games for step in game.steps]
    if not games or not all(game.steps for game in games):
        return Outcome.INCONCLUSIVE, f"{UNTOLD} no step was recorded."
    total = f"{len(steps):,}"
    late = [(game, step) for game in games for step in game.kind("late")]
    after = sum(step.kind == "late" or step.stray > 0 for step in steps)
    if len(late) >= MIN_LATE and 2 * len(late) >= after:
        amount = median(step.late_ms for _, step in late if step.late_ms is not None)
        sentence = (
            f"{DISTRUST} in {len(late):,} of {total} steps the reply came after the step was said to be over,"
            f" by {amount:.1f} ms at the median, first in {_place(*late[0])}."
        )
        return Outcome.FAILED, sentence
    # what is unseen and what is lost may hold the replies that are missed
    if unseen := sorted({f"{name} ({game.who})" for game in games for name in game.unseen}):
        return Outcome.INCONCLUSIVE, f"{UNTOLD} replies can pass it unseen, by {', '.join(unseen)}."
    if lost := sum(game.lost for game in games):
        return Outcome.INCONCLUSIVE, f"{UNTOLD} it was full, and {lost:,} sightings are lost."
    mute = [game for game in games if not any(step.received for step in game.steps)]
    if mute:
        sentence = (
            f"{DISTRUST} in {sum(len(game.steps) for game in mute):,} of {total} steps no message came from a Worker,"
            f" first in {_place(mute[0], mute[0].steps[0])}."
        )
        return Outcome.FAILED, sentence
    alone = [(game, step) for game in games for step in game.steps if step.kind != "answered"]
    if alone:
        silent = sum(step.kind == "silent" for _, step in alone)
        sentence = (
            f"{UNTOLD} {len(alone):,} of {total} steps have no request and reply of their own ({silent:,} of them"
            f" no message at all), first in {_place(*alone[0])}."
        )
        return Outcome.INCONCLUSIVE, sentence
    # after the last step the game ends, with messages of its own
    stray = [(game, step) for game in games for step in game.steps[:-1] if step.stray]
    if 100 * len(stray) > STRAY_PERCENT * len(steps):
        sentence = (
            f"{UNTOLD} after {len(stray):,} of {total} steps messages passed while none was claimed, first in"
            f" {_place(*stray[0])} (limit {STRAY_PERCENT:g} %)."
        )
        return Outcome.INCONCLUSIVE, sentence
    sentence = (
        f"The game's own timing fits a second clock: in {total} of {total} steps request and reply lie within"
        f" the claimed time (median {median(step.claimed_ms for step in steps):.2f} ms claimed,"
        f" {median(ms for game in games for ms in game.seen_ms.values()):.2f} ms from request to reply)."
    )
    return Outcome.PASSED, sentence


def _place(game: SeenGame, step: SeenStep) -> str:
    return f"frame {step.frame} ({game.who})"


def _figures(games: Sequence[SeenGame]) -> dict[str, Figure]:
    steps = [step for game in games for step in game.steps]
    late = [step.late_ms for step in steps if step.late_ms is not None]
    return {
        "steps": len(steps),
        **{f"{kind}_steps": sum(step.kind == kind for step in steps) for kind in get_args(Kind)},
        "stray_messages": sum(step.stray for step in steps),
        "late_median_ms": _median(late),
        "late_worst_ms": max(late, default=None),
        "claimed_median_ms": _median(step.claimed_ms for step in steps),
        "seen_median_ms": _median(ms for game in games for ms in game.seen_ms.values()),
        "unseen": ", ".join(sorted({name for game in games for name in game.unseen})),
    }


def _table(games: Sequence[SeenGame]) -> Table:
    kinds: tuple[Kind, ...] = get_args(Kind)
    rows = [
        (
            game.who,
            *(len(game.kind(kind)) for kind in kinds),
            sum(step.stray for step in game.steps),
            _median(step.claimed_ms for step in game.steps),
            _median(game.seen_ms.values()),
        )
        for game in games
    ]
    return Table(("game", *kinds, "stray messages", "claimed median ms", "seen median ms"), rows)


def _median(values: Iterable[float]) -> float | None:
    """None for no value."""
    found = list(values)
    return median(found) if found else None

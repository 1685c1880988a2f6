"""Can the game's own timing be trusted? Its claims held against what was seen from outside.

**Python in a Worker** (`judge_clock`). *Failed* only on what no honest game can show: replies by which the
frame's number rose after the step was said to be over (MIN_LATE steps or more, and at least half of all steps
with a message after their end: a message of something else falls by chance into the moment before a number
rises, but seldom), or a game whose steps were made while no message came from a Worker at all.
*Inconclusive* when the messages cannot tell: something unseen can carry replies, the recorder was full, steps
have no request and reply of their own (asked ahead, answered in batches), or messages of which nothing is
known pass outside the claimed times in more than STRAY_PERCENT of the steps.

**Python on the page** (`judge_page`). There is no message; the page's thread is busy with a step from its
call to its return. Where it came free before (in more than STRAY_PERCENT of the steps), or most steps take no
more than a tick of the clock, the claim is not shown to be time in which Python ran: *inconclusive*.

Inconclusive is not green, so an honest game that works otherwise is neither blamed nor proved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
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
KINDS: tuple[Kind, ...] = get_args(Kind)
Found = tuple[Outcome, str]
Places = list[tuple["SeenGame", SeenStep]]


@dataclass(frozen=True)
class SeenGame:
    """One player's game: whose, its steps, and what can carry replies unseen or was lost."""

    who: str
    steps: tuple[SeenStep, ...]
    unseen: tuple[str, ...] = ()
    lost: int = 0
    resolution_ms: float = 0.1

    @classmethod
    def of(cls, who: str, steps: Sequence[ClaimedStep], seen: Sightings) -> SeenGame:
        """`who` as a sentence calls it: 'pair 3, player 1'."""
        return cls(who, see_steps(steps, seen), seen.unseen, seen.lost, seen.resolution_ms)

    @property
    def seen_ms(self) -> Mapping[int, float]:
        """By frame, from the step's first request to its reply; a step without both is left out."""
        return {step.frame: step.seen_ms for step in self.steps if step.seen_ms is not None}

    @property
    def counted_ms(self) -> Mapping[int, float]:
        """By frame, from the step's call until the number rose: the same in a Worker and on the page."""
        return {step.frame: step.counted_ms for step in self.steps if step.counted_ms is not None}


def judge_clock(games: Sequence[SeenGame]) -> Verdict:
    """Whether the claimed times of games with Python in a Worker fit what was seen."""
    found = (
        _nothing(games) or _late(games) or _hidden(games) or _mute(games) or _alone(games) or _stray(games)
    )
    if found is None:
        steps = _steps(games)
        seen = median(ms for game in games for ms in game.seen_ms.values())
        sentence = (
            f"The game's own timing fits a second clock: in {steps} steps request and reply lie within the"
            f" claimed time (median {_claimed(games):.2f} ms claimed, {seen:.2f} ms from request to reply)."
        )
        found = Outcome.PASSED, sentence
    return Verdict(CLOCK, *found, _figures(games), _table(games).text())


def judge_page(games: Sequence[SeenGame]) -> Verdict:
    """Whether the claimed times of games with Python on the page are time in which the page was busy."""
    found = _nothing(games) or _full(games) or _too_short(games) or _came_free(games)
    if found is None:
        sentence = (
            f"The game's own timing on the page fits a second clock: the page did nothing else in its"
            f" {_steps(games)} steps (median {_claimed(games):.2f} ms)."
        )
        found = Outcome.PASSED, sentence
    return Verdict(CLOCK, *found, _figures(games), _table(games).text())


def _nothing(games: Sequence[SeenGame]) -> Found | None:
    if games and all(game.steps for game in games):
        return None
    return Outcome.INCONCLUSIVE, f"{UNTOLD} no step was recorded."


def _late(games: Sequence[SeenGame]) -> Found | None:
    late = _places(games, lambda step: step.kind == "late")
    after = _places(games, lambda step: step.kind == "late" or step.stray > 0)
    if len(late) < MIN_LATE or 2 * len(late) < len(after):
        return None
    amount = median(step.late_ms for _, step in late if step.late_ms is not None)
    sentence = (
        f"{DISTRUST} in {len(late):,} of {_steps(games)} steps the reply came after the step was said to be"
        f" over, by {amount:.1f} ms at the median, {_first(late)}."
    )
    return Outcome.FAILED, sentence


def _hidden(games: Sequence[SeenGame]) -> Found | None:
    unseen = sorted({f"{name} ({game.who})" for game in games for name in game.unseen})
    if unseen:
        return Outcome.INCONCLUSIVE, f"{UNTOLD} replies can pass it unseen, by {', '.join(unseen)}."
    return _full(games)


def _full(games: Sequence[SeenGame]) -> Found | None:
    lost = sum(game.lost for game in games)
    return (Outcome.INCONCLUSIVE, f"{UNTOLD} it was full, and {lost:,} sightings are lost.") if lost else None


def _mute(games: Sequence[SeenGame]) -> Found | None:
    mute = [game for game in games if not any(step.received for step in game.steps)]
    made = _places(mute, lambda _: True)
    sentence = f"{DISTRUST} {len(made):,} of {_steps(games)} steps were made without a message from a Worker"
    return (Outcome.FAILED, f"{sentence}, {_first(made)}.") if mute else None


def _alone(games: Sequence[SeenGame]) -> Found | None:
    alone = _places(games, lambda step: step.kind != "answered")
    silent = sum(step.kind == "silent" for _, step in alone)
    sentence = (
        f"{UNTOLD} {len(alone):,} of {_steps(games)} steps have no request and reply of their own"
        f" ({silent:,} no message at all)"
    )
    return (Outcome.INCONCLUSIVE, f"{sentence}, {_first(alone)}.") if alone else None


def _stray(games: Sequence[SeenGame]) -> Found | None:
    # after its last step a game ends, with messages of its own
    last = {id(game.steps[-1]) for game in games}
    stray = _places(games, lambda step: step.stray > 0 and id(step) not in last)
    sentence = f"{UNTOLD} messages passed outside the claimed time of {len(stray):,} of {_steps(games)} steps"
    return _if_many(stray, games, sentence)


def _too_short(games: Sequence[SeenGame]) -> Found | None:
    tick = games[0].resolution_ms
    if _claimed(games) > tick:
        return None
    sentence = (
        f"{UNTOLD} half of the {_steps(games)} steps took no longer than a tick of the clock ({tick:g} ms)."
    )
    return Outcome.INCONCLUSIVE, sentence


def _came_free(games: Sequence[SeenGame]) -> Found | None:
    tick = games[0].resolution_ms
    free = _places(games, lambda step: step.busy_ms is None or step.busy_ms < step.claimed_ms - tick)
    busy = _median(step.busy_ms for _, step in free if step.busy_ms is not None)
    shown = "not seen" if busy is None else f"{busy:.2f} ms"
    sentence = (
        f"{UNTOLD} in {len(free):,} of {_steps(games)} steps the page was free before the step was said to be"
        f" over (busy: {shown} at the median, claimed: {_claimed(games):.2f} ms)"
    )
    return _if_many(free, games, sentence)


def _if_many(places: Places, games: Sequence[SeenGame], sentence: str) -> Found | None:
    if 100 * len(places) <= STRAY_PERCENT * sum(len(game.steps) for game in games):
        return None
    return Outcome.INCONCLUSIVE, f"{sentence} (limit {STRAY_PERCENT:g} %), {_first(places)}."


def _places(games: Sequence[SeenGame], holds: Callable[[SeenStep], bool]) -> Places:
    return [(game, step) for game in games for step in game.steps if holds(step)]


def _first(places: Places) -> str:
    game, step = places[0]
    return f"first in frame {step.frame} ({game.who})"


def _steps(games: Sequence[SeenGame]) -> str:
    return f"{sum(len(game.steps) for game in games):,}"


def _claimed(games: Sequence[SeenGame]) -> float:
    return median(step.claimed_ms for game in games for step in game.steps)


def _median(values: Iterable[float]) -> float | None:
    """None for no value."""
    found = list(values)
    return median(found) if found else None


def _figures(games: Sequence[SeenGame]) -> dict[str, Figure]:
    steps = [step for game in games for step in game.steps]
    late = [step.late_ms for step in steps if step.late_ms is not None]
    return {
        "steps": len(steps),
        **{f"{kind}_steps": sum(step.kind == kind for step in steps) for kind in KINDS},
        "stray_messages": sum(step.stray for step in steps),
        "late_median_ms": _median(late),
        "late_worst_ms": max(late, default=None),
        "claimed_median_ms": _median(step.claimed_ms for step in steps),
        "seen_median_ms": _median(ms for game in games for ms in game.seen_ms.values()),
        "counted_median_ms": _median(ms for game in games for ms in game.counted_ms.values()),
        "busy_median_ms": _median(step.busy_ms for step in steps if step.busy_ms is not None),
        "unseen": ", ".join(sorted({name for game in games for name in game.unseen})),
    }


def _table(games: Sequence[SeenGame]) -> Table:
    headings = ("game", *KINDS, "stray", "claimed ms", "request to reply ms", "call to number ms", "busy ms")
    rows = [
        (
            game.who,
            *(sum(step.kind == kind for step in game.steps) for kind in KINDS),
            sum(step.stray for step in game.steps),
            _median(step.claimed_ms for step in game.steps),
            _median(game.seen_ms.values()),
            _median(game.counted_ms.values()),
            _median(step.busy_ms for step in game.steps if step.busy_ms is not None),
        )
        for game in games
    ]
    return Table(headings, rows)

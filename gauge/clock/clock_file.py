"""What a second clock saw of every step, in one sealed file, from which its verdicts can be recomputed.

One row per step, the fields of `SeenStep` after Python's place and the number of the game; what was not seen
is an empty field. The rules hold, by number, whose game it was and what could not be seen of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import astuple, fields
from typing import cast, get_args

from gauge.clock.second_clock import CLOCK, SeenGame, judge_clock, judge_page
from gauge.clock.seen_steps import Kind, SeenStep
from gauge.sealed_file import InvalidSampleFile, parsed, refusing, seal, unseal
from gauge.verdict import Verdict, combine

FORMAT = "kitchen-gauge/clock"
VERSION = 1
COLUMNS = ("python", "game", *(each.name for each in fields(SeenStep)))
JUDGES = {"worker": judge_clock, "direct": judge_page}
Seen = Mapping[str, Sequence[SeenGame]]
"""Games by Python's place: 'worker' or 'direct'."""


def judge_timing(seen: Seen) -> Verdict:
    """Whether the games' own timing can be trusted, in every place of Python that is given."""
    return combine(CLOCK, [JUDGES[place](games) for place, games in seen.items()])


def write_clock(seen: Seen) -> str:
    """The file's text."""
    games = [(place, game) for place, games in seen.items() for game in games]
    rules = [
        {
            "python": place,
            "who": game.who,
            "unseen": game.unseen,
            "lost": game.lost,
            "tick_ms": game.resolution_ms,
        }
        for place, game in games
    ]
    rows = (
        (place, number, *("" if value is None else value for value in astuple(step)))
        for number, (place, game) in enumerate(games)
        for step in game.steps
    )
    return seal(FORMAT, VERSION, json.dumps(rules), COLUMNS, rows)


def read_clock(text: str) -> Seen:
    """The games that were written; InvalidSampleFile when the file is damaged."""
    rules, rows = unseal(text, FORMAT, VERSION, COLUMNS)
    steps: dict[int, list[SeenStep]] = {}
    for number, step in parsed(rows, _step):
        steps.setdefault(number, []).append(step)
    seen: dict[str, list[SeenGame]] = {place: [] for place in JUDGES}
    with refusing("its rules cannot be read"):
        for number, game in enumerate(json.loads(rules)):
            seen[game["python"]].append(
                SeenGame(
                    str(game["who"]),
                    tuple(steps.pop(number, ())),
                    tuple(str(name) for name in game["unseen"]),
                    int(game["lost"]),
                    float(game["tick_ms"]),
                )
            )
    if steps:
        raise InvalidSampleFile("it is damaged: it has steps of games that its rules do not name")
    return seen


def recompute(text: str) -> Verdict:
    """The verdict of the run that wrote the file; InvalidSampleFile when it cannot give any."""
    seen = {place: games for place, games in read_clock(text).items() if games}
    if not seen:
        raise InvalidSampleFile("it is too small: it holds no game")
    return judge_timing(seen)


def _step(row: list[str]) -> tuple[int, SeenStep]:
    _, number, frame, kind, claimed, *times, received, stray = row
    if kind not in get_args(Kind):
        raise ValueError(f"a step is one of {', '.join(get_args(Kind))}, not {kind!r}")
    seen, late, counted, busy = (float(each) if each else None for each in times)
    step = SeenStep(
        int(frame), cast(Kind, kind), float(claimed), seen, late, counted, busy, int(received), int(stray)
    )
    return int(number), step

"""Visitors who all come at once: whether they stay connected, are all matched, and see the same games."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gauge.flow.games import judge_equal_states
from gauge.tables import Table
from gauge.verdict import Figure, Outcome, Verdict, combine, quantity

CONNECTED, MATCHED = "VALID-01", "VALID-02"


@dataclass(frozen=True)
class Visitor:
    """One visit, from arrival to the end of a game.

    ``sockets`` is how many sockets its page opened, ``lost`` how many of them closed before it left.
    ``freeze_ms`` is its longest freeze until Start could be pressed, ``to_first_step_s`` counts from arrival.
    """

    who: str
    game_id: str | int | None
    player_id: int | None
    finished: bool
    frames: int | None
    sockets: int
    lost: int
    freeze_ms: float
    to_first_step_s: float
    hashes: Sequence[str] = ()


def judge_connected(visitors: Sequence[Visitor]) -> Verdict:
    """Passed when no socket of any page closed before its visitor left."""
    without = [visitor.who for visitor in visitors if not visitor.sockets]
    if without or not visitors:
        sentence = f"No socket was seen of {', '.join(without) or 'anybody'}."
        return Verdict(CONNECTED, Outcome.INCONCLUSIVE, sentence)
    lost = [visitor for visitor in visitors if visitor.lost]
    named = f": {', '.join(visitor.who for visitor in lost)}" if lost else ""
    sentence = (
        f"{len(lost)} of {quantity(len(visitors), 'player')} lost the connection (limit: 0; "
        f"{quantity(sum(v.sockets for v in visitors), 'socket')}){named}."
    )
    return Verdict(CONNECTED, _outcome(not lost), sentence, {"lost": sum(v.lost for v in visitors)})


def judge_matched(visitors: Sequence[Visitor], asked: int, stopped: str | None = None) -> Verdict:
    """Passed when all who came were in a game of two, as players 0 and 1, that both finished."""
    whole = [
        pair
        for pair in games_of(visitors).values()
        if {v.player_id for v in pair} == {0, 1} and len(pair) == 2 and all(v.finished for v in pair)
    ]
    sentence = f"{2 * len(whole)} of {asked} were paired and finished, in {quantity(len(whole), 'game')}."
    if visitors:
        sentence += f" Slowest first step: {max(v.to_first_step_s for v in visitors):.1f} s after arrival."
    holds = 2 * len(whole) == asked and stopped is None
    figures: dict[str, Figure] = {"asked": asked, "finished": 2 * len(whole)}
    return Verdict(MATCHED, _outcome(holds), f"{sentence} {stopped or ''}".strip(), figures)


def judge_same_games(visitors: Sequence[Visitor]) -> Verdict:
    """Passed when both players of each game saw the same state in every frame."""
    verdicts = [
        judge_equal_states({v.who: v.hashes for v in pair}, pair[0].frames)
        for pair in games_of(visitors).values()
    ]
    if not verdicts:
        return Verdict("PARITY", Outcome.INCONCLUSIVE, "No game was played.")
    return combine("PARITY", verdicts)


def judge_beside(worker: Sequence[Visitor], page: Sequence[Visitor]) -> Verdict:
    """Passed when the longest freeze of anybody is shorter with Python in a Worker."""
    if not (worker and page):
        return Verdict(CONNECTED, Outcome.INCONCLUSIVE, "Nobody came to one of both.")
    freezes = [max(v.freeze_ms for v in visitors) for visitors in (worker, page)]
    sentence = (
        f"Longest freeze while all load Python: {freezes[0]:.0f} ms in a Worker, {freezes[1]:.0f} ms on the "
        f"page ({len(worker)} and {quantity(len(page), 'player')}). Connections lost: "
        f"{sum(v.lost for v in worker)} and {sum(v.lost for v in page)}."
    )
    return Verdict(CONNECTED, _outcome(freezes[0] < freezes[1]), sentence)


def crowd_table(by_place: Mapping[str, Sequence[Visitor]]) -> Table:
    """A row for each place of Python and visitor."""
    headings = ("python", "player", "game", "connections_lost", "longest_freeze_ms", "first_step_after_s")
    rows = [
        (place, v.who, str(v.game_id), v.lost, v.freeze_ms, v.to_first_step_s)
        for place, visitors in by_place.items()
        for v in visitors
    ]
    return Table(headings, rows)


def games_of(visitors: Sequence[Visitor]) -> Mapping[str | int | None, list[Visitor]]:
    """Visitors by their game."""
    games: dict[str | int | None, list[Visitor]] = defaultdict(list)
    for visitor in visitors:
        games[visitor.game_id].append(visitor)
    return games


def _outcome(holds: bool) -> Outcome:
    return Outcome.PASSED if holds else Outcome.FAILED

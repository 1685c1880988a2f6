"""What the flow of a game promises, judged from what was seen; each verdict is one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from gauge.verdict import Figure, Outcome, Verdict
from harness.errors import PlayerError, ServerError
from harness.faults import Fault, describe
from harness.glimpse import Glimpse
from harness.interrupts import INTERRUPTS
from harness.series import Series

FLOW = "FLOW"


@contextmanager
def judged() -> Iterator[None]:
    """For Then steps that wait: what the game does not do is a failure, not an accident on the way."""
    try:
        yield
    except (PlayerError, ServerError) as error:
        INTERRUPTS.raise_if_asked()
        raise AssertionError(str(error)) from None


def must_be_free_of_errors(faults: Sequence[Fault]) -> None:
    """Raises AssertionError that quotes the errors."""
    assert not faults, describe(faults)


def judge_complete(series: Series) -> Verdict:
    """Passed when every game asked for ran to its end and its pages counted one episode."""
    ended = sum(all(count == 1 for count in game.episodes) for game in series.games)
    figures: dict[str, Figure] = {"games_asked": series.asked, "games_ended": ended}
    if ended == series.asked and series.stopped is None:
        pace = [game.fps for game in series.games if game.fps is not None]
        sentence = (
            f"All {ended} games ran to their end on one server, at {min(pace, default=0):.1f} to "
            f"{max(pace, default=0):.1f} frames a second."
        )
        return Verdict(series.requirement, Outcome.PASSED, sentence, figures)
    why = series.stopped or "In the others the page counted no finished episode."
    return Verdict(
        series.requirement,
        Outcome.FAILED,
        f"Only {ended} of {series.asked} games ran to their end. {why}",
        figures,
    )


def judge_paired(first: Glimpse, second: Glimpse) -> Verdict:
    """Passed when both were in the same game, one as player 0 and one as player 1."""
    same = first.game_id is not None and first.game_id == second.game_id
    seats = {first.player_id, second.player_id}
    holds = same and seats == {0, 1}
    sentence = (
        f"Both players were in game {first.game_id}, as players 0 and 1."
        if holds
        else f"The players were in games {first.game_id} and {second.game_id} as players {first.player_id} "
        f"and {second.player_id}; one game and players 0 and 1 were expected."
    )
    return Verdict(FLOW, _outcome(holds), sentence)


def judge_ended(ends: Sequence[Glimpse]) -> Verdict:
    """Passed when every page counted one finished episode and all stopped at the same frame."""
    frames = {end.frame for end in ends}
    holds = all(end.done and end.episodes == 1 for end in ends) and len(frames) == 1
    shown = " and ".join(f"{end.frame} frames, {end.episodes} episodes, state {end.state}" for end in ends)
    return Verdict(
        FLOW, _outcome(holds), f"The players {'finished' if holds else 'did not both finish'}: {shown}."
    )


def judge_same_kitchen(first: Sequence[str], second: Sequence[str], frames: int | None) -> Verdict:
    """Passed when the state hashes of both players are equal in every frame, frame 0 included."""
    figures: dict[str, Figure] = {"frames": frames, "hashes_first": len(first), "hashes_second": len(second)}
    if frames is None or not len(first) == len(second) == frames + 1:
        sentence = (
            f"A game of {frames} frames left {len(first)} and {len(second)} state hashes, one for each frame "
            "and one for the start were expected, so the kitchens cannot be compared."
        )
        return Verdict("PARITY", Outcome.INCONCLUSIVE, sentence, figures)
    differing = [frame for frame, (a, b) in enumerate(zip(first, second, strict=True)) if a != b]
    if differing:
        at = differing[0]
        sentence = (
            f"The kitchens differ in {len(differing)} of {len(first)} states, first at frame {at}: "
            f"{first[at]} and {second[at]}."
        )
        return Verdict("PARITY", Outcome.FAILED, sentence, figures)
    sentence = (
        f"Both players saw the same kitchen in all {len(first)} states, {len(set(first))} of them different."
    )
    return Verdict("PARITY", Outcome.PASSED, sentence, figures)


def judge_told(seconds: float, limit_s: float, words: str) -> Verdict:
    """Passed when the news came in at most ``limit_s`` seconds."""
    sentence = f"The player was told after {seconds:.1f} s, the limit is {limit_s:g} s: “{words}”"
    return Verdict(FLOW, _outcome(seconds <= limit_s), sentence, {"told_s": seconds, "limit_s": limit_s})


def judge_origin(strangers: Sequence[str], requests: int) -> Verdict:
    """Passed when none of the requests left the game's own origin; none at all is inconclusive."""
    figures: dict[str, Figure] = {"requests": requests, "elsewhere": len(strangers)}
    if not requests:
        return Verdict(FLOW, Outcome.INCONCLUSIVE, "No request was seen at all.", figures)
    if strangers:
        sentence = f"{len(strangers)} of {requests} requests went elsewhere, first to {strangers[0]}."
        return Verdict(FLOW, Outcome.FAILED, sentence, figures)
    return Verdict(FLOW, Outcome.PASSED, f"All {requests} requests went to the game itself.", figures)


def _outcome(holds: bool) -> Outcome:
    return Outcome.PASSED if holds else Outcome.FAILED

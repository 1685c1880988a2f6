"""What the flow of a game promises, judged from what was seen; each verdict is one sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from gauge.verdict import Figure, Measure, Outcome, Verdict, quantity

FLOW = "FLOW"
PARITY = "PARITY"


class EndState(Protocol):
    """What a page tells of its game at the end; None is "not there"."""

    @property
    def game_id(self) -> str | int | None: ...

    @property
    def player_id(self) -> int | None: ...

    @property
    def frame(self) -> int | None: ...

    @property
    def episodes(self) -> int | None: ...

    @property
    def state(self) -> str | None: ...

    @property
    def done(self) -> bool: ...


@dataclass(frozen=True)
class GameRecord:
    """One game that ran to its end.

    ``to_first_step_s`` counts from arrival, or from Play again; None where the players arrived early, while
    the game before theirs ran. ``played_s`` and ``counted_frames`` are between two looks from outside.
    """

    number: int
    game_id: str | int | None
    frames: int | None
    episodes: tuple[int | None, int | None]
    to_first_step_s: float | None
    played_s: float
    counted_frames: int | None

    @property
    def fps(self) -> float | None:
        """Frames per second while the game was watched."""
        return None if not self.counted_frames else self.counted_frames / self.played_s


def judge_complete(requirement: str, asked: int, games: Sequence[GameRecord], stopped: str | None) -> Verdict:
    """Passed when every game asked for ran to its end and its pages counted one episode.

    ``stopped`` says why there are no more games.
    """
    ended = sum(all(count == 1 for count in game.episodes) for game in games)
    rates = [game.fps for game in games if game.fps is not None]
    figures: dict[str, Figure] = {"games_asked": asked, "games_ended": ended}
    if ended == asked and stopped is None:
        pace = f" ({min(rates):.1f} to {max(rates):.1f} frames per second)" if rates else ""
        sentence = f"{ended} of {quantity(asked, 'game')} ran to the end{pace}."
        return Verdict(requirement, Outcome.PASSED, sentence, figures)
    why = stopped or "In the others the page counted no finished episode."
    sentence = f"{ended} of {quantity(asked, 'game')} ran to the end. {why}"
    return Verdict(requirement, Outcome.FAILED, sentence, figures)


def judge_paired(first: EndState, second: EndState) -> Verdict:
    """Passed when both were in the same game, one as player 0 and one as player 1."""
    same = first.game_id is not None and first.game_id == second.game_id
    holds = same and {first.player_id, second.player_id} == {0, 1}
    sentence = (
        f"Both players were in game {first.game_id}, as players 0 and 1."
        if holds
        else f"The players were in games {first.game_id} and {second.game_id}, as players {first.player_id} "
        f"and {second.player_id}. Expected: one game, players 0 and 1."
    )
    return Verdict(FLOW, _outcome(holds), sentence)


def judge_ended(end_states: Sequence[EndState], frames_apart: int = 0) -> Verdict:
    """Passed when every page counted one finished episode and all stopped at the same frame.

    The players of a game that predicts the partner's moves may stop `frames_apart` from each other.
    """
    frames = [end.frame for end in end_states if end.frame is not None]
    holds = (
        all(end.done and end.episodes == 1 for end in end_states)
        and len(frames) == len(end_states)
        and max(frames) - min(frames) <= frames_apart
    )
    shown = "; ".join(
        f"player {number}: {_many(end.frame, 'frame')}, {_many(end.episodes, 'episode')}"
        + ("" if holds else f", state {end.state}")
        for number, end in enumerate(end_states, start=1)
    )
    sentence = f"{'Both players finished' if holds else 'The players did not both finish'} ({shown})."
    return Verdict(FLOW, _outcome(holds), sentence)


def judge_equal_states(states: Mapping[str, Sequence[str]], frames: int | None) -> Verdict:
    """Passed when every recording holds the same state hash in each frame, frame 0 included.

    `states` by what was recorded: "player 1", "pair 3, Python on the page, player 2". Hashes that are missing
    ("", or fewer than frames) prove nothing: unless others differ already, the verdict is then inconclusive.
    """
    names, recorded = list(states), list(states.values())
    figures: dict[str, Figure] = {"frames": frames, "recordings": len(recorded)}
    if not recorded:
        return Verdict(PARITY, Outcome.INCONCLUSIVE, "There is no game to compare the states of.", figures)
    for name, hashes in list(states.items())[1:]:
        pairs = enumerate(zip(recorded[0], hashes, strict=False))
        told = [(frame, a == b) for frame, (a, b) in pairs if a and b]
        differing = [frame for frame, same in told if not same]
        if differing:
            sentence = (
                f"{name[:1].upper()}{name[1:]} is in another state than {names[0]} in {len(differing)} of "
                f"{quantity(len(told), 'frame')}, from frame {differing[0]} on."
            )
            figures["first_difference"] = differing[0]
            measure = _differing(len(differing), quantity(len(told), "frame"))
            return Verdict(PARITY, Outcome.FAILED, sentence, figures, measures=(measure,))
    expected = None if frames is None else frames + 1
    known_of = {name: sum(map(bool, hashes)) for name, hashes in states.items()}
    short = [name for name, hashes in states.items() if not len(hashes) == known_of[name] == expected]
    if expected is None or short:
        known = f"{known_of[short[0]]} of {expected} states of {short[0]}" if expected else "No game length"
        sentence = f"{known} could be read, so the games cannot be compared frame by frame."
        return Verdict(PARITY, Outcome.INCONCLUSIVE, sentence, figures)
    sentence = (
        f"Same state in all {quantity(expected, 'frame')} of {quantity(len(recorded), 'recording')} "
        f"({quantity(len(set(recorded[0])), 'different state')})."
    )
    many = f"{quantity(expected, 'frame')} of {quantity(len(recorded), 'recording')}"
    return Verdict(PARITY, Outcome.PASSED, sentence, figures, measures=(_differing(0, many),))


def _differing(frames: int, samples: str) -> Measure:
    return Measure("frames in another state", frames, "count", 0, detectable=1, samples=samples)


def judge_agreeing(states: Mapping[str, Sequence[str]], at_least: int) -> Verdict:
    """Passed when no state that all tell differs, and there are `at_least` so many.

    For a game that tells a hash only now and then; `states` as in `judge_equal_states`.
    """
    differing = judge_equal_states(states, None)
    if differing.outcome is Outcome.FAILED:
        return differing
    told = sum(all(hashes) for hashes in zip(*states.values(), strict=False))
    sentence = (
        f"Same state wherever both pages tell one: {quantity(told, 'state')} (limit: at least {at_least})."
    )
    outcome = Outcome.PASSED if told >= at_least else Outcome.INCONCLUSIVE
    return Verdict(PARITY, outcome, sentence, {"states": told})


def judge_moved(moved_cells: Sequence[int], cells: int, at_least: int) -> Verdict:
    """Passed when the keys changed at least so many of the picture's cells on every screen."""
    holds = min(moved_cells) >= at_least
    sentence = (
        f"The arrow keys changed {' and '.join(map(str, moved_cells))} of {quantity(cells, 'cell')} in the "
        f"players' pictures (limit: at least {at_least} in each)."
    )
    figures: dict[str, Figure] = {f"cells_{n}": count for n, count in enumerate(moved_cells, start=1)}
    return Verdict(FLOW, _outcome(holds), sentence, figures)


def judge_partner_notice(seconds: float, limit_s: float, words: str) -> Verdict:
    """Passed when the notice came in at most ``limit_s`` seconds."""
    sentence = f"The player was told after {seconds:.1f} s (limit {limit_s:g} s): “{words}”"
    told = Measure(
        "until the player is told", seconds, "s", limit_s, detectable=limit_s, samples="1 departure"
    )
    figures: dict[str, Figure] = {"told_s": seconds, "limit_s": limit_s}
    return Verdict(FLOW, _outcome(seconds <= limit_s), sentence, figures, measures=(told,))


def judge_origin(foreign: Sequence[str], requests: int) -> Verdict:
    """Passed when none of the requests left the game's own origin; none at all is inconclusive."""
    figures: dict[str, Figure] = {"requests": requests, "elsewhere": len(foreign)}
    if not requests:
        return Verdict(FLOW, Outcome.INCONCLUSIVE, "No request was seen at all.", figures)
    if foreign:
        sentence = f"{len(foreign)} of {quantity(requests, 'request')} went elsewhere, first to {foreign[0]}."
        return Verdict(FLOW, Outcome.FAILED, sentence, figures)
    sentence = f"{requests:,} of {quantity(requests, 'request')} went to the game itself."
    return Verdict(FLOW, Outcome.PASSED, sentence, figures)


def _many(number: int | None, noun: str) -> str:
    return f"no {noun}" if number is None else quantity(number, noun)


def judge_no_python_worker(at_work: Sequence[int]) -> Verdict:
    """WORKER-01 the other way round: passed when no look at a game found a Worker with Python at work."""
    if not at_work:
        return Verdict("WORKER-01", Outcome.INCONCLUSIVE, "Nobody looked while a game ran.")
    sentence = f"Python is not in a Worker: {max(at_work)} Workers with Python in {len(at_work)} looks."
    return Verdict("WORKER-01", _outcome(max(at_work) == 0), sentence)


def _outcome(holds: bool) -> Outcome:
    return Outcome.PASSED if holds else Outcome.FAILED

"""How Python lives in a Worker, judged from what was seen: where it is, what it is asked, how it ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from gauge.verdict import Figure, Outcome, Verdict, quantity

OWN, LIFE, THROUGH, PICTURE = "WORKER-01", "WORKER-03", "INTEG-03", "INTEG-04"
NOT_READY, ENDED, PYTHON = "NotReadyError", "DestroyedError", "PythonError"
TRACEBACK = "Traceback (most recent call last)"
LOAD = "load"


@dataclass(frozen=True)
class Said:
    """One thing that passed between a page and its Workers, numbered in the order in which they were made.

    ``kind`` is asked, answered, refused or event; ``what`` the command or the event; ``hash`` that of the
    state which an answer brings, "" for none.
    """

    worker: int
    kind: str
    what: str
    args: Sequence[Any] = ()
    hash: str = ""


@dataclass(frozen=True)
class Answer:
    """What became of something asked of Python; ``name`` is that of the error, "" when there was none."""

    asked: str
    name: str
    message: str
    traceback: str
    after_ms: float


@dataclass(frozen=True)
class Picture:
    """A player's last picture beside the one that Python renders when it plays the same game again.

    ``differing`` of ``pixels`` are not the same; ``changed`` differ from what Python renders at the start.
    """

    pixels: int
    differing: int
    changed: int
    hash: str


@dataclass(frozen=True)
class WatchedPlayer:
    """What was seen of one player's game: Workers that hold Python and whether the page does, while it ran;
    what passed to and from Workers; the hash of every state; the last picture, None where none was made."""

    workers: int
    on_page: bool
    said: Sequence[Said]
    hashes: Sequence[str]
    picture: Picture | None


def judge_own_worker(players: Sequence[WatchedPlayer]) -> Verdict:
    """Passed when each player's Python is in exactly one Worker and none of it on the page."""
    workers, on_page = [p.workers for p in players], sum(p.on_page for p in players)
    sentence = (
        f"Workers with Python while the game ran: {' and '.join(map(str, workers))} "
        f"(expected: 1 for each player). Pages with Python on them: {on_page} of {len(players)}."
    )
    holds = bool(players) and set(workers) == {1} and not on_page
    figures: dict[str, Figure] = {"pages_with_python": on_page, "workers": sum(workers)}
    return Verdict(OWN, _outcome(holds), sentence, figures)


def judge_ready_first(players: Sequence[WatchedPlayer]) -> Verdict:
    """Passed when each Worker that was asked for anything but loading had said READY before."""
    before = asked = workers = 0
    for player in players:
        for _, group in groupby(sorted(player.said, key=lambda s: s.worker), key=lambda s: s.worker):
            said = list(group)
            requests = [n for n, one in enumerate(said) if one.kind == "asked" and one.what != LOAD]
            ready = next((n for n, one in enumerate(said) if one.what == "ready"), len(said))
            workers += 1
            asked += len(requests)
            before += sum(n < ready for n in requests)
    sentence = (
        f"{before} of {quantity(asked, 'command')} to {quantity(workers, 'Worker')} came before it was READY."
    )
    if not asked:
        return Verdict(LIFE, Outcome.INCONCLUSIVE, "No command to a Worker was seen.")
    return Verdict(LIFE, _outcome(not before), sentence, {"commands": asked, "too_early": before})


def judge_through_worker(players: Sequence[WatchedPlayer]) -> Verdict:
    """Passed when the states of each player's game are, one by one, those that the Worker answered with: the
    first to a reset, every other to a step."""
    told = []
    for number, player in enumerate(players, start=1):
        answers = [s for s in player.said if s.kind == "answered" and s.what in ("reset", "step")]
        commands = [s.what for s in answers]
        states = len(player.hashes)
        expected = ["reset", *("step" for _ in player.hashes[1:])]
        if not states or commands != expected or [s.hash for s in answers] != list(player.hashes):
            brought = len(set(player.hashes) & {s.hash for s in answers})
            sentence = (
                f"Player {number}'s game went through {quantity(states, 'state')}, and its Worker answered "
                f"{quantity(commands.count('reset'), 'reset')} and {quantity(commands.count('step'), 'step')}"
                f"; {brought} of the states came from it."
            )
            return Verdict(THROUGH, Outcome.FAILED, sentence)
        told.append(f"player {number}: {quantity(states - 1, 'step')}")
    if not told:
        return Verdict(THROUGH, Outcome.INCONCLUSIVE, "No game was watched.")
    sentence = f"Every state came from the Worker, in order: 1 reset and then the steps ({', '.join(told)})."
    return Verdict(THROUGH, Outcome.PASSED, sentence)


def judge_pictures(players: Sequence[WatchedPlayer]) -> Verdict:
    """Passed when each last picture is, pixel by pixel, the one that Python renders again, and the game has
    changed the picture at all."""
    pictures = [(p.picture, p.hashes[-1] if p.hashes else "") for p in players]
    made = [(picture, last) for picture, last in pictures if picture is not None]
    if len(made) < len(players) or not made:
        return Verdict(PICTURE, Outcome.INCONCLUSIVE, "There is no picture of every player to compare.")
    if any(picture.changed == 0 or picture.hash != last for picture, last in made):
        sentence = "Python did not come to the same state again, or the game never changed the picture."
        return Verdict(PICTURE, Outcome.INCONCLUSIVE, sentence)
    shown = "; ".join(
        f"player {n}: {picture.differing:,} of {picture.pixels:,} pixels differ, and {picture.changed:,} "
        "from the start of the game"
        for n, (picture, _) in enumerate(made, start=1)
    )
    holds = all(picture.differing == 0 for picture, _ in made)
    figures: dict[str, Figure] = {f"differing_{n}": p.differing for n, (p, _) in enumerate(made, start=1)}
    return Verdict(
        PICTURE, _outcome(holds), f"The last picture beside what Python renders: {shown}.", figures
    )


def judge_refused(answers: Sequence[Answer], name: str, words: str, limit_ms: float) -> Verdict:
    """Passed when each was refused by that error, with those words in it, in at most ``limit_ms``."""
    wrong = [a for a in answers if a.name != name or words not in a.message or a.after_ms > limit_ms]
    return _judged(answers, wrong, f"refused (limit: {limit_ms:g} ms)")


def judge_tracebacks(answers: Sequence[Answer]) -> Verdict:
    """Passed when each came back as an error of Python, with its traceback, which ends with the message."""
    wrong = [
        a
        for a in answers
        if a.name != PYTHON or TRACEBACK not in a.traceback or not a.traceback.rstrip().endswith(a.message)
    ]
    return _judged(answers, wrong, "with Python's traceback")


def judge_answered(answers: Sequence[Answer]) -> Verdict:
    """Passed when Python answered each."""
    return _judged(answers, [a for a in answers if a.name], "answered without an error")


def judge_gone(left: Sequence[int]) -> Verdict:
    """Passed when no Worker was left at any look."""
    if not left:
        return Verdict(LIFE, Outcome.INCONCLUSIVE, "Nobody looked for Workers.")
    sentence = f"Workers left: {max(left)} (limit: 0; {quantity(len(left), 'look')})."
    return Verdict(LIFE, _outcome(max(left) == 0), sentence, {"workers_left": max(left)})


def _judged(answers: Sequence[Answer], wrong: Sequence[Answer], how: str) -> Verdict:
    """How many were as they should be, and the words of the first that was not, or of the first."""
    if not answers:
        return Verdict(LIFE, Outcome.INCONCLUSIVE, "Nothing was asked.")
    asked = ", ".join(f"{a.asked} ({a.after_ms:.0f} ms)" for a in answers)
    sentence = f"{len(answers) - len(wrong)} of {len(answers)} {how}: {asked}."
    first = (wrong or answers)[0]
    if first.name:
        sentence += f" {first.asked[:1].upper()}{first.asked[1:]}: “{first.message}”"
    elif wrong:
        sentence += f" {first.asked[:1].upper()}{first.asked[1:]} was answered."
    evidence = "\n\n".join(f"{a.asked}: {a.name} {a.message}\n{a.traceback}".strip() for a in answers)
    return Verdict(LIFE, _outcome(not wrong), sentence, evidence=evidence)


def _outcome(holds: bool) -> Outcome:
    return Outcome.PASSED if holds else Outcome.FAILED

"""What grew: the classes whose live count rises by a multiple of the games played.

Something forgotten once per game leaves one object, or two, or three, with every game, whereas what comes and
goes for other reasons seldom hits a multiple of the games (the idea is that of fuite,
https://github.com/nolanlawson/fuite). A class grows when, from some game on,

- its count rose by a whole number k per game up to the last reading, over at least MIN_GAMES games;
- at no reading between it was below that line (more is let pass: garbage not collected yet);
- it rose in at least half of the steps between readings, so that a cache filled once is no growth.

Two snapshots, some games apart, are enough; with a reading after each game the first bad game is known too.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from gauge.memory.spacing import GAMES, Spacing
from gauge.memory.trend import shown
from gauge.tables import Table
from gauge.verdict import Outcome, Verdict

MIN_GAMES = 3
SHOWN_LINES = 10
NAMED = 3
ENGINE = frozenset(
    {
        "Object",
        "Array",
        "Function",
        "Closure",
        "Map",
        "Set",
        "Promise",
        "String",
        "Number",
        "Symbol",
        "Context",
    }
)
"""Names that say little of who made the object; they are listed after those of the game and the browser."""


@dataclass(frozen=True)
class ClassReading:
    """How many objects of a class an owner ("page of player 1") kept alive after a game.

    `size_bytes` is what they take by themselves, None where it was not measured.
    """

    owner: str
    name: str
    game: int
    count: int
    size_bytes: int | None = None

    def __post_init__(self) -> None:
        if min(self.game, self.count, self.size_bytes or 0) < 0:
            raise ValueError(f"{self.name} of {self.owner}: a game, count or size is negative")


@dataclass(frozen=True)
class Growth:
    """A class that grows by `per_game` objects from `first_bad_game` on; bytes are None if unknown.

    Within one long game, by so many from reading to reading.
    """

    owner: str
    name: str
    per_game: int
    first_bad_game: int
    games: int
    bytes_per_game: float | None = None
    spacing: Spacing = GAMES

    def rate(self) -> float:
        """Objects per game, or per 1,000 frames."""
        return self.per_game / self.spacing.units

    def line(self) -> str:
        """'HTMLCanvasElement (page of player 1): 1 more per game since game 1 (10 in 10 games)'."""
        spacing, size = self.spacing, self.bytes_per_game
        sized = "" if size is None else f", {spacing.rate(size / spacing.units, 'B')}"
        a_step = spacing.a_step(self.rate(), "count")
        return (
            f"{self.name} ({self.owner}): {shown(self.rate(), 'count')} more {spacing.each}{a_step}"
            f" since {spacing.called(self.first_bad_game)}"
            f" ({self.per_game * self.games} in {spacing.span(self.games)}{sized})"
        )


def find_growth(readings: Iterable[ClassReading], spacing: Spacing = GAMES) -> tuple[Growth, ...]:
    """The classes that grow, the most telling first: named ones before the engine's, the largest first.

    A class that is missing at a game at which its owner was read had no object then. ValueError when a
    class was read twice after the same game.
    """
    found = []
    by_owner = sorted(readings, key=lambda r: r.owner)
    for owner, group in itertools.groupby(by_owner, key=lambda r: r.owner):
        read = list(group)
        games = sorted({r.game for r in read})
        classes: dict[str, dict[int, ClassReading]] = {}
        for r in read:
            if classes.setdefault(r.name, {}).setdefault(r.game, r) is not r:
                raise ValueError(f"{r.name} of {owner} is there twice after game {r.game}")
        for name, by_game in classes.items():
            line = [by_game.get(game, ClassReading(owner, name, game, 0, 0)) for game in games]
            growth = _growth(line)
            if growth is not None:
                found.append(replace(growth, spacing=spacing))
    return tuple(sorted(found, key=_telling))


def rising_classes(counts: Mapping[int, Mapping[str, int]]) -> list[str]:
    """From counts by game and class, those that never fell and rose in half of the steps, twice at least."""
    games = sorted(counts)
    steps = max(len(games) - 1, 1)

    def rises(name: str) -> bool:
        changes = [counts[b].get(name, 0) - counts[a].get(name, 0) for a, b in itertools.pairwise(games)]
        return min(changes, default=0) >= 0 and sum(map(bool, changes)) >= max(2, steps / 2)

    return [name for name in sorted({name for count in counts.values() for name in count}) if rises(name)]


def class_readings(counts: Mapping[str, Mapping[int, Mapping[str, int]]]) -> tuple[ClassReading, ...]:
    """Readings from live counts by owner, game and class, without sizes."""
    return tuple(
        ClassReading(owner, name, game, count)
        for owner, games in counts.items()
        for game, classes in sorted(games.items())
        for name, count in classes.items()
    )


def growth_lines(growths: Sequence[Growth], limit: int = SHOWN_LINES) -> tuple[str, ...]:
    """One line per class, at most `limit` lines, then 'and N more'."""
    lines = [growth.line() for growth in growths[:limit]]
    if len(growths) > limit:
        lines.append(f"and {len(growths) - limit} more")
    return tuple(lines)


def growth_table(growths: Sequence[Growth]) -> Table:
    """A row per class that grows, all of them, the most telling first."""
    spacing = growths[0].spacing if growths else GAMES
    rows = [
        (
            g.name,
            g.owner,
            g.rate(),
            spacing.number(g.first_bad_game),
            spacing.amount(g.games),
            None if g.bytes_per_game is None else g.bytes_per_game / spacing.units,
        )
        for g in growths
    ]
    more, size, noun = spacing.figure("more"), spacing.figure("bytes"), spacing.noun
    return Table(("class", "owner", more, f"since_{noun}", f"{noun}s", size), rows)


def attributed(verdict: Verdict, growths: Sequence[Growth], retaining_path: Sequence[str] = ()) -> Verdict:
    """A failed verdict whose sentence says what grew as well; any other verdict as it is.

    The sentence names the first few classes; the evidence lists up to SHOWN_LINES of them, then the
    retaining path, line by line, as the harness read it from a heap snapshot.
    """
    if verdict.outcome is not Outcome.FAILED or not (growths or retaining_path):
        return verdict
    sentence, parts = verdict.sentence, []
    if growths:
        names = [f"{g.name} by {g.spacing.rate(g.rate(), 'count')} ({g.owner})" for g in growths[:NAMED]]
        more = f" and {len(growths) - NAMED} more" if len(growths) > NAMED else ""
        sentence += f" What grew: {', '.join(names)}{more}."
        parts.append("\n".join(["What grew:", *(f"  {line}" for line in growth_lines(growths))]))
    if retaining_path:
        path = [f"  {line}" for line in retaining_path[:SHOWN_LINES]]
        if len(retaining_path) > SHOWN_LINES:
            path.append(f"  and {len(retaining_path) - SHOWN_LINES} more")
        parts.append("\n".join(["What keeps it:", *path]))
    evidence = "\n\n".join(part for part in (*parts, verdict.evidence) if part)
    figures = {**verdict.figures, "classes_that_grew": len(growths)}
    return replace(verdict, sentence=sentence, evidence=evidence, figures=figures)


def _growth(line: Sequence[ClassReading]) -> Growth | None:
    """The growth of one class, read at ascending games."""
    last = line[-1]
    lowest = min(reading.count for reading in line)
    start = max(i for i, reading in enumerate(line) if reading.count == lowest)
    begin = line[start]
    games, rise = last.game - begin.game, last.count - begin.count
    if games < MIN_GAMES or rise <= 0 or rise % games:
        return None
    per_game, rising = rise // games, line[start:]
    if any(r.count < begin.count + per_game * (r.game - begin.game) for r in rising):
        return None
    steps = [after.count > before.count for before, after in itertools.pairwise(rising)]
    if 2 * sum(steps) < len(steps):
        return None
    size = None
    if last.size_bytes is not None and begin.size_bytes is not None:
        size = (last.size_bytes - begin.size_bytes) / games
    return Growth(last.owner, last.name, per_game, begin.game + 1, games, size)


def _telling(growth: Growth) -> tuple[bool, float, int, str, str]:
    engine = growth.name in ENGINE or growth.name.startswith(("(", "system"))
    size = -math.inf if growth.bytes_per_game is None else growth.bytes_per_game
    return (engine, -size, growth.per_game, growth.name, growth.owner)

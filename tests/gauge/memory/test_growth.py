"""Classes that grow with the games are told from those that come and go, and named in ten lines."""

from __future__ import annotations

import pytest

from gauge.memory.growth import (
    ClassReading,
    attributed,
    class_readings,
    find_growth,
    growth_lines,
    rising_classes,
)
from gauge.verdict import Outcome, Verdict

FAILED = Verdict("VALID-04b", Outcome.FAILED, "The page heap grows.", {"games": 10}, "the table")


def counted(
    name: str, *counts: int, size: int | None = None, owner: str = "page of player 1"
) -> list[ClassReading]:
    return [
        ClassReading(owner, name, game, count, None if size is None else size * count)
        for game, count in enumerate(counts)
    ]


@pytest.mark.parametrize(
    ("counts", "per_game", "first"),
    [
        (range(1, 12), 1, 1),
        (range(5, 27, 2), 2, 1),
        ((0, 0, 0, 0, 3, 6, 9, 12, 15, 18, 21), 3, 4),
        # Garbage that is not collected yet may lie above the line.
        ((1, 2, 4, 4, 5, 9, 7, 8, 9, 10, 11), 1, 1),
    ],
)
def test_what_grows_by_a_multiple_is_found(counts: tuple[int, ...], per_game: int, first: int) -> None:
    (growth,) = find_growth(counted("Session", *counts))
    assert (growth.per_game, growth.first_bad_game) == (per_game, first)
    assert growth.games == 11 - first


@pytest.mark.parametrize(
    "counts",
    [
        [4] * 11,
        (4, 4, 4, 12, 12, 12, 12, 12, 12, 12, 12),
        (1, 9, 3, 8, 2, 7, 3, 9, 2, 8, 4),
        (11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1),
        (1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2),
        (0, 0, 1, 0, 1, 1, 0, 9, 9, 9, 10),
        (1, 2),
    ],
)
def test_what_stays_wobbles_or_rises_once_is_not(counts: tuple[int, ...]) -> None:
    assert find_growth(counted("Session", *counts)) == ()


def test_two_snapshots_some_games_apart_are_enough() -> None:
    pair = {
        "page of player 1": {3: {"Canvas": 2, "Cache": 1, "Old": 9}, 10: {"Canvas": 9, "Cache": 6, "New": 14}}
    }
    found = find_growth(class_readings(pair))
    assert [(g.name, g.per_game, g.games) for g in found] == [("Canvas", 1, 7), ("New", 2, 7)]


@pytest.mark.parametrize(("counts", "rises"), [
    ((5, 6, 7, 9, 11), True),
    ((5, 5, 6, 7, 8), True),
    ((0, 1, 1, 2, 2), True),
    # made once, given back now and then, or as many as ever
    ((0, 1, 1, 1, 1), False),
    ((0, 1, 2, 1, 3), False),
    ((5, 5, 5, 5, 6), False),
    ((5, 5, 5, 5, 5), False),
])  # fmt: skip
def test_a_class_rises_that_never_falls_and_rose_in_half_of_the_steps(
    counts: tuple[int, ...], rises: bool
) -> None:
    read = {game: {"BroadcastChannel": count, "CSSRule": 3} for game, count in enumerate(counts)}
    assert rising_classes(read) == (["BroadcastChannel"] if rises else [])


def test_the_most_telling_class_comes_first() -> None:
    line = range(11)
    found = find_growth(
        [
            *counted("Array", *[300 * n for n in line], size=100),
            *counted("(string)", *line, size=9000),
            *counted("Small", *line, size=8),
            *counted("Large", *line, size=4096),
            *counted("Large", *line, size=4096, owner="page of player 2"),
        ]
    )
    assert [g.name for g in found] == ["Large", "Large", "Small", "Array", "(string)"]
    assert (
        found[0].line()
        == "Large (page of player 1): 1 more per game since game 1 (10 in 10 games, 4 KiB per game)"
    )


def test_a_class_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        find_growth([*counted("Session", 1), *counted("Session", 2)])


def test_a_failure_names_what_grew_in_at_most_ten_lines() -> None:
    growths = find_growth([r for i in range(14) for r in counted(f"Class{i:02}", *range(11))])
    assert len(growth_lines(growths)) == 11
    assert growth_lines(growths)[-1] == "and 4 more"
    verdict = attributed(FAILED, growths, ["window.kept", "  [3] Session"])
    assert verdict.sentence == (
        "The page heap grows. What grew: Class00 by 1 per game (page of player 1), Class01 by 1 per game"
        " (page of player 1), Class02 by 1 per game (page of player 1) and 11 more."
    )
    assert "  and 4 more\n\nWhat keeps it:\n  window.kept\n" in verdict.evidence
    assert verdict.evidence.endswith("the table")
    assert verdict.figures["classes_that_grew"] == 14
    long = attributed(FAILED, (), [f"step {i}" for i in range(13)])
    assert "step 9\n  and 3 more" in long.evidence


def test_only_failures_are_attributed() -> None:
    passed = Verdict("VALID-04b", Outcome.PASSED, "Flat.")
    growths = find_growth(counted("Session", *range(11)))
    assert attributed(passed, growths) is passed
    assert attributed(FAILED, ()) is FAILED

"""What a second clock saw, written and read back: the same verdict to the last digit."""

from __future__ import annotations

import pytest

from gauge.__main__ import READERS
from gauge.clock.clock_file import FORMAT, Seen, judge_timing, read_clock, recompute, write_clock
from gauge.sealed_file import InvalidSampleFile
from gauge.verdict import Outcome
from tests.gauge.clock.seen_games import ANSWERED, EARLY, PAGE, Step, game

PASSED, FAILED, UNTOLD = Outcome.PASSED, Outcome.FAILED, Outcome.INCONCLUSIVE


@pytest.mark.parametrize(
    ("seen", "outcome"),
    [
        ({"worker": [game(ANSWERED), game(ANSWERED, who="player 2")]}, PASSED),
        ({"worker": [game(ANSWERED)], "direct": [game(PAGE)]}, PASSED),
        ({"worker": [game(EARLY)], "direct": [game(PAGE)]}, FAILED),
        ({"worker": [game(Step(sent_ms=(), received_ms=()))]}, FAILED),
        ({"worker": [game(unseen=("shared memory",))]}, UNTOLD),
        ({"worker": [game(lost=3)]}, UNTOLD),
    ],
)
def test_the_file_gives_the_verdict_again(seen: Seen, outcome: Outcome) -> None:
    text = write_clock(seen)
    assert {place: games for place, games in read_clock(text).items() if games} == seen
    assert recompute(text) == judge_timing(seen)
    assert recompute(text).outcome is outcome
    assert READERS[FORMAT](text).judged == (judge_timing(seen),)


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda text: text.replace("answered", "anwsered", 1), "it is damaged"),
        (lambda text: text.replace("version: 1", "version: 0"), "of version 0"),
        (lambda text: text.rsplit("\n", 2)[0], "rows instead of"),
        (lambda _: write_clock({"worker": []}), "too small: it holds no game"),
        (lambda text: text.replace(FORMAT, "other"), "in another format"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(damage, sentence: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(InvalidSampleFile, match=sentence):
        recompute(damage(write_clock({"worker": [game()]})))

"""Which picture shows a frame, whatever a game's numbers begin with."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gauge.clock.shown_frames import drawn_ms
from gauge.clock.sightings import Draw
from tests.gauge.clock.seen_games import ANSWERED, STEPS, sighted


@pytest.mark.parametrize("first", [0, 1])
def test_every_frame_is_drawn_as_long_after_its_call(first: int) -> None:
    claims, seen = sighted(ANSWERED)
    numbered = [replace(claim, frame=claim.frame + first) for claim in claims]
    drawn = drawn_ms(numbered, seen.draws)
    assert list(drawn) == list(range(first, STEPS + first))
    assert [drawn[claim.frame] - claim.call_ms for claim in numbered] == pytest.approx([12.0] * STEPS)


def test_one_picture_may_show_several_frames_and_some_are_never_drawn() -> None:
    claims, seen = sighted(ANSWERED)
    # every other picture, and none at the end
    drawn = drawn_ms(claims, [draw for draw in seen.draws if draw.frame % 2 == 0 and draw.frame < 201])
    assert drawn[100] == drawn[101]
    assert max(drawn) == 199


def test_draws_of_other_games_do_not_count() -> None:
    claims, seen = sighted(ANSWERED)
    before = tuple(Draw(draw.at_ms - 100_000, draw.frame) for draw in seen.draws)
    after = tuple(Draw(draw.at_ms + 100_000, draw.frame) for draw in seen.draws)
    # the last frame is not drawn, and the next game's 240th is not its picture
    drawn = drawn_ms(claims, before + seen.draws[:-1] + after)
    assert drawn == drawn_ms(claims, seen.draws[:-1])
    assert STEPS - 1 not in drawn


def test_without_pictures_or_steps_nothing_is_drawn() -> None:
    claims, seen = sighted(ANSWERED, steps=10)
    assert drawn_ms(claims, ()) == {}
    assert drawn_ms([], seen.draws) == {}

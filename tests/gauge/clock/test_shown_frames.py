"""From due to drawn, whatever a game's numbers begin with."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from gauge.clock.shown_frames import ShownFrames, shown_after_ms
from gauge.clock.sightings import ClaimedStep, Draw
from tests.gauge.clock.seen_games import ANSWERED, FRAME_MS, STEPS, sighted

FPS = 1000 / FRAME_MS


@pytest.mark.parametrize("first", [0, 1])
def test_every_frame_is_drawn_as_long_after_it_is_due(first: int) -> None:
    claims, seen = sighted(ANSWERED)
    numbered = [replace(claim, frame=claim.frame + first) for claim in claims]
    shown = shown_after_ms(numbered, seen.draws, FPS)
    assert list(shown) == list(range(first, STEPS + first))
    assert list(shown.values()) == pytest.approx([12.0] * STEPS)


def test_a_pause_is_felt_until_the_game_has_caught_up() -> None:
    lates = {100: 0.0, 101: 60.0, 102: 30.0}
    claims, draws = [], []
    for frame in range(STEPS):
        call = 5000 + frame * FRAME_MS + lates.get(frame, 0.0)
        back = call + (90.0 if frame == 100 else 1.0)
        claims.append(ClaimedStep(frame, call, back))
        draws.append(Draw(back + 10, frame + 1))
    shown = shown_after_ms(claims, draws, FPS)
    assert [shown[frame] for frame in range(99, 104)] == pytest.approx([11, 100, 71, 41, 11])


def test_one_picture_may_show_several_frames_and_some_are_never_drawn() -> None:
    claims, seen = sighted(ANSWERED)
    # every other picture, and none at the end
    draws = [draw for draw in seen.draws if draw.frame % 2 == 0 and draw.frame < 201]
    shown = shown_after_ms(claims, draws, FPS, warm_up_frames=100)
    assert min(shown) == 100
    assert shown[101] == pytest.approx(12.0)
    assert shown[100] == pytest.approx(12.0 + FRAME_MS)
    assert shown[200] == math.inf
    summary = ShownFrames.of([shown])
    assert (summary.frames, summary.never, summary.worst_frame) == (140, 40, 198)
    assert summary.worst_ms == pytest.approx(12.0 + FRAME_MS)
    assert "at the median" in summary.sentence()
    assert "140 frames, 40 never drawn" in summary.sentence()


def test_draws_of_other_games_do_not_count() -> None:
    claims, seen = sighted(ANSWERED)
    before = tuple(Draw(draw.at_ms - 100_000, draw.frame) for draw in seen.draws)
    after = tuple(Draw(draw.at_ms + 100_000, draw.frame) for draw in seen.draws)
    # the last frame is not drawn, and the next game's 240th is not its picture
    shown = shown_after_ms(claims, before + seen.draws[:-1] + after, FPS)
    assert shown == shown_after_ms(claims, seen.draws[:-1], FPS)
    assert shown[STEPS - 1] == math.inf


def test_without_pictures_nothing_is_said() -> None:
    claims, _ = sighted(ANSWERED, steps=10)
    summary = ShownFrames.of([shown_after_ms(claims, (), FPS)])
    assert (summary.never, math.isnan(summary.median_ms)) == (10, True)
    assert summary.sentence() == "No picture of 10 frames was seen to be drawn."
    assert shown_after_ms([], (), FPS) == {}

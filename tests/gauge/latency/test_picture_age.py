"""How old pictures are is told to the frame, and not at all where they do not tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pytest

from gauge.latency.picture_age import PlayerView, is_moving, judge_picture_age, mean_view
from gauge.latency.picture_file import COLUMNS, FORMAT, VERSION, recompute, write_pictures
from gauge.sealed_file import InvalidSampleFile, seal
from gauge.verdict import Outcome, Verdict

FRAMES, COLUMNS_WIDE = 200, 24
Moment = Callable[[int], int]


def moves(frame: int) -> int:
    """A cook takes a step in every third frame."""
    return frame // 3


def pictures(shown: Moment = lambda frame: frame, place: Moment = moves) -> Mapping[int, bytes]:
    """By frame a bright cell on a dark ground, where it was in the frame that is shown."""
    seen = {}
    for frame in range(FRAMES):
        cells = np.full(COLUMNS_WIDE, 40, dtype=np.uint8)
        cells[place(max(0, shown(frame))) % COLUMNS_WIDE] = 200
        seen[frame] = cells.tobytes()
    return seen


def judged(worker: Mapping[int, bytes], direct: Mapping[int, bytes], fps: float | None = 30.0) -> Verdict:
    return judge_picture_age([PlayerView("worker", 0, worker), PlayerView("direct", 0, direct)], fps)


@pytest.mark.parametrize("newer", [0, 1, 5])
def test_pictures_that_are_as_new_or_newer_pass(newer: int) -> None:
    verdict = judged(pictures(lambda frame: frame + newer), pictures())
    assert (verdict.outcome, verdict.figures["1. VALID-03c age_frames"]) == (Outcome.PASSED, -newer)
    assert verdict.sentence == "Player 1: pictures are as new as with Python on the page."


@pytest.mark.parametrize(
    ("older", "said"), [(1, "1 frame (33 ms)"), (2, "2 frames (67 ms)"), (40, "40 frames (1333 ms)")]
)
def test_older_pictures_fail_by_how_much_they_are_older(older: int, said: str) -> None:
    verdict = judged(pictures(lambda frame: frame - older), pictures())
    assert (verdict.outcome, verdict.sentence) == (
        Outcome.FAILED,
        f"Player 1: pictures are {said} older than with Python on the page.",
    )
    assert verdict.measures[0].value == pytest.approx(older * 1000 / 30)


def test_without_a_pace_the_age_is_told_in_frames() -> None:
    assert "are 3 frames older" in judged(pictures(lambda frame: frame - 3), pictures(), None).sentence


@pytest.mark.parametrize(
    ("worker", "direct", "said"),
    [
        (pictures(place=lambda _: 3), pictures(place=lambda _: 3), "change too little"),
        (
            pictures(place=lambda frame: frame * 7 % 11),
            pictures(place=lambda frame: frame * 5 % 13),
            "too much",
        ),
        ({}, pictures(), "too few pictures"),
        (dict(list(pictures().items())[:20]), pictures(), "too few pictures"),
        ({frame: cells[1:] for frame, cells in pictures().items()}, pictures(), "too few pictures"),
    ],
    ids=["nothing moves", "another game", "none", "too few", "another size"],
)
def test_what_the_pictures_do_not_tell_is_inconclusive(
    worker: Mapping[int, bytes], direct: Mapping[int, bytes], said: str
) -> None:
    verdict = judged(worker, direct)
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert said in verdict.sentence


@pytest.mark.parametrize(("changes", "moving"), [(0, False), (4, False), (5, True)])
def test_more_matches_may_tell_where_something_moves(changes: int, moving: bool) -> None:
    assert is_moving(pictures(place=lambda frame: min(frame, changes))) == moving
    assert not is_moving(pictures(place=lambda frame: min(frame, changes)), begin=changes)


def test_nothing_recorded_is_inconclusive() -> None:
    assert judge_picture_age([], 30.0).outcome is Outcome.INCONCLUSIVE


def test_one_player_whose_pictures_are_old_is_enough() -> None:
    views = [PlayerView(arm, player, pictures()) for arm in ("worker", "direct") for player in (0, 1)]
    views[1] = PlayerView("worker", 1, pictures(lambda frame: frame - 4))
    verdict = judge_picture_age(views, 60.0)
    assert verdict.outcome is Outcome.FAILED
    assert verdict.sentence.startswith("Player 2: pictures are 4 frames (67 ms) older")


def test_a_match_whose_pictures_come_a_repaint_later_now_and_then_is_no_older() -> None:
    late = pictures(lambda frame: frame - 1)
    view = mean_view("worker", 0, [late, *[pictures()] * 4])
    assert judged(view.pictures, pictures()).passed


def test_a_mean_has_the_frames_that_any_match_has() -> None:
    seen = [{frame: cells for frame, cells in pictures().items() if frame % 5 == phase} for phase in range(5)]
    assert mean_view("worker", 0, seen).pictures == pictures()
    assert mean_view("worker", 0, []).pictures == {}


@pytest.mark.parametrize(
    ("begin", "said"), [(15, "."), (100, " from frame 100 on."), (145, " from frame 150 on.")]
)
def test_pictures_that_are_old_from_some_frame_on_fail(begin: int, said: str) -> None:
    verdict = judged(pictures(lambda frame: frame - 4 * (frame >= begin)), pictures())
    assert verdict.outcome is Outcome.FAILED
    assert verdict.sentence == (
        f"Player 1: pictures are 4 frames (133 ms) older than with Python on the page{said}"
    )


def test_a_part_in_which_hardly_anything_moves_does_not_fail_by_one_late_picture() -> None:
    def still(frame: int) -> int:
        return min(frame, 50) + (frame >= 70)

    verdict = judged(pictures(lambda frame: frame - (frame == 70), still), pictures(place=still))
    assert verdict.passed


def test_the_verdict_comes_again_from_its_file() -> None:
    views = [PlayerView("worker", 1, pictures(lambda frame: frame - 4)), PlayerView("direct", 1, pictures())]
    assert recompute(write_pictures(views, 30.0)) == judge_picture_age(views, 30.0)


@pytest.mark.parametrize("row", [("nowhere", 1, 0, "AA=="), ("worker", 1, 0, "no base64!")])
def test_a_file_that_is_none_is_refused(row: tuple[object, ...]) -> None:
    with pytest.raises(InvalidSampleFile):
        recompute(seal(FORMAT, VERSION, '{"fps": 30.0}', COLUMNS, [row]))

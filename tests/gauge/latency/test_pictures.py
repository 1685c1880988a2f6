"""Pictures in time are told from late ones, and the pauses that made them late are named."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gauge.latency.deadlines import Pace
from gauge.latency.picture_chart import shown_cumulative
from gauge.latency.pictures import in_time_ms, judge_pictures, picture_table, see_pictures
from gauge.latency.step_record import StepRecord
from gauge.verdict import Outcome
from tests.gauge.latency.step_samples import study

FPS = 30.0
FRAME_MS = 1000 / FPS


def on_schedule(drawn_after_ms: float = 12.0) -> list[StepRecord]:
    """One player whose frames are called when they are due and drawn as long after that."""
    calls = [5000 + frame * FRAME_MS for frame in range(120)]
    return [
        StepRecord(1, "worker", 0, frame, call, call + 0.3, call + drawn_after_ms)
        for frame, call in enumerate(calls)
    ]


def with_pause(records: list[StepRecord], every: int, pause_ms: float) -> list[StepRecord]:
    """The page does nothing for a while before every so manieth frame, then catches up."""
    found = []
    for record in records:
        behind = pause_ms - record.frame % every * FRAME_MS
        by = behind if record.frame >= every and behind > 0 else 0.0
        drawn = None if record.drawn_ms is None else record.drawn_ms + by
        moved = replace(record, call_ms=record.call_ms + by, return_ms=record.return_ms + by, drawn_ms=drawn)
        found.append(moved)
    return found


@pytest.mark.parametrize(("after_ms", "late"), [(12.0, 0), (49.9, 0), (50.1, 20), (80.0, 20)])
def test_a_picture_may_take_a_frame_and_a_repaint(after_ms: float, late: int) -> None:
    (pictures,) = see_pictures(on_schedule(after_ms), Pace(FPS))
    assert int(pictures.late.sum()) == late


def test_a_pause_is_felt_until_the_game_has_caught_up_and_is_named() -> None:
    (pictures,) = see_pictures(with_pause(on_schedule(), 110, 90.0), Pace(FPS))
    assert pictures.after_ms[9:13] == pytest.approx([12.0, 102.0, 12 + 90 - FRAME_MS, 12 + 90 - 2 * FRAME_MS])
    assert np.flatnonzero(pictures.late).tolist() == [10, 11]
    (pause,) = pictures.pauses
    assert (pause.frame, pause.pair, pause.player) == (110, 1, 0)
    assert pause.still_ms == pytest.approx(90 + FRAME_MS)


@pytest.mark.parametrize("fps", [30.0, 60.0])
@pytest.mark.parametrize("seed", range(3))
def test_clean_games_pass(seed: int, fps: float) -> None:
    verdict = judge_pictures(study(seed, fps=fps), "worker", Pace(fps), 98.0)
    assert verdict.passed
    assert verdict.sentence.startswith(
        "Python in the Worker: 100.00 % of pictures on the screen in time (limit 98 %; 1,400 frames"
    )
    assert float(str(verdict.figures["shown_worst_ms"])) < in_time_ms(fps)


@pytest.mark.parametrize("fps", [30.0, 60.0])
def test_a_page_kept_busy_for_90_ms_in_every_40th_frame_fails_and_its_pauses_are_named(fps: float) -> None:
    records = study(1, fps=fps, worker_extra_ms=lambda frame: 90.0 * (frame % 40 == 0))
    verdict = judge_pictures(records, "worker", Pace(fps), 98.0)
    assert verdict.outcome is Outcome.FAILED
    assert "The picture stood still 30 times, for 1" in verdict.sentence
    assert "first before frame 120 (pair 1, player 1)." in verdict.sentence
    assert judge_pictures(records, "direct", Pace(fps), 98.0).passed


def test_frames_without_a_picture_are_late_and_a_page_without_any_cannot_be_judged() -> None:
    records = [replace(r, drawn_ms=None) if r.frame % 10 == 0 else r for r in study(2)]
    assert "Late: 140 never drawn." in judge_pictures(records, "worker", Pace(FPS), 98.0).sentence
    blind = [replace(record, drawn_ms=None) for record in records]
    verdict = judge_pictures(blind, "worker", Pace(FPS), 98.0)
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert verdict.sentence == "Python in the Worker: no picture of 1,400 frames was seen to be drawn."


def test_the_table_has_both_arms_and_players_and_the_chart_the_limit() -> None:
    players = see_pictures(study(3), Pace(FPS))
    text = picture_table(players).text()
    assert [line.split()[:3] for line in text.splitlines()[-4:]] == [
        ["direct", "1", "700"],
        ["direct", "2", "700"],
        ["worker", "1", "700"],
        ["worker", "2", "700"],
    ]
    axes = shown_cumulative(players, FPS).axes[0]
    assert axes.get_title(loc="left").startswith("Pictures drawn in time: 100.0 %")
    assert any("in time: 50.0 ms" in label.get_text() for label in axes.texts)

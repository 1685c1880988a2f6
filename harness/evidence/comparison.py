"""Attaches what a comparison of both arms has measured."""

from __future__ import annotations

from collections.abc import Sequence

from gauge.latency.deadlines import count_deadlines, deadline_table
from gauge.latency.match_steps import match_table
from gauge.latency.picture_age import PlayerView
from gauge.latency.picture_chart import shown_cumulative
from gauge.latency.picture_file import write_pictures
from gauge.latency.pictures import picture_table, see_pictures
from gauge.latency.step_charts import step_cumulative, steps_over_frames
from gauge.latency.step_file import StudyRules, StudyVerdicts, write_steps
from gauge.verdict import Verdict
from harness.evidence.attachments import attach, attach_clock, attach_pictures, attach_text, attach_verdict
from harness.experiments.comparison import Comparison
from reporting.evidence import chart, samples

RAW_NAME = "Every step (raw samples)"
RAW_PICTURES = "What players saw, made small (raw samples)"


def attach_comparison(comparison: Comparison, verdict: Verdict, verdicts: StudyVerdicts) -> Verdict:
    """Distributions of both arms as pictures and a table of matches; every step in a file of raw samples.

    Gives the verdict back to be judged.
    """
    rules, matches = verdicts.rules, verdicts.matches
    cumulative = step_cumulative(matches, verdicts.study.comparisons if verdicts.study else (), rules.fps)
    over_frames = steps_over_frames(comparison.records, rules.fps, rules.warm_up_frames)
    more = [chart("Step times of both setups", cumulative), chart("Step time over frames", over_frames)]
    attach_verdict(verdict, more)
    attach_text("Step times of each match (table)", match_table(matches).text())
    attach_raw(comparison, rules)
    attach_pictures(comparison.pictures)
    return verdict


def attach_deadlines(comparison: Comparison, verdict: Verdict, verdicts: StudyVerdicts) -> Verdict:
    """Frames on time and late in each match, and the file to recompute from; gives the verdict back."""
    rules = verdicts.rules
    counts = count_deadlines(comparison.records, rules.pace)
    attach_verdict(verdict)
    attach_text("Frames of each match (table)", deadline_table(counts).text())
    attach_raw(comparison, rules)
    return verdict


def attach_pictures_in_time(comparison: Comparison, verdict: Verdict, verdicts: StudyVerdicts) -> Verdict:
    """From due to drawn in both setups as a picture and a table; gives the verdict back to be judged."""
    rules = verdicts.rules
    players = see_pictures(comparison.records, rules.pace)
    attach_verdict(verdict, [chart("From due to drawn in both setups", shown_cumulative(players, rules.fps))])
    attach_text("Pictures of each player (table)", picture_table(players).text())
    attach_raw(comparison, rules)
    return verdict


def attach_picture_age(verdict: Verdict, views: Sequence[PlayerView], fps: float | None) -> Verdict:
    """The verdict, and the pictures to judge it by again; gives it back to be judged."""
    attach_verdict(verdict)
    attach([samples(RAW_PICTURES, write_pictures(views, fps))])
    return verdict


def attach_raw(comparison: Comparison, rules: StudyRules) -> None:
    """Every step so far; ``python -m gauge recompute`` reads it."""
    attach([samples(RAW_NAME, write_steps(comparison.records, rules))])
    attach_clock(comparison.seen)

"""Attaches what a comparison of both ways has measured."""

from __future__ import annotations

from gauge.deadlines import count_deadlines
from gauge.noninferiority import compare
from gauge.report.evidence import chart, samples
from gauge.step_charts import step_cumulative, steps_over_frames
from gauge.step_file import StudyRules, complete_matches, write_steps
from gauge.step_tables import deadline_table, match_table
from gauge.verdict import Verdict
from harness.comparison import Comparison
from harness.evidence import attach, attach_pictures, attach_text, attach_verdict

RAW_NAME = "Every step (raw samples)"


def attach_comparison(comparison: Comparison, verdict: Verdict, rules: StudyRules) -> None:
    """Distributions of both ways as pictures and a table of matches; every step in a file of raw samples."""
    matches = complete_matches(comparison.records, rules.warm_up_frames)
    compared = [
        compare(matches, quantile, margin, rules.plan.alpha_per_look)
        for quantile, margin in sorted(rules.margins_ms.items())
    ]
    more = [
        chart("Step times of both ways", step_cumulative(matches, compared, rules.fps)),
        chart(
            "Step time over frames", steps_over_frames(comparison.records, rules.fps, rules.warm_up_frames)
        ),
    ]
    attach_verdict(verdict, more)
    attach_text("Step times of each match (table)", match_table(matches).text())
    attach_raw(comparison, rules)
    attach_pictures(comparison.pictures)


def attach_deadlines(comparison: Comparison, verdict: Verdict, rules: StudyRules) -> None:
    """Frames on time and late in each match, and the file to recompute from."""
    counts = count_deadlines(
        comparison.records, rules.fps, warm_up_frames=rules.warm_up_frames, frames=rules.frames
    )
    attach_verdict(verdict)
    attach_text("Frames of each match (table)", deadline_table(counts).text())
    attach_raw(comparison, rules)


def attach_raw(comparison: Comparison, rules: StudyRules) -> None:
    """Every step so far; ``python -m gauge recompute`` reads it."""
    attach([samples(RAW_NAME, write_steps(comparison.records, rules))])

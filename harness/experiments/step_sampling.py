"""Times steps of both players of a match."""

from __future__ import annotations

from collections.abc import Sequence

from gauge.latency.sampled_median import PipelineSamples, judge_median, sample_pipeline
from gauge.verdict import Verdict, combine
from harness.players.match import Match


def time_steps(match: Match, count: int, spacing_ms: float) -> list[PipelineSamples]:
    """``count`` samples of each player, one player after the other."""
    return [
        sample_pipeline(player.read_pipeline, player.window.pause, count, spacing_ms, player=seat)
        for seat, player in enumerate(match.players)
    ]


def judge_players(samples: Sequence[PipelineSamples], limit_ms: float) -> Verdict:
    """VALID-03a for each player; the worst decides."""
    return combine("VALID-03a", [judge_median(taken, limit_ms) for taken in samples])

"""Times steps of both players of a match."""

from __future__ import annotations

from gauge.latency.sampled_median import PipelineSamples, sample_pipeline
from harness.players.match import Match


def time_steps(match: Match, count: int, spacing_ms: float) -> list[PipelineSamples]:
    """``count`` samples of each player, one player after the other."""
    return [
        sample_pipeline(player.read_pipeline, player.window.pause, count, spacing_ms, player=seat)
        for seat, player in enumerate(match.players)
    ]

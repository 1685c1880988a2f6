"""Attaches what single games and series of games have measured."""

from __future__ import annotations

from collections.abc import Sequence

from gauge.latency.sampled_charts import step_distribution
from gauge.latency.sampled_file import write_samples
from gauge.latency.sampled_median import PipelineSamples, summary_table
from gauge.memory.heap_charts import heap_over_games
from gauge.memory.series_file import write_games, write_heaps
from gauge.tables import Table
from gauge.verdict import Verdict
from harness.evidence.attachments import attach_pictures, attach_text, attach_verdict
from harness.experiments.series import Series
from harness.players.match import Match
from reporting.evidence import chart
from reporting.evidence import samples as csv_samples

HEAP_NOTE = (
    "Judged: usedJSHeapSize as the page has it right after the game, garbage included, as the rule was "
    "first written. The last column was read after a forced collection and is not judged."
)


def attach_latency(
    match: Match, samples: Sequence[PipelineSamples], verdict: Verdict, limit_ms: float
) -> None:
    """Distribution as picture and table, every sample as CSV, and how the game looked."""
    step_ms = {
        f"player {seat}": taken.step_ms for seat, taken in enumerate(samples, start=1) if taken.samples
    }
    more = [csv_samples("Step samples", write_samples(samples, limit_ms))]
    if step_ms:
        more.insert(0, chart("Step distribution", step_distribution(step_ms, limit_ms)))
        came = f"From arrival to the first step: {match.to_first_step_s or 0:.1f} s"
        attach_text("Step distribution (table)", f"{summary_table(step_ms).text()}\n\n{came}")
    attach_verdict(verdict, more)
    attach_pictures(match.photograph())


def attach_games(series: Series, verdict: Verdict) -> None:
    """Each game of the series as table and CSV, and how the last one looked."""
    games = write_games(series.requirement, series.asked, series.games, series.stopped)
    attach_verdict(verdict, [csv_samples("Games", games)])
    attach_text("Games (table)", games_table(series).text())
    attach_pictures(series.pictures)


def attach_heaps(series: Series, verdict: Verdict, factor: float) -> None:
    """Page heap after each game: picture, table and CSV, the collected readings beside the judged ones."""
    readings = [heap.as_asked for heap in series.heaps]
    heaps = write_heaps([(h.as_asked, h.collected_bytes) for h in series.heaps], series.asked, factor)
    more = [csv_samples("Page heap after each game", heaps)]
    if readings:
        more.insert(0, chart("Page heap over games", heap_over_games(readings, factor)))
    attach_verdict(verdict, more)
    attach_text("Page heap after each game (table)", f"{HEAP_NOTE}\n\n{heaps_table(series).text()}")


def attach_so_far(series: Series | None) -> None:
    """What a series had measured when it was stopped."""
    if series is None or not (series.games or series.heaps):
        return
    tables = [games_table(series), heaps_table(series)]
    attach_text("Measured so far", "\n\n".join(table.text() for table in tables if table.rows))


def games_table(series: Series) -> Table:
    rows = [(g.number, str(g.game_id), g.frames, g.to_first_step_s, g.played_s, g.fps) for g in series.games]
    return Table(("game", "id", "frames", "arrival_to_first_step_s", "played_s", "frames_per_s"), rows)


def heaps_table(series: Series) -> Table:
    """Both readings of each page heap; only the first one is judged."""
    rows = [
        (
            h.as_asked.game,
            h.as_asked.player + 1,
            h.as_asked.used_bytes,
            h.as_asked.used_mib,
            h.collected_bytes,
        )
        for h in series.heaps
    ]
    return Table(("game", "player", "used_bytes", "used_mib", "used_bytes_after_collection"), rows)

"""Attaches evidence to the scenario that runs; the report is made from it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence

import allure
from allure_commons.types import AttachmentType

from gauge.charts import heap_over_games, step_distribution, workers_over_games
from gauge.latency import PipelineSamples
from gauge.report.evidence import Attachment, chart, of_verdict, screenshot
from gauge.report.evidence import samples as csv_samples
from gauge.tables import Table, census_table, samples_table, summary_table
from gauge.verdict import Verdict
from harness.errors import HarnessError
from harness.faults import Fault
from harness.match import Match
from harness.player import Player
from harness.run import Run
from harness.series import Series

HEAP_NOTE = (
    "Judged is usedJSHeapSize as the page has it right after the game, garbage included, as the rule was "
    "first asked. The last column was read after a forced collection and judges nothing."
)
PAGE_TEXT = "() => document.body.innerText + '\\n\\n' + JSON.stringify(window.game ?? null, null, 1)"


def attach(attachments: Iterable[Attachment]) -> None:
    """Attaches to the step that runs, or to the scenario when none does."""
    for item in attachments:
        allure.attach(item.body, name=item.name, attachment_type=item.media_type, extension=item.extension)


def attach_verdict(verdict: Verdict, more: Iterable[Attachment] = ()) -> Verdict:
    """Attaches the verdict and what it rests on, and gives it back to be judged."""
    attach([*of_verdict(verdict), *more])
    return verdict


def attach_pictures(pictures: Iterable[tuple[str, bytes]]) -> None:
    attach(screenshot(f"Screen of {who}", png) for who, png in pictures)


def photograph(players: Iterable[Player]) -> list[tuple[str, bytes]]:
    """Pictures of the players' windows; a window that cannot be photographed is left out."""
    taken = []
    for player in players:
        with contextlib.suppress(HarnessError):
            taken.append((player.who, player.screenshot()))
    return taken


def attach_failure(run: Run, faults: list[Fault]) -> None:
    """What explains a scenario that did not pass: errors, screens, page texts, consoles, log, traces."""
    if faults:
        attach_text("Errors", "\n\n".join(str(fault) for fault in faults))
    alive = run.open_windows()
    attach_pictures(photograph(alive))
    for player in alive:
        with contextlib.suppress(HarnessError):
            attach_text(f"Page of {player.who}", str(player.evaluate(PAGE_TEXT)))
    attach_text("Consoles", run.console_text() or "(silent)")
    attach_text("Server log", run.server_log() or "(none: the server is not ours, or it said nothing)")
    for number, player in enumerate(alive, start=1):
        saved = player.window.save_trace(run.reports / "logs" / f"trace-{number}.zip")
        if saved is not None:
            allure.attach(
                saved.read_bytes(),
                name=f"Playwright trace of {player.who}",
                attachment_type="application/vnd.allure.playwright-trace",
                extension="zip",
            )
            saved.unlink()


def attach_latency(
    match: Match, samples: Sequence[PipelineSamples], verdict: Verdict, limit_ms: float
) -> None:
    """Distribution as picture and table, every sample as CSV, and how the game looked."""
    step_ms = {
        f"player {seat}": taken.step_ms for seat, taken in enumerate(samples, start=1) if taken.samples
    }
    more = [csv_samples("Step samples", samples_table(samples).csv())]
    if step_ms:
        more.insert(0, chart("Step distribution", step_distribution(step_ms, limit_ms)))
        came = f"From arrival to the first step: {match.to_first_step_s or 0:.1f} s"
        attach_text("Step distribution (table)", f"{summary_table(step_ms).text()}\n\n{came}")
    attach_verdict(verdict, more)
    attach_pictures(photograph(match.players))


def attach_games(series: Series, verdict: Verdict) -> None:
    """Each game of the series in a table, and how the last one looked."""
    attach_verdict(verdict, [csv_samples("Games", games_table(series).csv())])
    attach_pictures(series.pictures)


def attach_heaps(series: Series, verdict: Verdict, factor: float) -> None:
    """Page heap after each game: picture, table and CSV, the collected readings beside the judged ones."""
    readings = [heap.as_asked for heap in series.heaps]
    more = [csv_samples("Page heap after each game", heaps_table(series).csv())]
    if readings:
        more.insert(0, chart("Page heap over games", heap_over_games(readings, factor)))
    attach_verdict(verdict, more)
    attach_text("Page heap after each game (table)", f"{HEAP_NOTE}\n\n{heaps_table(series).text()}")


def attach_workers(series: Series, verdict: Verdict) -> None:
    """The census of Workers during and after each game: picture and CSV."""
    more = [csv_samples("Workers counted", census_table(series.censuses).csv())]
    if series.censuses:
        more.insert(0, chart("Workers over games", workers_over_games(series.censuses)))
    attach_verdict(verdict, more)


def attach_so_far(series: Series | None) -> None:
    """What a series had measured when it was stopped."""
    if series is None or not (series.games or series.heaps or series.censuses):
        return
    tables = [games_table(series), heaps_table(series), census_table(series.censuses)]
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


def attach_text(name: str, text: str) -> None:
    allure.attach(text, name=name, attachment_type=AttachmentType.TEXT)

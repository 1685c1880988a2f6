"""Attaches the memory ledger of a series: the sheet of charts, tables, and the readings to recompute from."""

from __future__ import annotations

import gzip

import allure

from gauge.memory.growth import growth_table
from gauge.memory.layers import readings_table
from gauge.memory.ledger import findings_table
from gauge.memory.ledger_charts import ledger_sheet
from gauge.memory.memory_file import MemoryVerdicts, write_memory
from gauge.verdict import Verdict
from harness.evidence.attachments import attach, attach_pictures, attach_text, attach_verdict
from harness.experiments.measured_games import MeasuredGames
from reporting.evidence import chart, samples
from reporting.verdict_log import LOG

RAW_NAME = "Every reading of memory (raw samples)"


def attach_finding(games: MeasuredGames, verdict: Verdict, found: MemoryVerdicts) -> Verdict:
    """The verdict, and all that it rests on when it is not passed; gives it back to be judged."""
    return attach_verdict(verdict) if verdict.passed else attach_memory(games, verdict, found)


def attach_memory(games: MeasuredGames, verdict: Verdict, found: MemoryVerdicts) -> Verdict:
    """The verdict with the sheet of all layers, tables and the raw readings; gives it back to be judged.

    A later verdict of the same scenario on the same readings stands alone.
    """
    if not LOG.first_time((found.run.readings, found.run.explanation)):
        return attach_verdict(verdict)
    ledger, spacing = found.run.ledger, found.run.rules.spacing
    sheet = f"Memory over {spacing.noun}s, layer by layer"
    more = [chart(sheet, ledger_sheet(ledger, found.layers))] if found.layers.findings else []
    attach_verdict(verdict, more)
    attach_text("What was found in each layer (table)", findings_table(found.layers).text())
    if found.growths:
        attach_text("Classes that grew (table)", growth_table(found.growths).text())
    when = "over frames" if spacing.frames else "after each game"
    attach_text(f"Memory {when} (table)", readings_table(ledger, spacing).text())
    if games.times_s:
        attach_text("Time of each game", times_text(games))
    attach([samples(RAW_NAME, write_memory(found.run))])
    attach_pictures(games.pictures)
    return verdict


def attach_recording(trace: bytes | None) -> None:
    """A recording that the browser's Performance tab opens, where there is one."""
    if trace is None:
        return
    allure.attach(
        gzip.compress(trace),
        name="Performance recording of one game (load it in the browser's Performance tab)",
        attachment_type="application/gzip",
        extension="json.gz",
    )


def times_text(games: MeasuredGames) -> str:
    """What each game took, measuring included, and the last against the fifth: the cost must not grow."""
    times = games.times_s
    lines = [
        f"game {game}: {seconds:.1f} s, of which measuring took {games.cost_s(game):.1f} s"
        for game, seconds in times.items()
    ]
    last = max(times, default=0)
    if last > 5:
        against = (
            f"Game {last} took {times[last]:.1f} s, {times[last] / times[5]:.2f} times the {times[5]:.1f} s"
        )
        lines.insert(0, f"{against} of game 5.\n")
    return "\n".join(lines)

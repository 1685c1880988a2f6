"""Samples as tables: CSV for machines, Markdown and plain text for people."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gauge.census import WorkerCensus
from gauge.latency import PipelineSamples, summarise
from gauge.memory import NOT_MEASURABLE, HeapReading

Cell = str | int | float | None


@dataclass(frozen=True)
class Table:
    """Headings and rows of equal length; a cell of None is a value that is not measurable."""

    headings: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.headings):
                raise ValueError(f"a row has {len(row)} cells for {len(self.headings)} headings: {row!r}")

    def csv(self) -> str:
        """Comma-separated, numbers in full precision, None as an empty field."""
        with io.StringIO(newline="") as text:
            writer = csv.writer(text, lineterminator="\n")
            writer.writerow(self.headings)
            writer.writerows(self.rows)
            return text.getvalue()

    def markdown(self) -> str:
        """A Markdown table; line breaks and bars in cells are made harmless."""
        rows = [[shown(cell).replace("|", "\\|").replace("\n", " ") for cell in row] for row in self.rows]
        lines = [list(self.headings), ["---"] * len(self.headings), *rows]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)

    def text(self) -> str:
        """Columns lined up with spaces, numbers to the right."""
        body = [[shown(cell) for cell in row] for row in self.rows]
        widths = [
            max(len(line[i]) for line in [list(self.headings), *body]) for i in range(len(self.headings))
        ]
        numeric = [all(not isinstance(row[i], str) for row in self.rows) for i in range(len(self.headings))]
        lines = [list(self.headings), ["-" * width for width in widths], *body]
        return "\n".join(
            "  ".join(
                cell.rjust(width) if right else cell.ljust(width)
                for cell, width, right in zip(line, widths, numeric, strict=True)
            ).rstrip()
            for line in lines
        )


def shown(cell: Cell) -> str:
    """A cell for people: two decimals for fractions, "not measurable" for None."""
    if cell is None:
        return NOT_MEASURABLE
    return f"{cell:.2f}" if isinstance(cell, float) else str(cell)


def samples_table(samples: Sequence[PipelineSamples]) -> Table:
    """Every latency sample of every player, in the order taken; times in milliseconds."""
    rows = [
        (
            None if taken.player is None else taken.player + 1,
            number,
            s.frame,
            s.call_ms,
            s.return_ms,
            s.step_ms,
        )
        for taken in samples
        for number, s in enumerate(taken.samples, start=1)
    ]
    return Table(("player", "sample", "frame", "step_call_ms", "step_return_ms", "step_ms"), rows)


def summary_table(step_ms: Mapping[str, Sequence[float]]) -> Table:
    """Distribution of each named set of step times, in milliseconds."""
    rows = []
    for name, values in step_ms.items():
        s = summarise(values)
        rows.append((name, s.count, s.min_ms, s.median_ms, s.p90_ms, s.p95_ms, s.p99_ms, s.max_ms))
    return Table(("steps of", "count", "min_ms", "median_ms", "p90_ms", "p95_ms", "p99_ms", "max_ms"), rows)


def heap_table(readings: Sequence[HeapReading]) -> Table:
    """Page heap after each game of each player: bytes, MiB, and times the player's first."""
    ordered = sorted(readings, key=lambda reading: (reading.game, reading.player))
    first = {r.player: r.used_bytes for r in reversed(ordered)}
    rows: list[tuple[Cell, ...]] = []
    for r in ordered:
        base = first[r.player]
        ratio = r.used_bytes / base if r.used_bytes is not None and base is not None else None
        rows.append((r.game, r.player + 1, r.used_bytes, r.used_mib, ratio))
    return Table(("game", "player", "used_bytes", "used_mib", "times_first"), rows)


def census_table(censuses: Sequence[WorkerCensus]) -> Table:
    """Workers alive at each census: how many, and which."""
    ordered = sorted(
        censuses, key=lambda census: (census.game, census.moment != "during the game", census.player)
    )
    rows = [(c.game, c.moment, c.player + 1, len(c.workers), " ".join(c.workers)) for c in ordered]
    return Table(("game", "moment", "player", "workers", "which"), rows)

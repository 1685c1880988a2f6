"""The benchmark's tables for the terminal, and its files."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil
from rich import box
from rich.console import Console
from rich.table import Table as RichTable

from gauge.latency.sampled_median import LatencySummary
from gauge.tables import Table
from harness.bench.figures import Growth, LayoutFigures, Pass, aim_sentence, growth_of, limit_sentence

# as wide as the first table; a file or a pipe has no width of its own, and figures cut short are of no use
LEAST_WIDTH = 128


def about(browser_version: str, python: Mapping[str, Any]) -> dict[str, str]:
    """Machine and versions; the load says how much else the machine had to do."""
    memory_gib = psutil.virtual_memory().total / 1024**3
    return {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {memory_gib:.0f} GiB",
        "load over 1 min": f"{psutil.getloadavg()[0]:.1f}",
        "browser": f"Chromium {browser_version}",
        "pyodide": str(python.get("pyodideVersion")),
        "python in the browser": str(python.get("pythonVersion")),
        "python of the run": platform.python_version(),
        "playwright": version("playwright"),
    }


def show(console: Console, figures: Sequence[LayoutFigures], machine: Mapping[str, str]) -> None:
    """Prints the tables and two sentences that say what they show."""
    console.width = max(console.width, LEAST_WIDTH)
    console.print(_steps_table(figures))
    console.print(_parts_table(figures))
    growth = growth_of(figures)
    if growth:
        console.print(_growth_table(growth))
    console.print(aim_sentence(figures))
    console.print(limit_sentence(figures))
    console.print(", ".join(f"{name} {value}" for name, value in machine.items()), style="dim")


def write(
    folder: Path,
    passes: Sequence[Pass],
    figures: Sequence[LayoutFigures],
    machine: Mapping[str, str],
    settings: Mapping[str, Any],
) -> tuple[Path, Path]:
    """Writes bench.csv (one row a layout) and bench.json (all, raw samples too); returns the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    as_csv, as_json = folder / "bench.csv", folder / "bench.json"
    as_csv.write_text(figures_table(figures, machine).csv(), encoding="utf-8")
    body = {
        "about": dict(machine),
        "settings": dict(settings),
        "aim": aim_sentence(figures),
        "figures": [asdict(one) | _derived(one) for one in figures],
        "growth": [asdict(line) for line in growth_of(figures)],
        "passes": [asdict(one) for one in passes],
    }
    as_json.write_text(json.dumps(body, indent=1) + "\n", encoding="utf-8")
    return as_csv, as_json


def figures_table(figures: Sequence[LayoutFigures], machine: Mapping[str, str]) -> Table:
    """A row for each layout; machine and versions in each, so that files of several runs can be joined."""
    timed = [f"{what}_{part}_ms" for what in ("echo", "direct", "worker") for part in ("median", "p95")]
    rows = []
    for one in figures:
        medians = [t for s in (one.echo, one.direct, one.worker) for t in (s.median_ms, s.p95_ms)]
        parts = (one.busy_ms, one.crossing_ms, one.unpacking_ms)
        rows.append(
            (one.layout, one.cells, one.rounds, *medians, *_derived(one).values(), *parts, *machine.values())
        )
    derived = _derived(figures[0]) if figures else {}
    headings = ("layout", "cells", "rounds", *timed, *derived, "busy_ms", "crossing_ms", "unpacking_ms")
    return Table((*headings, *(name.replace(" ", "_") for name in machine)), rows)


def _derived(one: LayoutFigures) -> dict[str, float | int]:
    return {
        "added_ms": one.added_ms,
        "added_p95_ms": one.added_p95_ms,
        "added_echoes": one.echoes,
        "worker_over_direct": one.ratio,
        "within_aim": int(one.within_aim),
    }


def _steps_table(figures: Sequence[LayoutFigures]) -> RichTable:
    rounds = figures[0].rounds
    table = _table(f"One step, median / 95th percentile in ms ({rounds} of each, taken in turns)")
    for heading in ("layout", "cells", "echo", "direct", "worker"):
        table.add_column(heading, justify="left" if heading == "layout" else "right", no_wrap=True)
    for heading in ("worker minus\ndirect", "in\nechoes", "worker /\ndirect", "aim"):
        table.add_column(heading, justify="right", no_wrap=True)
    for one in figures:
        table.add_row(
            one.layout,
            str(one.cells),
            *(_pair(summary) for summary in (one.echo, one.direct, one.worker)),
            f"{one.added_ms:.2f} / {one.added_p95_ms:.2f}",
            f"{one.echoes:.1f}",
            f"{one.ratio:.2f}",
            "[green]met[/green]" if one.within_aim else "[red]missed[/red]",
        )
    return table


def _parts_table(figures: Sequence[LayoutFigures]) -> RichTable:
    table = _table("Where a worker step goes, medians in ms (a Worker with a clock in it)")
    table.add_column("layout", no_wrap=True)
    headings = ("Worker\nbusy", "less\ndirect", "the two\nways", "less\necho", "unpacking")
    for heading in (*headings, "worker minus direct\nfrom pass to pass"):
        table.add_column(heading, justify="right", no_wrap=True)
    for one in figures:
        table.add_row(
            one.layout,
            f"{one.busy_ms:.2f}",
            f"{one.busy_ms - one.direct.median_ms:+.2f}",
            f"{one.crossing_ms:.2f}",
            f"{one.crossing_ms - one.echo.median_ms:+.2f}",
            f"{one.unpacking_ms:.2f}",
            f"{min(one.added_by_pass_ms):.2f} to {max(one.added_by_pass_ms):.2f}",
        )
    return table


def _growth_table(growth: Sequence[Growth]) -> RichTable:
    table = _table("Growth with the kitchen: a line through the medians")
    table.add_column("", no_wrap=True)
    for heading in ("no cells, ms", "100 cells more, ms"):
        table.add_column(heading, justify="right", no_wrap=True)
    for line in growth:
        table.add_row(line.what, f"{line.base_ms:.3f}", f"{line.per_100_cells_ms:+.3f}")
    return table


def _table(title: str) -> RichTable:
    return RichTable(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD)


def _pair(summary: LatencySummary) -> str:
    return f"{summary.median_ms:.2f} / {summary.p95_ms:.2f}"

"""Tables of the memory ledger: what was found in each layer, and every reading."""

from __future__ import annotations

from collections.abc import Sequence

from gauge.memory.findings import Finding
from gauge.memory.growth import Growth
from gauge.memory.layers import Ledger
from gauge.memory.ledger import LedgerVerdicts
from gauge.memory.trend import shown
from gauge.tables import NOT_MEASURABLE, Cell, Table


def findings_table(verdicts: LedgerVerdicts) -> Table:
    """A row per layer, worst owner: growth per game with its interval, budget, minimum detectable growth.

    Amounts are written with their units; for machines there are `Verdict.figures`.
    """
    headings = ("layer", "worst owner", "per game", "95 % CI", "budget per game", "detectable from")
    return Table((*headings, "first bad game", "verdict"), [_row(finding) for finding in verdicts.findings])


def readings_table(ledger: Ledger) -> Table:
    """A row per layer and owner, a column per game (0 is the warm-up game), in bytes, counts or seconds."""
    games = range(ledger.games + 1)
    rows: list[Sequence[Cell]] = [
        (layer, owner, *(_whole(series.get(game)) for game in games))
        for layer in ledger.layers
        for owner, series in ledger.series(layer).items()
    ]
    return Table(("layer", "owner", *(f"game {game}" for game in games)), rows)


def growth_table(growths: Sequence[Growth]) -> Table:
    """A row per class that grows, all of them, the most telling first."""
    rows = [(g.name, g.owner, g.per_game, g.first_bad_game, g.games, g.bytes_per_game) for g in growths]
    return Table(("class", "owner", "more_per_game", "since_game", "games", "bytes_per_game"), rows)


def _row(finding: Finding) -> tuple[Cell, ...]:
    unit, trend = finding.layer.unit, finding.trends.get(finding.owner)
    interval = "exact" if finding.budget == 0 else ""
    if trend is not None:
        interval = f"{shown(trend.lower, unit, signed=True)} to {shown(trend.upper, unit, signed=True)}"
    if not finding.measurable:
        outcome, interval = NOT_MEASURABLE, ""
    elif finding.budget is None:
        outcome = "for information"
    else:
        outcome = finding.outcome.value
    exactly = "any growth" if finding.budget == 0 else None
    return (
        finding.layer.title,
        finding.owner,
        "" if finding.per_game is None else shown(finding.per_game, unit, signed=True),
        interval,
        "none" if finding.budget is None else shown(finding.budget, unit),
        "" if finding.min_detectable is None else exactly or shown(finding.min_detectable, unit),
        "" if finding.first_bad_game is None else str(finding.first_bad_game),
        outcome if finding.per_game is not None or not finding.excess else f"{outcome} ({finding.excess})",
    )


def _whole(value: float | None) -> Cell:
    """Bytes and counts without decimals."""
    return int(value) if value is not None and float(value).is_integer() else value

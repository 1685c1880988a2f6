"""Tables of the memory ledger: what was found in each layer, and every reading."""

from __future__ import annotations

from collections.abc import Sequence

from gauge.growth import Growth
from gauge.ledger import Finding, Ledger, LedgerVerdicts
from gauge.memory import NOT_MEASURABLE
from gauge.tables import Cell, Table
from gauge.trend import shown


def findings_table(verdicts: LedgerVerdicts) -> Table:
    """A row a layer, the holder that is worst: growth a game with its interval, budget, what was noticeable.

    Amounts are written with their units; for machines there are `Verdict.figures`.
    """
    headings = ("layer", "worst holder", "a game", "95 % interval", "budget a game", "noticeable from")
    return Table((*headings, "first bad game", "verdict"), [_row(finding) for finding in verdicts.findings])


def readings_table(ledger: Ledger) -> Table:
    """A row a layer and holder, a column a game (0 is the warm-up game), in bytes, counts or seconds."""
    games = range(ledger.games + 1)
    rows: list[Sequence[Cell]] = [
        (layer, holder, *(_whole(series.get(game)) for game in games))
        for layer in ledger.layers
        for holder, series in ledger.series(layer).items()
    ]
    return Table(("layer", "holder", *(f"game {game}" for game in games)), rows)


def growth_table(growths: Sequence[Growth]) -> Table:
    """A row a class that grows, all of them, the most telling first."""
    rows = [(g.name, g.holder, g.a_game, g.first_bad_game, g.games, g.bytes_a_game) for g in growths]
    return Table(("class", "holder", "more_a_game", "since_game", "games", "bytes_a_game"), rows)


def _row(finding: Finding) -> tuple[Cell, ...]:
    unit, trend = finding.layer.unit, finding.trends.get(finding.holder)
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
        finding.holder,
        "" if finding.a_game is None else shown(finding.a_game, unit, signed=True),
        interval,
        "none" if finding.budget is None else shown(finding.budget, unit),
        "" if finding.noticeable is None else exactly or shown(finding.noticeable, unit),
        "" if finding.first_bad_game is None else str(finding.first_bad_game),
        outcome,
    )


def _whole(value: float | None) -> Cell:
    """Bytes and counts without decimals."""
    return int(value) if value is not None and float(value).is_integer() else value

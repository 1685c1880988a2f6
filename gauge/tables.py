"""Samples as tables: CSV for machines, Markdown and plain text for people."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

NOT_MEASURABLE = "not measurable"
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

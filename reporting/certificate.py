"""How often verdicts are wrong, as the project's certificate says: one line to quote, and where it stands."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PLACE = Path("docs", "certificate.md")


@dataclass(frozen=True)
class Certificate:
    """Its line, and its address as seen from the report."""

    line: str
    address: str


def certificate(project_root: Path, reports_root: Path) -> Certificate | None:
    """The first paragraph of docs/certificate.md; None where nothing has been certified."""
    place = project_root / PLACE
    if not place.exists():
        return None
    _title, line, *_ = place.read_text(encoding="utf-8").split("\n\n")
    return Certificate(" ".join(line.split()), Path(os.path.relpath(place, reports_root)).as_posix())

"""The closing table of `make test` tells what cannot be decided from what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import checks
from tools.checks import Result, outcome


@pytest.mark.parametrize(
    ("name", "code", "summary", "word"),
    [
        ("features", 0, "# All proved: 8 of 8 scenarios proved", "passed"),
        ("features", 1, "# Inconclusive: 7 of 8 scenarios proved, the data cannot tell", "inconclusive"),
        ("features", 1, "# NOT proved: 7 of 8 scenarios proved", "FAILED"),
        ("features", 1, None, "FAILED"),
        ("layers", 1, "# Inconclusive: 7 of 8 scenarios proved, the data cannot tell", "FAILED"),
    ],
)
def test_only_features_can_be_inconclusive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, code: int, summary: str | None, word: str
) -> None:
    monkeypatch.setattr(checks, "SUMMARY", tmp_path / "SUMMARY.md")
    if summary:
        (tmp_path / "SUMMARY.md").write_text(summary)
    assert outcome(Result(name, code, 1.0)) == word

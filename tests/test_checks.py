"""Checks run stage after stage; the closing table tells what cannot be decided from what is wrong."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tools import checks
from tools.checks import Check, Result, outcome, run
from tools.paths import ROOT


@pytest.mark.parametrize(
    ("features", "code", "summary", "word"),
    [
        (True, 0, "# All proved: 8 of 8 scenarios proved", "passed"),
        (True, 1, "# Inconclusive: 7 of 8 scenarios proved, the data cannot tell", "inconclusive"),
        (True, 1, "# NOT proved: 7 of 8 scenarios proved", "FAILED"),
        (True, 1, None, "FAILED"),
        (False, 1, "# Inconclusive: 7 of 8 scenarios proved, the data cannot tell", "FAILED"),
    ],
)
def test_only_features_can_be_inconclusive(
    tmp_path: Path, features: bool, code: int, summary: str | None, word: str
) -> None:
    if summary:
        (tmp_path / "reports").mkdir()
        (tmp_path / "reports" / "SUMMARY.md").write_text(summary)
    assert outcome(Result(Check("some", (), tmp_path, features), code, 1.0)) == word


def test_stages_run_one_after_the_other_and_to_their_end(capfd: pytest.CaptureFixture[str]) -> None:
    def says(word: str, code: int) -> Check:
        return Check(word, (sys.executable, "-c", f"print('{word} said'); raise SystemExit({code})"))

    assert run([(says("one", 1), says("two", 0)), (says("three", 0),)]) == 1
    said = capfd.readouterr().out
    assert max(said.index("one said"), said.index("two said")) < said.index("three said")
    assert re.findall(r"(\S+) +\d+\.\d s  (\w+)", said) == [
        ("FAILED", "one"),
        ("passed", "two"),
        ("passed", "three"),
    ]


def test_features_run_from_another_folder(tmp_path: Path) -> None:
    code = "import gauge, os; print(os.path.isdir('features/steps'), os.getcwd())"
    check = Check("here", (sys.executable, "-c", code), tmp_path / "untimed")
    assert run([(check,)]) == 0
    assert run([(check,)]) == 0


def test_every_feature_that_times_nothing_runs_in_one_of_two_runs() -> None:
    names = {f"features/{file.name}" for file in (ROOT / "features").glob("*.feature")}
    assert sorted(checks.CONTROLS + checks.OTHERS) == sorted(names)
    assert len(checks.CONTROLS) == 5

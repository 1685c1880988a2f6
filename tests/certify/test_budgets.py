"""Cases are sized by the budgets that stand in the feature."""

from __future__ import annotations

from pathlib import Path

import pytest

from certify import budgets
from certify.budgets import budget

FEATURE = """
Feature: Memory
  @VALID-04b
  Scenario: Games leave nothing behind
    Then the Worker adds at most 2.5 ms to a step
    And memory grows by at most
      | memory      | per game |
      | of the page | 20 KiB   |
      | of the disk | 2 MiB    |
"""


@pytest.fixture
def edited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "edited.feature").write_text(FEATURE)
    monkeypatch.setattr(budgets, "ROOT", tmp_path)
    monkeypatch.setattr(budgets, "FEATURE", "edited.feature")


@pytest.mark.usefixtures("edited")
@pytest.mark.parametrize(
    ("words", "amount"), [("adds at most", 2.5), ("of the page", 20), ("of the disk", 2048)]
)
def test_an_owners_budget_is_read_from_a_step_or_its_table(words: str, amount: float) -> None:
    assert budget("VALID-04b", words) == amount


@pytest.mark.usefixtures("edited")
@pytest.mark.parametrize(
    ("tag", "words"), [("VALID-04d", "of the page"), ("VALID-04b", "of the Worker"), ("VALID-04b", "memory")]
)
def test_a_budget_that_is_not_there_is_asked_for_in_a_sentence(tag: str, words: str) -> None:
    with pytest.raises(LookupError, match=f"no amount after '{words}' in a scenario of {tag}"):
        budget(tag, words)

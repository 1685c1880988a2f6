"""Of several layers that failed the one that keeps the others alive is named first, whatever its place."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from gauge.memory.causes import Explanation
from gauge.memory.layers import Ledger, LedgerRules
from gauge.memory.ledger import LedgerVerdicts, judge_ledger
from tests.gauge.memory.memory_samples import BUDGETS, KIB, run

RULES = LedgerRules(budgets=BUDGETS)
LEAKS = {"canvases": 1.0, "game_objects": 2.0, "listeners": 1.0, "nodes": 4.0}
LEFT = {"listeners": ("resize on Window: onResize (game.js:120), 1 per game",)}


def judged(keeps: Mapping[str, tuple[str, ...]], leaks: Mapping[str, float] = LEAKS) -> LedgerVerdicts:
    return judge_ledger(Ledger(run(leaks=leaks)), RULES, Explanation(keeps, LEFT))


@pytest.mark.parametrize(
    ("keeps", "first"),
    [
        ({}, "canvases"),
        ({"listeners": ("canvases", "game_objects"), "game_objects": ("canvases",)}, "listeners"),
        ({"game_objects": ("canvases", "listeners")}, "game_objects"),
        # neither comes before the other, so the rest decides
        ({"canvases": ("nodes",), "nodes": ("canvases",)}, "canvases"),
        # what keeps more than another cause does
        ({"canvases": ("nodes",), "listeners": ("game_objects", "nodes")}, "listeners"),
        # what keeps a layer that has not failed is no cause
        ({"nodes": ("documents",)}, "canvases"),
    ],
)
def test_the_order_is_found_and_not_fixed(keeps: Mapping[str, tuple[str, ...]], first: str) -> None:
    verdicts = judged(keeps)
    assert verdicts.leaking is not None
    assert verdicts.leaking.layer.name == first
    assert verdicts.verdict("VALID-04b").figures["leaking_layer"] == first


def test_the_sentence_says_what_is_left_behind_what_it_keeps_and_what_else_failed() -> None:
    leaks = {**LEAKS, "page_heap": 200.0 * KIB, "workers": 1.0}
    verdict = judged({"listeners": ("canvases", "page_heap")}, leaks).verdict("VALID-04b")
    assert verdict.sentence.startswith("Event listeners (player 1): 41 after game 10, limit 31")
    assert (
        " Left behind: resize on Window: onResize (game.js:120), 1 per game."
        " Also above the limit: Python workers, canvases, game objects, page nodes, page heap."
        " Kept alive by event listeners: canvases, page heap."
    ) in verdict.sentence


def test_the_sentence_says_of_the_cause_alone_what_it_left_behind_and_the_evidence_of_each() -> None:
    verdict = judged({}).verdict("VALID-04b")
    assert "Left behind" not in verdict.sentence
    assert f"  left behind: {LEFT['listeners'][0]}" in verdict.evidence.splitlines()

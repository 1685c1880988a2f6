"""The sheet states the finding and draws every owner and limit; tables tell unmeasured from zero."""

from __future__ import annotations

import pytest

from gauge.memory.growth import ClassReading, find_growth, growth_table
from gauge.memory.layers import LAYERS, LayerReading, Ledger, LedgerRules, readings_table
from gauge.memory.ledger import findings_table, judge_ledger
from gauge.memory.ledger_charts import ledger_sheet
from tests.gauge.memory.memory_samples import BUDGETS, KIB, MIB, run

CLEAN = Ledger(run(missing=("gpu_process",)))
LEAKING = Ledger(run(leaks={"canvases": 1, "page_heap": 70 * KIB}))
UNCLEAR = Ledger(run(leaks={"renderer_process": 2 * MIB}))
ONE = Ledger([LayerReading("page_heap", "player 1", 0, 1.0)])
WOBBLING = Ledger([LayerReading("listeners", "player 1", game, 31 + (game in (4, 7))) for game in range(11)])
NOTHING = Ledger([LayerReading("page_heap", "player 1", game, None) for game in range(3)])


MISSING = tuple(name for name in LAYERS if name not in ("page_heap", "canvases", "game_time"))
SOME = Ledger([r for r in LEAKING.readings if r.layer not in MISSING])


RULES = LedgerRules(budgets=BUDGETS)


@pytest.mark.parametrize("ledger", [CLEAN, SOME, ONE, NOTHING])
def test_every_layer_has_a_panel_with_its_readings_and_its_limit(ledger: Ledger) -> None:
    verdicts = judge_ledger(ledger, LedgerRules(budgets=BUDGETS, layers=("workers",)))
    panels = {axes.get_title(loc="left"): axes for axes in ledger_sheet(ledger, verdicts).axes}
    for finding in verdicts.findings:
        drawn = {str(line.get_label()): line for line in panels[finding.layer.title].get_lines()}
        measured = [o for o, s in ledger.series(finding.layer.name).items() if set(s.values()) != {None}]
        limit = ["limit"] if measured and finding.budget is not None else []
        assert [*drawn] == [*measured, *limit]
        for owner in measured:
            assert len(drawn[owner].get_xdata()) == len(ledger.series(finding.layer.name)[owner])


def test_nothing_to_draw_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        ledger_sheet(Ledger(), judge_ledger(Ledger()))


@pytest.mark.parametrize(
    ("ledger", "title"),
    [
        (
            CLEAN,
            "Memory stays flat over 10 games: all 32 layers judged are within their limits, 1 not measurable",
        ),
        (
            LEAKING,
            "Memory grows over 10 games: canvases (player 1) by 1 per game (1 more layer above the limit)",
        ),
        (WOBBLING, "Above the limit over 10 games: event listeners (player 1) by 1 in 2 of 11 readings"),
        (UNCLEAR, "Memory over 10 games: the data cannot tell for renderer process"),
    ],
)
def test_the_title_states_the_finding(ledger: Ledger, title: str) -> None:
    assert ledger_sheet(ledger, judge_ledger(ledger, RULES)).get_suptitle() == title


def test_the_findings_state_the_minimum_detectable_growth() -> None:
    table = findings_table(judge_ledger(CLEAN, RULES))
    rows = {str(row[0]): dict(zip(table.headings, row, strict=True)) for row in table.rows}
    assert rows["canvases"]["detectable from"] == "any growth"
    assert str(rows["page heap"]["detectable from"]).endswith("KiB")
    assert rows["page heap"]["budget per game"] == "20 KiB"
    assert rows["GPU process"]["verdict"] == "not measurable"
    assert rows["browser process"]["verdict"] == "for information"
    failed = {str(row[0]): row for row in findings_table(judge_ledger(LEAKING, RULES)).rows}
    assert failed["canvases"][1:3] == ("player 1", "+1")
    assert failed["canvases"][-2:] == ("1", "failed")
    wobble = findings_table(judge_ledger(WOBBLING, RULES)).rows[0]
    assert (wobble[2], wobble[-1]) == ("", "failed (by 1 in 2 of 11 readings)")


def test_readings_have_a_column_a_game_and_gaps_stay_gaps() -> None:
    table = readings_table(CLEAN)
    assert table.headings[:4] == ("layer", "owner", "game 0", "game 1")
    rows = {row[0]: row for row in table.rows}
    assert rows["canvases"][2:] == (1,) * 11
    assert rows["gpu_process"][2:] == (None,) * 11


def test_growth_has_a_row_a_class() -> None:
    classes = [ClassReading("page of player 1", "Session", game, game) for game in range(6)]
    assert growth_table(find_growth(classes)).rows == [("Session", "page of player 1", 1, 1, 5, None)]

"""The sheet is a picture for any ledger; its title states the finding; tables tell unmeasured from zero."""

from __future__ import annotations

import struct

import pytest

from gauge import ledger_charts
from gauge.memory.growth import ClassReading, find_growth
from gauge.memory.ledger import LAYERS, LayerReading, Ledger, LedgerRules, judge_ledger
from gauge.memory.ledger_charts import ledger_sheet
from gauge.memory.ledger_tables import findings_table, growth_table, readings_table
from tests.gauge.memory.memory_samples import KIB, MIB, run

CLEAN = Ledger(run(missing=("gpu_process",)))
LEAKING = Ledger(run(leaks={"canvases": 1, "page_heap": 70 * KIB}))
UNCLEAR = Ledger(run(leaks={"renderer_process": 2 * MIB}))
ONE = Ledger([LayerReading("page_heap", "player 1", 0, 1.0)])
NOTHING = Ledger([LayerReading("page_heap", "player 1", game, None) for game in range(3)])


MISSING = tuple(name for name in LAYERS if name not in ("page_heap", "canvases", "game_time"))
SOME = Ledger([r for r in LEAKING.readings if r.layer not in MISSING])


@pytest.mark.parametrize("ledger", [CLEAN, SOME, ONE, NOTHING])
def test_the_sheet_is_a_png(ledger: Ledger) -> None:
    png = ledger_sheet(ledger, judge_ledger(ledger, LedgerRules(layers=("workers",))))
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    assert 800 <= width <= 1700
    assert 300 <= height <= 2000


def test_nothing_to_draw_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        ledger_sheet(Ledger(), judge_ledger(Ledger()))


@pytest.mark.parametrize(
    ("ledger", "title"),
    [
        (
            CLEAN,
            "Memory stays flat over 10 games: all 21 layers judged are within their limits, 1 not measurable",
        ),
        (
            LEAKING,
            "Memory grows over 10 games: canvases (player 1) by 1 a game (1 more layers over their limits)",
        ),
        (UNCLEAR, "Memory over 10 games: the data cannot tell for renderer process"),
    ],
)
def test_the_title_states_the_finding(ledger: Ledger, title: str, monkeypatch: pytest.MonkeyPatch) -> None:
    titles: list[str] = []

    def kept(figure: ledger_charts.Figure) -> bytes:
        titles.append(figure.get_suptitle())
        return b""

    monkeypatch.setattr(ledger_charts, "png", kept)
    ledger_sheet(ledger, judge_ledger(ledger))
    assert titles == [title]


def test_the_findings_state_what_was_noticeable_beside_each_layer() -> None:
    table = findings_table(judge_ledger(CLEAN))
    rows = {str(row[0]): dict(zip(table.headings, row, strict=True)) for row in table.rows}
    assert rows["canvases"]["min_detectable from"] == "any growth"
    assert str(rows["page heap"]["min_detectable from"]).endswith("KiB")
    assert rows["page heap"]["budget a game"] == "20.00 KiB"
    assert rows["GPU process"]["verdict"] == "not measurable"
    assert rows["browser process"]["verdict"] == "for information"
    failed = {str(row[0]): row for row in findings_table(judge_ledger(LEAKING)).rows}
    assert failed["canvases"][1:3] == ("player 1", "+1")
    assert failed["canvases"][-2:] == ("1", "failed")


def test_readings_have_a_column_a_game_and_gaps_stay_gaps() -> None:
    table = readings_table(CLEAN)
    assert table.headings[:4] == ("layer", "owner", "game 0", "game 1")
    rows = {row[0]: row for row in table.rows}
    assert rows["canvases"][2:] == (1,) * 11
    assert rows["gpu_process"][2:] == (None,) * 11


def test_growth_has_a_row_a_class() -> None:
    classes = [ClassReading("page of player 1", "Session", game, game) for game in range(6)]
    assert growth_table(find_growth(classes)).rows == [("Session", "page of player 1", 1, 1, 5, None)]

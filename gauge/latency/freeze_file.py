"""How long windows froze while they loaded Python, in one sealed file from which WORKER-02 can be recomputed.

Times are milliseconds; a window whose timer did not tick has no longest gap, and long tasks stand in a row::

    pair,arm,player,longest_gap_ms,watched_ms,long_tasks_ms
    1,direct,1,1240.5,2310.0,61.0 1198.0
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from gauge.latency.freezes import FreezeReading, judge_freezes
from gauge.latency.match_steps import Arm
from gauge.sealed_file import parsed, refusing, seal, unseal
from gauge.verdict import Verdict

FORMAT = "kitchen-gauge/freezes"
VERSION = 1
COLUMNS = ("pair", "arm", "player", "longest_gap_ms", "watched_ms", "long_tasks_ms")


def write_freezes(readings: Sequence[FreezeReading], limit_ms: float) -> str:
    """The file's text."""
    rows = [
        (r.pair, r.arm, r.player + 1, r.longest_gap_ms, r.watched_ms, " ".join(map(repr, r.long_tasks_ms)))
        for r in readings
    ]
    return seal(FORMAT, VERSION, json.dumps({"limit_ms": limit_ms}), COLUMNS, rows)


def recompute(text: str) -> Verdict:
    """The verdict of the run that wrote the file; InvalidSampleFile when it cannot give any."""
    rules, rows = unseal(text, FORMAT, VERSION, COLUMNS)
    readings = parsed(rows, _reading)
    with refusing("its rules cannot be read"):
        limit_ms = float(json.loads(rules)["limit_ms"])
    with refusing("its windows contradict each other"):
        return judge_freezes(readings, limit_ms)


def _reading(row: list[str]) -> FreezeReading:
    pair, name, player, gap, watched, tasks = row
    arm: Arm = name  # type: ignore[assignment]  # FreezeReading refuses any other itself
    gap_ms = float(gap) if gap else None
    tasks_ms = tuple(map(float, tasks.split()))
    return FreezeReading(int(pair), arm, int(player) - 1, gap_ms, tasks_ms, float(watched))

"""The sampled steps of a match in one sealed file, from which VALID-03a can be recomputed.

Times are milliseconds of the page's clock; the rules hold the limit and how often each player was looked at::

    player,sample,frame,step_call_ms,step_return_ms
    1,1,101,5120.005,5120.31
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from gauge.latency.sampled_median import PipelineReading, PipelineSamples, judge_players
from gauge.sealed_file import parsed, refusing, seal, unseal
from gauge.verdict import Verdict

FORMAT = "kitchen-gauge/sampled-steps"
VERSION = 1
COLUMNS = ("player", "sample", "frame", "step_call_ms", "step_return_ms")


def write_samples(samples: Sequence[PipelineSamples], limit_ms: float) -> str:
    """The file's text; `samples` are the players' in order of their seats."""
    looks = [
        {
            "asked": taken.asked,
            "reads": taken.reads,
            "mid_step_reads": taken.mid_step_reads,
            "repeated_reads": taken.repeated_reads,
            "empty_reads": taken.empty_reads,
        }
        for taken in samples
    ]
    rows = [
        (player, number, s.frame, s.call_ms, s.return_ms)
        for player, taken in enumerate(samples, start=1)
        for number, s in enumerate(taken.samples, start=1)
    ]
    return seal(FORMAT, VERSION, json.dumps({"limit_ms": limit_ms, "players": looks}), COLUMNS, rows)


def recompute(text: str) -> Verdict:
    """The verdict of the run that wrote the file; InvalidSampleFile when it cannot give any."""
    rules, rows = unseal(text, FORMAT, VERSION, COLUMNS)
    readings = parsed(
        rows, lambda row: (int(row[0]), PipelineReading(int(row[2]), float(row[3]), float(row[4])))
    )
    with refusing("its rules cannot be read"):
        data = json.loads(rules)
        samples = [
            PipelineSamples(tuple(r for seat, r in readings if seat == player + 1), **looks, player=player)
            for player, looks in enumerate(data["players"])
        ]
        return judge_players(samples, float(data["limit_ms"]))

"""The two sealed files of a series: how each game ran, and how much each page held after it (VALID-04a).

What is not known is an empty field::

    game,id,frames,episodes_player_1,episodes_player_2,to_first_step_s,played_s,counted_frames
    1,7f3a,240,1,1,4.2,8.1,238

    game,player,used_bytes,used_bytes_after_collection
    1,1,2820000,2710000
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from gauge.flow.games import GameRecord, judge_complete
from gauge.memory.heap_ratio import HeapReading, judge_heap_ratio
from gauge.sealed_file import parsed, refusing, seal, unseal
from gauge.verdict import Verdict

GAMES = "kitchen-gauge/games"
HEAPS = "kitchen-gauge/page-heaps"
VERSION = 1
GAME_COLUMNS = (
    "game",
    "id",
    "frames",
    "episodes_player_1",
    "episodes_player_2",
    "to_first_step_s",
    "played_s",
    "counted_frames",
)
HEAP_COLUMNS = ("game", "player", "used_bytes", "used_bytes_after_collection")


def write_games(requirement: str, asked: int, games: Sequence[GameRecord], stopped: str | None) -> str:
    """The file of the games, with what `judge_complete` is given."""
    rules = json.dumps({"requirement": requirement, "asked": asked, "stopped": stopped})
    rows = [
        (g.number, g.game_id, g.frames, *g.episodes, g.to_first_step_s, g.played_s, g.counted_frames)
        for g in games
    ]
    return seal(GAMES, VERSION, rules, GAME_COLUMNS, rows)


def recompute_games(text: str) -> Verdict:
    """The verdict of the run that wrote the file; InvalidSampleFile when it cannot give any."""
    rules, rows = unseal(text, GAMES, VERSION, GAME_COLUMNS)
    games = parsed(rows, _game)
    with refusing("its rules cannot be read"):
        data = json.loads(rules)
        stopped = None if data["stopped"] is None else str(data["stopped"])
        return judge_complete(str(data["requirement"]), int(data["asked"]), games, stopped)


def write_heaps(readings: Sequence[tuple[HeapReading, int | None]], games: int, factor: float) -> str:
    """The file of the heaps, each with its size after a forced collection, which is not judged."""
    rules = json.dumps({"games": games, "factor": factor})
    rows = [(r.game, r.player + 1, r.used_bytes, collected) for r, collected in readings]
    return seal(HEAPS, VERSION, rules, HEAP_COLUMNS, rows)


def recompute_heaps(text: str) -> Verdict:
    """The verdict of the run that wrote the file; InvalidSampleFile when it cannot give any."""
    rules, rows = unseal(text, HEAPS, VERSION, HEAP_COLUMNS)
    readings = parsed(rows, lambda row: HeapReading(int(row[0]), int(row[1]) - 1, _int(row[2])))
    with refusing("its rules cannot be read"):
        data = json.loads(rules)
        return judge_heap_ratio(readings, int(data["games"]), float(data["factor"]))


def _game(row: list[str]) -> GameRecord:
    number, name, frames, first, second, to_first_step, played, counted = row
    return GameRecord(
        int(number),
        name or None,
        _int(frames),
        (_int(first), _int(second)),
        float(to_first_step) if to_first_step else None,
        float(played),
        _int(counted),
    )


def _int(cell: str) -> int | None:
    return int(cell) if cell else None

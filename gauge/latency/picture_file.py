"""What players saw, made small, in one sealed file from which the age of pictures can be judged again.

A row for each picture, base64 of one byte a cell::

    arm,player,frame,cells
    worker,1,0,Ly8vLy8v...
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections import defaultdict
from collections.abc import Sequence

from gauge.latency.match_steps import Arm
from gauge.latency.picture_age import PlayerView, judge_picture_age
from gauge.sealed_file import parsed, refusing, seal, unseal
from gauge.verdict import Verdict

FORMAT = "kitchen-gauge/pictures"
VERSION = 1
COLUMNS = ("arm", "player", "frame", "cells")


def write_pictures(views: Sequence[PlayerView], fps: float | None) -> str:
    """The file's text."""
    rows = [
        (view.arm, view.player + 1, frame, b64encode(cells).decode())
        for view in views
        for frame, cells in view.pictures.items()
    ]
    return seal(FORMAT, VERSION, json.dumps({"fps": fps}), COLUMNS, rows)


def recompute(text: str) -> Verdict:
    """The verdict of the run that wrote the file; InvalidSampleFile when it cannot give any."""
    rules, rows = unseal(text, FORMAT, VERSION, COLUMNS)
    with refusing("its rules cannot be read"):
        fps = json.loads(rules)["fps"]
    views: defaultdict[tuple[Arm, int], dict[int, bytes]] = defaultdict(dict)
    for place, frame, cells in parsed(rows, _picture):
        views[place][frame] = cells
    with refusing("its pictures contradict each other"):
        return judge_picture_age([PlayerView(*place, seen) for place, seen in views.items()], fps)


def _picture(row: list[str]) -> tuple[tuple[Arm, int], int, bytes]:
    name, player, frame, cells = row
    if name not in ("worker", "direct"):
        raise ValueError(f"{name!r} is no setup")
    arm: Arm = name  # type: ignore[assignment]
    return (arm, int(player) - 1), int(frame), b64decode(cells, validate=True)

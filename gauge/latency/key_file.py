"""How long keys took to show, in one sealed file from which VALID-03e can be judged again.

A row for each key, milliseconds from its press to the picture that shows it::

    arm,game,player,delay_ms
    worker,1,1,83.4
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from gauge.latency.key_delay import KeyDelay, judge_key_delay
from gauge.latency.match_steps import Arm
from gauge.sealed_file import parsed, refusing, seal, unseal
from gauge.verdict import Verdict

FORMAT = "kitchen-gauge/keys"
VERSION = 1
COLUMNS = ("arm", "game", "player", "delay_ms")


def write_keys(keys: Sequence[KeyDelay], margin_ms: float) -> str:
    """The file's text."""
    rows = [(key.arm, key.game, key.player + 1, key.ms) for key in keys]
    return seal(FORMAT, VERSION, json.dumps({"margin_ms": margin_ms}), COLUMNS, rows)


def recompute(text: str) -> Verdict:
    """The verdict of the run that wrote the file; InvalidSampleFile when it cannot give any."""
    rules, rows = unseal(text, FORMAT, VERSION, COLUMNS)
    with refusing("its rules cannot be read"):
        margin_ms = float(json.loads(rules)["margin_ms"])
    return judge_key_delay(parsed(rows, _key), margin_ms)


def _key(row: list[str]) -> KeyDelay:
    name, game, player, delay_ms = row
    arm: Arm = name  # type: ignore[assignment]  # KeyDelay refuses any other itself
    return KeyDelay(arm, int(game), int(player) - 1, float(delay_ms))

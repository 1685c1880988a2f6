"""Holds a game at exactly one frame, from outside, while it is read.

What a page asks of its Workers after that frame is kept back (``frame_hold.js``), so that the game waits for
a step as it would for a slow one: it still hears its partner and its server. Both players are held at the
same frame: the inputs for it came before it, so the second gets there while the first is held already.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from harness.players.match import Match
from harness.profile.game_profile import GameProfile
from harness.session.errors import PlayerError
from harness.session.waiting import wait_until

SCRIPT = Path(__file__).with_name("frame_hold.js")
LOOK_EVERY_MS = 5.0
# a partner is missed later than that; the kitchen's looks for another way after 2.5 s
BOTH_WITHIN_S = 1.5
HELD_AT = "() => window[Symbol.for('harness.frameHold')].heldAt()"
RELEASE = "() => window[Symbol.for('harness.frameHold')]?.release()"


def hold_from(match: Match, frame: int) -> None:
    """Both games will stand still from this frame on. Once a game; ``held_at`` does it where nobody has."""
    script = _script(match.first.profile, frame)
    for window in match.windows:
        window.evaluate(script)


@contextmanager
def held_at(match: Match, frame: int, within_s: float) -> Iterator[str]:
    """The block runs while both games are held at the frame, and is given "".

    Where a busy machine holds them a few frames later, it is given these; where they cannot be held, it runs
    once both have reached the frame, and is given the reason. PlayerError when a game does not get there.
    """
    try:
        hold_from(match, frame)
        match.wait_for_frame(frame, within_s)
        yield _trouble(match, frame)
    finally:
        _release(match)


def _script(profile: GameProfile, frame: int) -> str:
    hold = SCRIPT.read_text(encoding="utf-8").strip().removesuffix(";")
    game = f"window[{json.dumps(profile.object)}] ?? null"
    read = f"() => {{ try {{ const game = {game}; return {profile.frame}; }} catch {{ return null; }} }}"
    return f"() => {{ ({hold})({read}, {frame}); }}"


def _trouble(match: Match, frame: int) -> str:
    """Why the games are not both held at the frame; "" when they are. One that is not held lets both go."""
    try:
        frames = wait_until(
            lambda: [window.evaluate(HELD_AT) for window in match.windows],
            lambda seen: None not in seen,
            pause=lambda: match.first.window.pause(LOOK_EVERY_MS),
            within_s=BOTH_WITHIN_S,
            what=f"at frame {frame} the games could not both be held by their messages to Workers",
        )
    except PlayerError as error:
        _release(match)
        return str(error).removesuffix(".")
    shown = " and ".join(map(str, frames))
    return "" if set(frames) == {frame} else f"the games were held at frames {shown} instead of {frame}"


def _release(match: Match) -> None:
    for window in match.windows:
        # a window that is gone holds nothing
        with contextlib.suppress(PlayerError):
            window.evaluate(RELEASE)

"""What a player feels: the time from a key to the picture that shows it."""

from __future__ import annotations

import time
from pathlib import Path

from harness.players.match import Match
from harness.players.player import Player

SCRIPT = Path(__file__).with_name("key_delay.js")
SEEN = "window[Symbol.for('harness.keyDelay')]"
# each turns the cook, wherever it stands
TURNS = ("ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown")
TAP_MS = 20.0
# a clock has ticked by then
WATCHED_MS = 1200.0
# the partner's screen has shown it too by then
STILL_MS = 80.0
SHOWN_WITHIN_S = 1.5
LOOK_EVERY_MS = 10.0


def watch_keys(match: Match) -> None:
    """From now on every key of both players is timed until the picture has changed; once a page.

    Takes WATCHED_MS, in which nobody presses any: what changes then, changes by itself.
    """
    script = SCRIPT.read_text(encoding="utf-8").strip().removesuffix(";")
    for player in match.players:
        player.window.evaluate(f"(canvas) => ({script})(canvas)", player.profile.canvas)
    match.first.window.pause(WATCHED_MS)
    for player in match.players:
        player.window.evaluate(f"() => {SEEN}.begin()")


def turn(player: Player, number: int) -> None:
    """Taps one key, another one with each number: those of the game's profile, or the arrow keys."""
    keys = player.profile.keys or TURNS
    player.press_keys(keys[number % len(keys)], held_ms=TAP_MS)


def wait_until_still(match: Match) -> None:
    """Until the last key has shown and nothing changes any more; one that takes too long is not timed."""
    end = time.monotonic() + SHOWN_WITHIN_S
    for player in match.players:
        while player.window.evaluate(f"() => {SEEN}.stillMs()") < STILL_MS and time.monotonic() < end:
            player.window.pause(LOOK_EVERY_MS)
        player.window.evaluate(f"() => {SEEN}.forget()")


def key_delays_ms(player: Player) -> tuple[float, ...]:
    """Of every key that has shown so far, in milliseconds."""
    return tuple(map(float, player.window.evaluate(f"() => {SEEN}.delaysMs")))

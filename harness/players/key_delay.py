"""What a player feels: the time from a key to the picture that shows it."""

from __future__ import annotations

from pathlib import Path

from harness.players.player import Player

SCRIPT = Path(__file__).with_name("key_delay.js")
SEEN = "() => window[Symbol.for('harness.keyDelay')]"
# each turns the cook, wherever it stands
TURNS = ("ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown")
TAP_MS = 20.0


def watch_keys(player: Player) -> None:
    """From now on every key is timed until something in the kitchen has changed; once a page."""
    script = SCRIPT.read_text(encoding="utf-8").strip().removesuffix(";")
    player.window.evaluate(f"(canvas) => ({script})(canvas)", player.profile.canvas)


def turn(player: Player, number: int) -> None:
    """Taps one arrow key, another one with each number."""
    player.press_keys(TURNS[number % len(TURNS)], held_ms=TAP_MS)


def key_delays_ms(player: Player) -> tuple[float, ...]:
    """Of every key that has shown so far, in milliseconds."""
    return tuple(map(float, player.window.evaluate(SEEN)))

"""Sees from the outside, by its picture alone, whether something in the kitchen has moved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from harness.players.match import Match
from harness.players.phone import touch
from harness.players.player import Player

COLUMNS, ROWS = 64, 48
# a cook fills far more cells than this in the smallest kitchen, a digit of the clock far fewer
LEAST_CELLS = 30
KEYS = ("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown")
HELD_MS = 250.0
IDLE_FRAMES = 40

THUMBNAIL = """([canvas, columns, rows]) => {
  const small = new OffscreenCanvas(columns, rows).getContext('2d');
  small.drawImage(document.querySelector(canvas), 0, 0, columns, rows);
  const bytes = small.getImageData(0, 0, columns, rows).data;
  return Array.from({length: columns * rows}, (_, i) => bytes[4 * i] + bytes[4 * i + 1] + bytes[4 * i + 2]);
}"""
LEAST_DIFFERENCE = 45


@dataclass
class Screens:
    """What changed on both screens: rows that change by themselves (a clock), cells changed by keys."""

    restless_rows: list[set[int]] = field(default_factory=list)
    moved_cells: list[int] = field(default_factory=list)


def thumbnail(player: Player) -> list[int]:
    """The kitchen's canvas, made small: one brightness (0 to 765) a cell, row by row."""
    return [int(value) for value in player.window.evaluate(THUMBNAIL, [player.profile.canvas, COLUMNS, ROWS])]


def changed(before: list[int], after: list[int]) -> set[int]:
    """Cells whose brightness differs noticeably."""
    return {i for i, (a, b) in enumerate(zip(before, after, strict=True)) if abs(a - b) > LEAST_DIFFERENCE}


def with_keys(player: Player, key: str) -> None:
    player.press_keys(key, held_ms=HELD_MS)


def with_fingers(player: Player, key: str) -> None:
    touch(player, f"[data-key={key}]", HELD_MS)


def walk_about(match: Match, within_s: float, walk: Callable[[Player, str], None] = with_keys) -> Screens:
    """The first player walks in all directions; both screens are compared with how they were before.

    First nobody acts for more than a second, which shows what changes by itself.
    """
    screens = Screens()
    start = match.first.look().frame or 0
    before = [thumbnail(player) for player in match.players]
    match.wait_for_frame(start + IDLE_FRAMES, within_s)
    idle = [thumbnail(player) for player in match.players]
    screens.restless_rows = [{c // COLUMNS for c in changed(a, b)} for a, b in zip(before, idle, strict=True)]
    screens.moved_cells = [0, 0]
    for key in KEYS:
        walk(match.first, key)
        match.first.window.pause(HELD_MS)  # input delay, the partner's frame and the repaint
        for seat, player in enumerate(match.players):
            cells = {
                c
                for c in changed(idle[seat], thumbnail(player))
                if c // COLUMNS not in screens.restless_rows[seat]
            }
            screens.moved_cells[seat] = max(screens.moved_cells[seat], len(cells))
    return screens

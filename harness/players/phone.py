"""A phone in a player's hands: its screen, and fingers in place of keys."""

from __future__ import annotations

from collections.abc import Iterable

from harness.players.player import Player
from harness.session.browser import Window

UPRIGHT_PX = (390, 844)
SIDEWAYS_PX = (844, 390)
CENTRE = """(selector) => {
  const found = document.querySelector(selector)?.getBoundingClientRect();
  return found?.width ? {x: found.x + found.width / 2, y: found.y + found.height / 2} : null;
}"""


def hold_phones(windows: Iterable[Window], size_px: tuple[int, int] = UPRIGHT_PX) -> None:
    """From now on the windows are phones: of this size, and touched.

    https://chromedevtools.github.io/devtools-protocol/tot/Emulation/
    """
    width, height = size_px
    screen = {"width": width, "height": height, "deviceScaleFactor": 2, "mobile": True}
    for window in windows:
        window.send("Emulation.setDeviceMetricsOverride", **screen)
        window.send("Emulation.setTouchEmulationEnabled", enabled=True)


def touch(player: Player, selector: str, held_ms: float) -> None:
    """A finger is put on something and lifted after so long. AssertionError when it is not there."""
    window = player.window
    point = window.evaluate(CENTRE, selector)
    assert point is not None, f"The page of {player.who} shows no {selector} to touch."
    for kind, points, pause_ms in (("touchStart", [point], held_ms), ("touchEnd", [], 0.0)):
        window.send("Input.dispatchTouchEvent", type=kind, touchPoints=points)
        window.pause(pause_ms)

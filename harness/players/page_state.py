"""One look at a page through the game's profile, and nothing beyond it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from harness.profile.game_profile import GameProfile

# every expression stands alone, so that one that throws leaves the others readable
LOOK = """() => {
  const find = (selector) => {
    const element = selector ? document.querySelector(selector) : null;
    return element && element.checkVisibility({visibilityProperty: true}) ? element : null;
  };
  const text = (selector) => (find(selector)?.innerText ?? '').trim().slice(0, 300);
  const usable = (selector) => { const button = find(selector); return !!button && !button.disabled; };
  const thrown = [];
  const attempt = (name, read) => {
    try {
      const value = read();
      return ['string', 'number', 'boolean'].includes(typeof value) ? value : null;
    } catch (error) {
      thrown.push(`${name} throws ${error}`);
      return null;
    }
  };
  const game = window[%(object)s] ?? null;
  const of = (name, read) => game === null ? null : attempt(name, read);
  const state = of('game.state', () => %(state)s);
  return {
    connected: attempt('page.connected', () => %(connected)s) === true,
    advance: usable(%(advance)s) ? text(%(advance)s) || '(no label)' : null,
    start_visible: !!find(%(start)s),
    start_usable: usable(%(start)s),
    waiting: find(%(waiting)s) ? text(%(waiting)s) || '(no text)' : null,
    canvas: !!find(%(canvas)s),
    state,
    playing: %(playing)s.includes(state),
    done: %(done)s.includes(state),
    failed: %(failed)s.includes(state),
    error: of('game.error', () => %(error)s),
    frame: of('game.frame', () => %(frame)s),
    episodes: of('game.episodes', () => %(episodes)s),
    game_id: of('game.game_id', () => %(game_id)s),
    player_id: of('game.player_id', () => %(player_id)s),
    message: %(message)s.map(text).find(Boolean) ?? '',
    buttons: [...document.querySelectorAll('button, [role=button], input[type=button], input[type=submit]')]
      .filter((button) => button.checkVisibility({visibilityProperty: true}))
      .map((button) => (button.innerText || button.value || '').trim().slice(0, 40) || '(no label)')
      .slice(0, 5),
    thrown,
  };
}"""
_EXPRESSIONS = ("connected", "state", "error", "frame", "episodes", "game_id", "player_id")
_VALUES = ("object", "advance", "start", "waiting", "canvas", "playing", "done", "failed", "message")


def look_script(profile: GameProfile) -> str:
    """JavaScript, a function without arguments, that gives the fields of a PageState."""
    words = {name: f"({getattr(profile, name) or 'null'})" for name in _EXPRESSIONS}
    words |= {name: json.dumps(getattr(profile, name)) for name in _VALUES}
    if not profile.connected:
        words["connected"] = "true"
    if not profile.episodes:
        words["episodes"] = f"({words['done']}.includes(state) ? 1 : 0)"
    if not profile.playing:
        words["playing"] = "(game === null ? [] : [state])"
    return LOOK % words


@dataclass(frozen=True)
class PageState:
    """What a page showed at one moment; None is "not there"."""

    connected: bool = False
    advance: str | None = None
    start_visible: bool = False
    start_usable: bool = False
    waiting: str | None = None
    canvas: bool = False
    state: str | int | None = None
    playing: bool = False
    done: bool = False
    failed: bool = False
    error: str | None = None
    frame: int | None = None
    episodes: int | None = None
    game_id: str | int | None = None
    player_id: int | None = None
    message: str = ""
    buttons: tuple[str, ...] = ()
    thrown: tuple[str, ...] = ()

    def failure(self) -> str:
        """When the game failed and why, to end a sentence with."""
        at = "before its first frame" if self.frame is None else f"at frame {self.frame}"
        return f"{at}: {self.error or self.message or 'it does not say why.'}"

    def __str__(self) -> str:
        """The state in words, for the error of a wait that reached its bound."""
        parts = [f"game state {self.state}" if self.state is not None else "no game"]
        if self.frame is not None:
            parts.append(f"frame {self.frame}")
        if self.error:
            parts.append(f"error “{self.error}”")
        parts.append("connected" if self.connected else "not connected")
        parts += [
            words
            for shown, words in (
                (self.advance, f"button “{self.advance}”"),
                (self.start_visible, f"Start {'ready' if self.start_usable else 'not ready'}"),
                (self.waiting, f"waiting room “{self.waiting}”"),
                (self.canvas, "game on screen"),
                (self.message, f"message “{self.message}”"),
                (
                    self._unknown_buttons,
                    f"other buttons {', '.join(f'“{b}”' for b in self._unknown_buttons)}",
                ),
                (self.thrown, "; ".join(self.thrown)),
            )
            if shown
        ]
        return ", ".join(parts)

    @property
    def _unknown_buttons(self) -> tuple[str, ...]:
        """Labels of buttons on the page where none of the profile's can be pressed."""
        return () if self.advance or self.start_visible else self.buttons


NOTHING = PageState()

"""JavaScript that reads a page, made from the words of the game's profile."""

from __future__ import annotations

import json

from harness.profile.game_profile import GameProfile

READ_PIPELINE = """() => {
  const game = window[%(object)s] ?? null, times = game?.[%(metrics)s];
  if (!times) return null;
  const time = (value) => typeof value === 'number' && value > 0 ? value : null;
  const frame = (() => { try { return %(frame)s; } catch { return 0; } })();
  return [frame ?? 0, time(times[%(call)s]), time(times[%(back)s])];
}"""
CLOCK_TICK = """() => {
  let least = 1;
  for (let i = 0, last = performance.now(); i < 20; ) {
    const now = performance.now();
    if (now === last) continue;
    least = Math.min(least, now - last);
    last = now;
    i += 1;
  }
  return least;
}"""
READ = """() => {
  const game = window[%s] ?? null;
  try { return game === null ? null : (%s) ?? null; } catch { return null; }
}"""
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
  const canvas = !!find(%(canvas)s);
  const state = of('game.state', () => %(state)s);
  return {
    connected: attempt('page.connected', () => %(connected)s) === true,
    advance: usable(%(advance)s) ? text(%(advance)s) || '(no label)' : null,
    start_visible: !!find(%(start)s),
    start_usable: usable(%(start)s),
    waiting: find(%(waiting)s) ? text(%(waiting)s) || '(no text)' : null,
    canvas,
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
    text: canvas && !%(done)s.includes(state) ? '' : (document.body?.innerText ?? '').trim().slice(0, 120),
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


def read_script(profile: GameProfile, expression: str) -> str:
    """What an expression about ``game`` gives; null without a game, or where it throws."""
    return READ % (json.dumps(profile.object), expression or "null")


def pipeline_script(profile: GameProfile) -> str:
    """Frame number and the two step timestamps; null where there are none."""
    names = {name: json.dumps(getattr(profile, name)) for name in ("object", "metrics", "call", "back")}
    return READ_PIPELINE % (names | {"frame": f"({profile.frame})"})

"""One look at a page through the page contract, and nothing beyond it."""

from __future__ import annotations

from dataclasses import dataclass

LOOK = """() => {
  const find = (selector) => {
    const element = document.querySelector(selector);
    return element && element.checkVisibility({visibilityProperty: true}) ? element : null;
  };
  const text = (selector) => (find(selector)?.innerText ?? '').trim().slice(0, 300);
  const usable = (selector) => { const button = find(selector); return !!button && !button.disabled; };
  const game = window.game ?? null;
  const plain = (value) => ['string', 'number', 'boolean'].includes(typeof value) ? value : null;
  return {
    connected: window.socket?.connected === true,
    advance: usable('#advanceButton') ? text('#advanceButton') || '(no label)' : null,
    start_visible: !!find('#startButton'),
    start_usable: usable('#startButton'),
    waiting: find('#waitroomText') ? text('#waitroomText') || '(no text)' : null,
    canvas: !!find('#gameContainer canvas'),
    state: plain(game?.state),
    error: plain(game?.error),
    frame: plain(game?.frameNumber),
    episodes: plain(game?.num_episodes),
    game_id: plain(game?.gameId),
    player_id: plain(game?.myPlayerId),
    message: text('#messageText') || text('#progress'),
  };
}"""


@dataclass(frozen=True)
class PageState:
    """What a page showed at one moment; None is "not there"."""

    connected: bool
    advance: str | None
    start_visible: bool
    start_usable: bool
    waiting: str | None
    canvas: bool
    state: str | None
    error: str | None
    frame: int | None
    episodes: int | None
    game_id: str | int | None
    player_id: int | None
    message: str

    @property
    def failed(self) -> bool:
        return self.state == "failed"

    @property
    def done(self) -> bool:
        return self.state == "done"

    def failure(self) -> str:
        """When the game failed and why, to end a sentence with."""
        at = "before its first frame" if self.frame is None else f"at frame {self.frame}"
        return f"{at}: {self.error or self.message or 'it does not say why.'}"

    def __str__(self) -> str:
        """The state in words, for the error of a wait that reached its bound."""
        parts = [f"game state {self.state}" if self.state else "no game"]
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
                (self.canvas, "kitchen on screen"),
                (self.message, f"message “{self.message}”"),
            )
            if shown
        ]
        return ", ".join(parts)


NOTHING = PageState(
    connected=False,
    advance=None,
    start_visible=False,
    start_usable=False,
    waiting=None,
    canvas=False,
    state=None,
    error=None,
    frame=None,
    episodes=None,
    game_id=None,
    player_id=None,
    message="",
)

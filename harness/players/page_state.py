"""What a page shows at one moment, in words."""

from __future__ import annotations

from dataclasses import dataclass


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
    text: str = ""
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
                (self._untold, f"page text “{' '.join(self.text.split())}”"),
                (self.thrown, "; ".join(self.thrown)),
            )
            if shown
        ]
        return ", ".join(parts)

    @property
    def _untold(self) -> bool:
        """Whether only the page's text can tell what it shows."""
        return bool(self.text) and not (self.message or self.advance or self.start_visible or self.waiting)

    @property
    def _unknown_buttons(self) -> tuple[str, ...]:
        """Labels of buttons on the page where none of the profile's can be pressed."""
        return () if self.advance or self.start_visible else self.buttons


NOTHING = PageState()

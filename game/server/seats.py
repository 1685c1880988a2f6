"""Where players are and who sits in which game: what the lobby keeps books of."""

from __future__ import annotations

import enum
import secrets
from dataclasses import dataclass, field

from .messages import Finish


class Place(enum.Enum):
    """Where a connected player is."""

    HALL = "hall"  # connected, reading instructions or looking at a finished game
    WAITING = "waiting"  # in the waiting room
    PLAYING = "playing"  # in a game that has not ended for this player
    FINISHED = "finished"  # done, while the partner of that game is not yet


@dataclass
class Game:
    """Two players, by their connections, and what those have said who have finished."""

    id: str
    players: list[str]
    results: dict[str, Finish] = field(default_factory=dict)

    def partner_of(self, player: str) -> str:
        return self.players[1] if player == self.players[0] else self.players[0]


@dataclass
class Player:
    """A player; `ticket` gives the seat in the game back to who has lost the line, `away_since` is when they
    did, in the clock of time.monotonic."""

    place: Place = Place.HALL
    game: Game | None = None
    last_game_id: str | None = None
    ticket: str = ""
    away_since: float | None = None

    def sit_down(self, game: Game) -> None:
        """In a new game, with a new ticket."""
        self.place, self.game, self.ticket = Place.PLAYING, game, secrets.token_hex(16)

    def let_go(self) -> None:
        """Let go of a game; the partner may still play it to its end."""
        if self.game is not None:
            self.last_game_id, self.game = self.game.id, None
        self.place = Place.HALL

    def may_resume(self, game_id: str, ticket: str) -> bool:
        playing = self.place is Place.PLAYING and self.game is not None and self.game.id == game_id
        return playing and secrets.compare_digest(self.ticket.encode(), ticket.encode())

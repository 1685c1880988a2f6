"""Who waits, who plays with whom, and which results agree: matchmaking without any network in it."""

from __future__ import annotations

import enum
import secrets
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .messages import Finish, Join, Leave, Message, RefusedError, Relay, Signal

LEFT = "Your partner left the game."
LOST = "The connection to your partner was lost."


class Place(enum.Enum):
    """Where a connected player is."""

    HALL = "hall"  # connected, reading instructions or looking at a finished game
    WAITING = "waiting"  # in the waiting room
    PLAYING = "playing"  # in a game that has not ended for this player
    FINISHED = "finished"  # done, while the partner of that game is not yet


@dataclass(frozen=True)
class GameSettings:
    """What both pages of a game are told: layout name, frames an episode, frames a second, input delay
    in frames; `seed` is None for random seeds."""

    layout: str
    frames: int
    fps: int
    input_delay: int
    seed: int | None = None


@dataclass(frozen=True)
class Letter:
    """An event for one player: the Socket.IO event name and its JSON body."""

    to: str
    event: str
    body: Mapping[str, Any]


@dataclass(frozen=True)
class Census:
    """What the lobby holds: games not yet forgotten, players waiting or playing, those of them waiting."""

    games: int
    players: int
    waiting: int


@dataclass
class _Game:
    id: str
    players: tuple[str, str]
    results: dict[str, Finish] = field(default_factory=dict)

    def partner_of(self, player: str) -> str:
        return self.players[1] if player == self.players[0] else self.players[0]


@dataclass
class _Player:
    place: Place = Place.HALL
    game: _Game | None = None
    last_game_id: str | None = None


class Lobby:
    """The one place where players and games are held; every method may be called from any thread.

    Letters are posted under the lobby's lock, so each player gets them in the order of what happened. `post`
    must not wait; it may call back into the lobby (a socket found dead while posting), whose letters then
    follow the ones already under way.
    """

    def __init__(self, settings: GameSettings, post: Callable[[Letter], None]) -> None:
        self._settings = settings
        self._post = post
        self._lock = threading.RLock()
        self._players: dict[str, _Player] = {}
        self._waiting: deque[str] = deque()
        self._games: dict[str, _Game] = {}
        self._games_made = 0
        self._outbox: deque[Letter] = deque()
        self._posting = False

    def arrive(self, player: str) -> None:
        """Know a newly connected player; knowing one twice changes nothing."""
        with self._lock:
            self._players.setdefault(player, _Player())

    def depart(self, player: str) -> None:
        """Forget a player whose connection is gone, and tell the partner; unknown ones are ignored."""
        with self._lock:
            known = self._players.pop(player, None)
            if known is not None:
                self._take_out(player, known, LOST)
                self._deliver()

    def take(self, player: str, message: Message) -> dict[str, Any]:
        """Act on a message and return the fields of its acknowledgement (beside `ok`).

        Raises RefusedError of kind `stranger` (not connected), `busy` (joined twice), `membership` (not a
        player of that game) or `ended` (that game is over for the sender).
        """
        with self._lock:
            known = self._players.get(player)
            if known is None:
                raise RefusedError("stranger", "You are not connected.", ordinary=True)
            try:
                return self._act(player, known, message)
            finally:
                self._deliver()

    def census(self) -> Census:
        """Counts of what is held now."""
        with self._lock:
            places = [known.place for known in self._players.values()]
            busy = sum(place in (Place.WAITING, Place.PLAYING) for place in places)
            return Census(len(self._games), busy, len(self._waiting))

    def expecting(self) -> list[str]:
        """Players whose sudden silence matters to someone: those waiting or playing."""
        with self._lock:
            busy = (Place.WAITING, Place.PLAYING)
            return [player for player, known in self._players.items() if known.place in busy]

    def _act(self, player: str, known: _Player, message: Message) -> dict[str, Any]:
        match message:
            case Join():
                return self._join(player, known)
            case Leave():
                self._take_out(player, known, LEFT)
                return {}
            case Signal(game_id, content):
                return self._forward(player, known, "signal", game_id, content)
            case Relay(game_id, packet):
                return self._forward(player, known, "relay", game_id, {"packet": packet})
            case Finish():
                return self._finish(player, known, message)

    def _join(self, player: str, known: _Player) -> dict[str, Any]:
        if known.place is Place.WAITING:
            raise RefusedError("busy", "join: you are already in the waiting room.")
        if known.place is Place.PLAYING:
            raise RefusedError("busy", "join: you are already in a game; leave or finish it first.")
        self._let_go(known)
        if not self._waiting:
            known.place = Place.WAITING
            self._waiting.append(player)
            return {"waiting": True}
        self._match(self._waiting.popleft(), player)
        return {"waiting": False}

    def _match(self, first: str, second: str) -> None:
        game = _Game(f"{self._games_made + 1}-{secrets.token_hex(4)}", (first, second))
        chosen = self._settings
        seed = secrets.randbits(31) if chosen.seed is None else chosen.seed
        self._games_made += 1
        self._games[game.id] = game
        for player_id, player in enumerate(game.players):
            known = self._players[player]
            known.place, known.game = Place.PLAYING, game
            body = {
                "gameId": game.id,
                "playerId": player_id,
                "seed": seed,
                "layout": chosen.layout,
                "frames": chosen.frames,
                "fps": chosen.fps,
                "inputDelay": chosen.input_delay,
            }
            self._outbox.append(Letter(player, "matched", body))

    def _game_of(self, known: _Player, event: str, game_id: str) -> _Game:
        if known.game is not None and known.game.id == game_id:
            return known.game
        if known.last_game_id == game_id:
            # A packet can cross the end of its game on the wire, so this is no sign of a bad page.
            raise RefusedError(
                "ended", f"{event}: that game has ended.", ordinary=event in ("signal", "relay")
            )
        raise RefusedError("membership", f"{event}: you are not a player of that game.")

    def _forward(
        self, player: str, known: _Player, event: str, game_id: str, content: Mapping[str, Any]
    ) -> dict[str, Any]:
        game = self._game_of(known, event, game_id)
        partner = game.partner_of(player)
        addressee = self._players.get(partner)
        if addressee is None or addressee.game is not game:
            raise RefusedError("ended", f"{event}: your partner has finished and gone on.", ordinary=True)
        self._outbox.append(Letter(partner, event, {"gameId": game_id, **content}))
        return {}

    def _finish(self, player: str, known: _Player, result: Finish) -> dict[str, Any]:
        game = self._game_of(known, "finish", result.game_id)
        if known.place is Place.FINISHED:
            raise RefusedError("ended", "finish: you have already finished that game.")
        known.place = Place.FINISHED
        game.results[player] = result
        other = game.results.get(game.partner_of(player))
        if other is None:
            return {"agreed": None}
        self._forget(game)
        return {"agreed": other == result}

    def _take_out(self, player: str, known: _Player, reason: str) -> None:
        if known.place is Place.WAITING:
            self._waiting.remove(player)
            known.place = Place.HALL
        elif known.place is Place.FINISHED:
            self._let_go(known)
        elif known.game is not None:
            game = known.game
            partner = game.partner_of(player)
            if partner not in game.results:
                self._outbox.append(Letter(partner, "partner_left", {"gameId": game.id, "reason": reason}))
            self._forget(game)

    def _let_go(self, known: _Player) -> None:
        """Let go of a game this player has finished; the partner may still play it to its end."""
        if known.game is not None:
            known.last_game_id, known.game = known.game.id, None
        known.place = Place.HALL

    def _forget(self, game: _Game) -> None:
        del self._games[game.id]
        for player in game.players:
            known = self._players.get(player)
            if known is not None and known.game is game:
                self._let_go(known)

    def _deliver(self) -> None:
        if self._posting:
            return
        self._posting = True
        try:
            while self._outbox:
                self._post(self._outbox.popleft())
        finally:
            self._posting = False

"""Who waits, who plays with whom, and which results agree: matchmaking without any network in it."""

from __future__ import annotations

import secrets
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .messages import Finish, Join, Leave, Message, RefusedError, Relay, Resume, Signal
from .seats import Game, Place, Player

LEFT = "Your partner left the game."
LOST = "The connection to your partner was lost."


@dataclass(frozen=True)
class GameSettings:
    """What both pages of a game are told: layout name, frames an episode, frames a second, input delay
    in frames; `seed` is None for random seeds. A game waits `reconnect_seconds` for a player whose line is
    broken."""

    layout: str
    frames: int
    fps: int
    input_delay: int
    seed: int | None = None
    reconnect_seconds: int = 6


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
        self._players: dict[str, Player] = {}
        self._waiting: deque[str] = deque()
        self._games: dict[str, Game] = {}
        self._games_made = 0
        self._outbox: deque[Letter] = deque()
        self._posting = False

    def arrive(self, player: str) -> None:
        """Know a newly connected player; knowing one twice changes nothing."""
        with self._lock:
            self._players.setdefault(player, Player())

    def depart(self, player: str) -> None:
        """Forget a player whose connection is gone, and tell the partner; unknown ones are ignored."""
        with self._lock:
            known = self._players.pop(player, None)
            if known is not None:
                self._take_out(player, known, LOST)
                self._deliver()

    def lose(self, player: str) -> None:
        """A player's line is broken: a game under way waits for them, anything else they leave."""
        with self._lock:
            known = self._players.get(player)
            if known is None or known.game is None or known.place is not Place.PLAYING:
                self.depart(player)
                return
            known.away_since = time.monotonic()
            self._tell_partner(player, known.game, "partner_away")
            self._deliver()

    def give_up(self) -> None:
        """Forget the players who have been away for longer than their game waits."""
        with self._lock:
            latest = time.monotonic() - self._settings.reconnect_seconds
            for player, known in list(self._players.items()):
                if known.away_since is not None and known.away_since <= latest:
                    self.depart(player)

    def take(self, player: str, message: Message) -> dict[str, Any]:
        """Act on a message and return the fields of its acknowledgement (beside `ok`).

        Raises RefusedError of kind `stranger` (not connected), `busy` (joined twice), `membership` (not a
        player of that game), `ended` (that game is over for the sender) or `away` (the partner's line is
        broken).
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

    def _act(self, player: str, known: Player, message: Message) -> dict[str, Any]:
        match message:
            case Join():
                return self._join(player, known)
            case Leave():
                self._take_out(player, known, LEFT)
                return {}
            case Resume(game_id, ticket):
                return self._resume(player, known, game_id, ticket)
            case Signal(game_id, content):
                return self._forward(player, known, "signal", game_id, content)
            case Relay(game_id, packet):
                return self._forward(player, known, "relay", game_id, {"packet": packet})
            case Finish():
                return self._finish(player, known, message)

    def _join(self, player: str, known: Player) -> dict[str, Any]:
        if known.place is Place.WAITING:
            raise RefusedError("busy", "join: you are already in the waiting room.")
        if known.place is Place.PLAYING:
            raise RefusedError("busy", "join: you are already in a game; leave or finish it first.")
        known.let_go()
        if not self._waiting:
            known.place = Place.WAITING
            self._waiting.append(player)
            return {"waiting": True}
        self._match(self._waiting.popleft(), player)
        return {"waiting": False}

    def _match(self, first: str, second: str) -> None:
        game = Game(f"{self._games_made + 1}-{secrets.token_hex(4)}", [first, second])
        chosen = self._settings
        seed = secrets.randbits(31) if chosen.seed is None else chosen.seed
        self._games_made += 1
        self._games[game.id] = game
        for player_id, player in enumerate(game.players):
            known = self._players[player]
            known.sit_down(game)
            body = {
                "gameId": game.id,
                "playerId": player_id,
                "seed": seed,
                "layout": chosen.layout,
                "frames": chosen.frames,
                "fps": chosen.fps,
                "inputDelay": chosen.input_delay,
                "ticket": known.ticket,
                "reconnectSeconds": chosen.reconnect_seconds,
            }
            self._outbox.append(Letter(player, "matched", body))

    def _resume(self, player: str, known: Player, game_id: str, ticket: str) -> dict[str, Any]:
        """Give a seat to its new connection, even when the old one is not known to be gone."""
        game = self._games.get(game_id)
        seats = [seat for seat in (game.players if game else ()) if seat in self._players]
        seat = next((seat for seat in seats if self._players[seat].may_resume(game_id, ticket)), None)
        if game is None or seat is None:
            raise RefusedError("ended", "resume: that game is over.", ordinary=True)
        if seat != player:
            if known.place is not Place.HALL:
                raise RefusedError("busy", "resume: you are in the waiting room or in a game already.")
            self._players[player] = self._players.pop(seat)
            game.players[game.players.index(seat)] = player
        self._players[player].away_since = None
        self._tell_partner(player, game, "partner_back")
        partner = self._players.get(game.partner_of(player))
        return {"partnerAway": partner is not None and partner.away_since is not None}

    def _tell_partner(self, player: str, game: Game, event: str, **more: str) -> None:
        partner = game.partner_of(player)
        if partner not in game.results:
            self._outbox.append(Letter(partner, event, {"gameId": game.id, **more}))

    def _game_of(self, known: Player, event: str, game_id: str) -> Game:
        if known.game is not None and known.game.id == game_id:
            return known.game
        if known.last_game_id == game_id:
            # A packet can cross the end of its game on the wire, so this is no sign of a bad page.
            raise RefusedError(
                "ended", f"{event}: that game has ended.", ordinary=event in ("signal", "relay")
            )
        raise RefusedError("membership", f"{event}: you are not a player of that game.")

    def _forward(
        self, player: str, known: Player, event: str, game_id: str, content: Mapping[str, Any]
    ) -> dict[str, Any]:
        game = self._game_of(known, event, game_id)
        partner = game.partner_of(player)
        addressee = self._players.get(partner)
        if addressee is None or addressee.game is not game:
            raise RefusedError("ended", f"{event}: your partner has finished and gone on.", ordinary=True)
        if addressee.away_since is not None:
            raise RefusedError("away", f"{event}: your partner's line is broken.", ordinary=True)
        self._outbox.append(Letter(partner, event, {"gameId": game_id, **content}))
        return {}

    def _finish(self, player: str, known: Player, result: Finish) -> dict[str, Any]:
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

    def _take_out(self, player: str, known: Player, reason: str) -> None:
        if known.place is Place.WAITING:
            self._waiting.remove(player)
            known.place = Place.HALL
        elif known.place is Place.FINISHED:
            known.let_go()
        elif known.game is not None:
            self._tell_partner(player, known.game, "partner_left", reason=reason)
            self._forget(known.game)

    def _forget(self, game: Game) -> None:
        del self._games[game.id]
        for player in game.players:
            known = self._players.get(player)
            if known is not None and known.game is game:
                known.let_go()
                if known.away_since is not None:
                    del self._players[player]

    def _deliver(self) -> None:
        if self._posting:
            return
        self._posting = True
        try:
            while self._outbox:
                self._post(self._outbox.popleft())
        finally:
            self._posting = False

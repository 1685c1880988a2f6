"""What a page can offer to those who judge it, in the words of the features, and what each offer is for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Offer:
    """``entry`` says where the profile tells of it, ``makes_possible`` what can be judged with it.

    Without a ``required`` one nothing can be judged at all.
    """

    name: str
    entry: str
    makes_possible: str
    required: bool = False


OFFERS: Mapping[str, Offer] = {
    offer.name: offer
    for offer in (
        Offer("a way into a game", "page.connected and [buttons]", "every scenario", required=True),
        Offer("a picture of the game", "page.canvas", "every scenario", required=True),
        Offer("a rising frame number", "game.frame", "every scenario", required=True),
        Offer("an end of the game", "game.state and game.done", "every scenario", required=True),
        Offer("players who play by themselves", "players.query or players.keys", "more than an idle game"),
        Offer("a game id that both players share", "game.game_id", "that two strangers are paired"),
        Offer("step timestamps", "[steps]", "VALID-03a"),
        Offer(
            "step timestamps that can be recorded", "[steps]", "VALID-03b, VALID-03c, VALID-03d and VALID-04d"
        ),
        Offer("frames per second to aim at", "game.fps", "VALID-03c"),
        Offer(
            "hashes of its states, or an account of them", "game.hashes or game.work", "PARITY and VALID-03b"
        ),
        Offer("Python in a Worker", "python.worker_address", "VALID-04b and WORKER-01"),
        Offer(
            "a build with Python on the page",
            "python.page_query or -D baseline_url",
            "VALID-03b and WORKER-02",
        ),
        Offer("another game in the same window", "players.next_game", "VALID-04b"),
        Offer("a server whose memory can be read", "server.command or -D server_pid", "VALID-04c"),
        Offer("a server that tells of its games", "server.health", "VALID-04c for games and players"),
    )
}

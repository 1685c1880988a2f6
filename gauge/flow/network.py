"""What a player feels of the network: from a key to the picture that shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from gauge.tables import Table
from gauge.verdict import Figure, Measure, Outcome, Verdict, quantity

NETWORK = "NETWORK"
FEWEST_KEYS = 5


@dataclass(frozen=True)
class PlayedOver:
    """How one player's game went: ``keys_ms`` is what each key took to show, ``stalled`` how many frames had
    to wait for the partner, ``transport`` how the players were connected in the end, ``reconnects`` how often
    the player's own line to the server came back.
    """

    who: str
    keys_ms: Sequence[float]
    seconds: float
    frames: int
    stalled: int
    transport: str
    reconnects: int = 0


def judge_keys(players: Sequence[PlayedOver], limit_ms: float) -> Verdict:
    """Passed when each player's keys take at most so long at the median; too few keys are inconclusive."""
    few = [player for player in players if len(player.keys_ms) < FEWEST_KEYS]
    if few or not players:
        told = ", ".join(f"{p.who}: {quantity(len(p.keys_ms), 'key')}" for p in few) or "no game was played"
        sentence = f"Too few keys were seen to show (at least {FEWEST_KEYS} a player): {told}."
        return Verdict(NETWORK, Outcome.INCONCLUSIVE, sentence)
    medians = {player.who: median(player.keys_ms) for player in players}
    worst = max(medians, key=lambda who: medians[who])
    keys = sum(len(player.keys_ms) for player in players)
    sentence = (
        f"From a key to its picture: median {medians[worst]:.0f} ms for {worst} (limit: at most "
        f"{limit_ms:g} ms; {keys} keys of {quantity(len(players), 'player')}, slowest "
        f"{max(max(p.keys_ms) for p in players):.0f} ms). {_how(players)}"
    )
    outcome = Outcome.PASSED if medians[worst] <= limit_ms else Outcome.FAILED
    measure = Measure("Key to picture", medians[worst], "ms", limit_ms, samples=quantity(keys, "key"))
    figures: dict[str, Figure] = {"key_ms": medians[worst], "keys": keys}
    return Verdict(NETWORK, outcome, sentence, figures, measures=(measure,))


def judge_transport(players: Sequence[PlayedOver], transport: str) -> Verdict:
    """Passed when both players ended up connected in this way."""
    found = sorted({player.transport for player in players})
    outcome = Outcome.PASSED if found == [transport] else Outcome.FAILED
    return Verdict(NETWORK, outcome, f"Connected by {', '.join(found) or 'nothing'} (asked: {transport}).")


def judge_reconnects(player: PlayedOver | None) -> Verdict:
    """Passed when the player was cut off and came back; None is a game that did not end.

    Whoever is cut off from the server alone plays on; only frames that had to wait show that nothing passed.
    """
    if player is None:
        sentence = "Whether a line came back is not known: the game did not end."
        return Verdict(NETWORK, Outcome.INCONCLUSIVE, sentence)
    outcome = Outcome.PASSED if player.reconnects and player.stalled else Outcome.FAILED
    sentence = (
        f"The line of {player.who} came back {quantity(player.reconnects, 'time')}, and "
        f"{quantity(player.stalled, 'frame')} had to wait (asked: at least 1 of each)."
    )
    return Verdict(NETWORK, outcome, sentence, {"reconnects": player.reconnects})


def network_table(players: Sequence[PlayedOver]) -> Table:
    """A row a player."""
    headings = (
        "player",
        "transport",
        "frames",
        "frames_per_s",
        "stalled_frames",
        "reconnects",
        "median_key_ms",
        "worst_key_ms",
    )
    rows = [
        (
            p.who,
            p.transport,
            p.frames,
            p.frames / p.seconds,
            p.stalled,
            p.reconnects,
            median(p.keys_ms) if p.keys_ms else None,
            max(p.keys_ms, default=None),
        )
        for p in players
    ]
    return Table(headings, rows)


def _how(players: Sequence[PlayedOver]) -> str:
    per_s = min(player.frames / player.seconds for player in players)
    stalled = max(player.stalled for player in players)
    return (
        f"{per_s:.1f} frames per second, {quantity(stalled, 'frame')} waited for, by {players[0].transport}."
    )

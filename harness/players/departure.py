"""How soon a player learns that the partner is gone."""

from __future__ import annotations

import time
from dataclasses import dataclass

from harness.players.match import Match
from harness.session.errors import PlayerError

PATIENCE_S = 30.0


@dataclass(frozen=True)
class PartnerNotice:
    """Seconds from the closing of the window to the announcement, and its words."""

    after_s: float
    words: str


def wait_for_partner_notice(match: Match) -> PartnerNotice:
    """The first player closes the window; the second is watched until the page tells of it.

    A player who is never told has waited for ``PATIENCE_S``; judging that is left to the Then step.
    """
    closed_at = time.monotonic()
    match.first.leave()
    try:
        seen = match.second.wait(
            "was not told that the partner left", lambda g: g.failed, PATIENCE_S, even_failed=True
        )
        words = seen.message or seen.error or str(seen)
    except PlayerError as error:
        words = str(error)
    return PartnerNotice(time.monotonic() - closed_at, words)

"""Errors that no player notices: the game goes on as if nothing had happened."""

from __future__ import annotations

from harness.players.match import Match

IN_PAGE = "() => void setTimeout(() => { throw new Error('A picture was not drawn, on purpose.'); })"
IN_WORKER = "() => console.error('A step was not logged, on purpose.')"


def report_errors(match: Match) -> None:
    """The first player's page throws an error, the second one's Worker logs one; of a game that runs."""
    match.first.window.evaluate(IN_PAGE)
    window = match.second.window
    window.do(lambda: window.page.workers[-1].evaluate(IN_WORKER))

"""Two visitors who come, play one game and see its end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gauge.flow.games import judge_agreeing, judge_equal_states
from gauge.verdict import Verdict
from harness.players.match import Match, begin
from harness.players.page_state import PageState
from harness.session.errors import NotOfferedError
from harness.session.run import Run
from harness.session.stopping import failing_the_game, noting_what_stopped


@dataclass
class PlayedGame:
    """One game from arrival to the end; ``stopped`` says why it had none."""

    match: Match | None = None
    end: tuple[PageState, PageState] | None = None
    stopped: str | None = None

    def ended(self, run: Run) -> tuple[Match, tuple[PageState, PageState]]:
        """The match and its end, waited for if need be; AssertionError when there is none."""
        assert self.stopped is None, self.stopped
        assert self.match is not None, "No game was played."
        if self.end is None:
            with failing_the_game():
                self.end = self.match.wait_for_end(run.end_within_s)
        return self.match, self.end

    def compared(self, run: Run) -> Verdict:
        """Whether both players saw the same kitchen in every frame."""
        match, (end, _) = self.ended(run)
        with failing_the_game():
            return judge_equal_states(match.states(), end.frame)

    def agreed(self, run: Run, at_least: int) -> Verdict:
        """Whether both players saw the same wherever both pages tell it, in so many frames ``at_least``."""
        match, _ = self.ended(run)
        with failing_the_game():
            return judge_agreeing(match.states(), at_least)


def see_end_unless_it_stays(run: Run, match: Match) -> None:
    """Waits for the end of a game after which the page goes on by itself, before anything else takes time."""
    if run.profile.next_game == "itself":
        with failing_the_game():
            match.wait_for_end(run.end_within_s)
            match.must_agree()


def policy(run: Run, name: str) -> Mapping[str, str]:
    """The query that makes players play in this way; NotOfferedError where there are none."""
    found = run.profile.policies.get(name)
    if found is None:
        raise NotOfferedError(
            f"{run.profile.name} offers no game in which {name} (players.policies of its profile)."
        )
    return found


def play_to_end(
    run: Run, played: str | None = None, during: Callable[[Match], None] | None = None
) -> PlayedGame:
    """A game of two visitors, by a policy if one is named; judging its end is left to the Then steps.

    ``during`` is called while the game runs.
    """
    game = PlayedGame()
    with noting_what_stopped(game):
        game.match = begin(run, None if played is None else policy(run, played))
        if during is not None:
            during(game.match)
        game.end = game.match.wait_for_end(run.end_within_s)
    return game

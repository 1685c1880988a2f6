"""Two visitors who come, play one game and see its end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gauge.verdict import Verdict
from harness.glimpse import Glimpse
from harness.judging import judge_same_kitchen, judged
from harness.match import Match, begin
from harness.run import Run
from harness.stopping import noting_what_stopped

# what the visitors do, in the words of the features, and the page's word for it
MANNERS: Mapping[str, Mapping[str, str]] = {
    "nobody acts": {"bot": "none"},
    "both cook": {"bot": "cook"},
    "both wander": {"bot": "wander"},
}


@dataclass
class Visit:
    """One game from arrival to the end; ``stopped`` says why it had none."""

    match: Match | None = None
    end: tuple[Glimpse, Glimpse] | None = None
    stopped: str | None = None

    def ended(self, run: Run) -> tuple[Match, tuple[Glimpse, Glimpse]]:
        """The match and its end, waited for if need be; AssertionError when there is none."""
        assert self.stopped is None, self.stopped
        assert self.match is not None, "No game was played."
        if self.end is None:
            with judged():
                self.end = self.match.wait_for_end(run.end_within_s)
        return self.match, self.end

    def compared(self, run: Run) -> Verdict:
        """Whether both players saw the same kitchen in every frame."""
        match, (end, _) = self.ended(run)
        with judged():
            first, second = (player.field("stateHashes") or [] for player in match.players)
        return judge_same_kitchen(first, second, end.frame)


def play_to_end(run: Run, manner: str = "both cook") -> Visit:
    """A visit of two strangers who play in the given manner; whoever asks for the end judges it."""
    visit = Visit()
    with noting_what_stopped(visit):
        visit.match = begin(run, MANNERS[manner])
        visit.end = visit.match.wait_for_end(run.end_within_s)
    return visit

"""One game's two players and their windows."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from gauge.flow.games import judge_equal_states
from gauge.latency.match_steps import Arm
from gauge.verdict import Outcome
from harness.players.page_state import PageState
from harness.players.player import Player
from harness.session.browser import Window
from harness.session.errors import HarnessError, PlayerError
from harness.session.run import Run

Prepare = Callable[[tuple[Window, Window]], None]


@dataclass
class Match:
    """The first player presses Start first and so waits for the second.

    Everything is asked of both players before either is waited for, so that both windows work at once.
    """

    first: Player
    second: Player
    arrived_at: float
    to_first_step_s: float | None = None
    _end: tuple[PageState, PageState] | None = None

    @classmethod
    def arrive(
        cls,
        run: Run,
        query: Mapping[str, str] | None = None,
        where: str = "",
        arm: Arm = "worker",
        prepare: Prepare | None = None,
    ) -> Match:
        """Opens two fresh windows at the game's address; ``where`` ends the players' names in messages.
        Without ``query`` they play by themselves.

        ``prepare`` is called with both windows before anything is opened in them.
        """
        arrived_at = time.monotonic()
        first = Player.new(run, f"the first player{where}", query, arm)
        second = Player.new(run, f"the second player{where}", query, arm)
        if prepare is not None:
            prepare((first.window, second.window))
        for player in (first, second):
            player.arrive()
        return cls(first, second, arrived_at)

    @property
    def windows(self) -> tuple[Window, Window]:
        return (self.first.window, self.second.window)

    @property
    def players(self) -> tuple[Player, Player]:
        return (self.first, self.second)

    def read_instructions(self) -> None:
        for player in self.players:
            player.read_instructions()

    def start(self) -> tuple[PageState, PageState]:
        """Both press Start and get into a game."""
        self._end = None
        for player in self.players:
            player.press_start()
        first = self.first.wait_for_game()
        seen = (first, self.second.wait_for_game(first))
        self.to_first_step_s = time.monotonic() - self.arrived_at
        return seen

    def wait_for_frame(self, frame: int, within_s: float) -> None:
        for player in self.players:
            player.wait_for_frame(frame, within_s)

    def wait_for_end(self, within_s: float) -> tuple[PageState, PageState]:
        """The end of the game that was started; known ever after, since a page may go on by itself."""
        self._end = self._end or (self.first.wait_for_end(within_s), self.second.wait_for_end(within_s))
        return self._end

    def states(self) -> dict[str, tuple[str, ...]]:
        """The hashes that each player's page tells, by player."""
        return {f"player {n}": player.state_hashes() for n, player in enumerate(self.players, start=1)}

    def must_agree(self) -> None:
        """PlayerError when the players saw different games; nothing where states cannot be read."""
        seen = judge_equal_states(self.states(), None)
        if seen.outcome is Outcome.FAILED:
            raise PlayerError(f"The players saw different games. {seen.sentence}")

    def play_again(self) -> None:
        """Both ask for another game; what follows is ``start``."""
        self.arrived_at = time.monotonic()
        for player in self.players:
            player.play_again()

    def photograph(self) -> list[tuple[str, bytes]]:
        """Pictures of both windows."""
        return photograph(self.windows)

    def leave(self) -> None:
        for player in self.players:
            player.leave()


def photograph(windows: Iterable[Window]) -> list[tuple[str, bytes]]:
    """Whose window it is, and how it looks; a window that cannot be photographed is left out."""
    taken = []
    for window in windows:
        with contextlib.suppress(HarnessError):
            taken.append((window.who, window.screenshot()))
    return taken


def begin(
    run: Run, query: Mapping[str, str] | None = None, where: str = "", prepare: Prepare | None = None
) -> Match:
    """Two players from their arrival into a running game."""
    match = Match.arrive(run, query, where, prepare=prepare)
    match.read_instructions()
    match.start()
    return match

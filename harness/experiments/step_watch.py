"""Records the steps of a window by the game's own clock, and by a second one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gauge.clock.second_clock import SeenGame
from gauge.clock.shown_frames import drawn_ms
from harness.controls import PageControl
from harness.players.match import Prepare
from harness.probes.worker_census import python_workers_of
from harness.profile.game_profile import GameProfile
from harness.recording import RecordedGame, SecondClock, StepRecorder
from harness.recording.scripts import RecordingError
from harness.session.browser import Window
from harness.session.run import Run


@dataclass(frozen=True)
class StepWatch:
    """Both recorders of one window."""

    window: Window
    recorder: StepRecorder
    clock: SecondClock

    @classmethod
    def install(cls, window: Window, profile: GameProfile, control: PageControl | None = None) -> StepWatch:
        """Before anything is opened in the window; ``control`` makes its pages bad.

        Scripts run in the order in which they are installed, a later one nearer to the page: the second clock
        comes last, so that a reply counts when the page gets it.
        """
        recorder = StepRecorder.install(window.context, profile)
        if control is not None:
            control.install(window.context)
        return cls(window, recorder, SecondClock.install(window.context, profile))

    def read(self, who: str) -> tuple[RecordedGame, SeenGame, dict[int, float]]:
        """The steps of the game so far, ``who``'s: as it claims them, as they were seen, and when drawn.

        The last holds by frame the ms of the page at which its picture began to be drawn.
        """
        try:
            game = self.recorder.read(self.window.page)
            seen = self.clock.read(self.window.page)
        except RecordingError:
            self.window.raise_if_lost()
            raise
        return game, SeenGame.of(who, game.claims, seen), drawn_ms(game.claims, seen.draws)


def seen_so_far(watches: Sequence[StepWatch]) -> dict[str, list[SeenGame]]:
    """What the second clocks of a match have seen of its steps so far, by the place where Python is."""
    seen: dict[str, list[SeenGame]] = {}
    for number, watch in enumerate(watches, start=1):
        place = "worker" if python_workers_of(watch.window) else "direct"
        seen.setdefault(place, []).append(watch.read(f"player {number}")[1])
    return seen


def watching(run: Run, watches: list[StepWatch], control: PageControl | None = None) -> Prepare:
    """Puts a watch into each window of a match before anything is opened there, and keeps it.

    ``control`` makes the windows bad of the players that it names.
    """

    def prepare(windows: tuple[Window, Window]) -> None:
        for seat, window in enumerate(windows):
            bad = control if control is not None and seat in control.seats else None
            watches.append(StepWatch.install(window, run.profile, bad))

    return prepare

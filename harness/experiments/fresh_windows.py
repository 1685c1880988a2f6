"""Many games in a row, each in two windows of its own (VALID-04a)."""

from __future__ import annotations

from gauge.flow.games import GameRecord
from gauge.memory.layers import MIB
from harness.controls import PageControl, make_bad
from harness.experiments.series import Series, play_on
from harness.players.match import Match
from harness.probes.performance_memory import read_heap
from harness.session.browser import Window
from harness.session.run import Run
from harness.session.stopping import noting_what_stopped


def play_in_fresh_windows(run: Run, series: Series, control: PageControl | None = None) -> None:
    """Plays the whole series; nothing but the rule's own reading touches the pages, unless a control does.

    The next two visitors arrive, and load Python, while a game runs: nothing is timed here, and a page's
    heap knows nothing of other pages. Where a page goes on by itself they wait, so that its end is seen.
    """
    early = run.profile.next_game != "itself"
    with noting_what_stopped(series):
        match = _arrive(run, 1, control)
        for number in range(1, series.asked + 1):
            upcoming: list[Match] = []

            def during(number: int = number, match: Match = match, upcoming: list[Match] = upcoming) -> None:
                if number == series.asked:
                    series.pictures = match.photograph()
                elif early:
                    upcoming.append(_arrive(run, number + 1, control))

            match.start()
            record = play_on(run, match, number, during, early=early and number > 1)
            for seat, player in enumerate(match.players):
                series.heaps.append(read_heap(player.window, number, seat))
            series.games.append(record)
            _say_heap(run, series, record)
            match.leave()
            if number < series.asked:
                match = upcoming[0] if upcoming else _arrive(run, number + 1, control)


def _arrive(run: Run, number: int, control: PageControl | None) -> Match:
    def prepare(windows: tuple[Window, Window]) -> None:
        make_bad(windows, control)

    match = Match.arrive(run, where=f" of game {number}", prepare=prepare)
    match.read_instructions()
    return match


def _say_heap(run: Run, series: Series, record: GameRecord) -> None:
    heaps = [heap.as_asked.used_bytes for heap in series.heaps[-2:]]
    shown = " and ".join("not measurable" if size is None else f"{size / MIB:.1f} MiB" for size in heaps)
    run.progress.say(f"game {record.number} of {series.asked}: {record.played_s:.1f} s, page heaps {shown}")

"""An answer that cannot tell takes more games, whichever scenario asks first and whatever else has failed."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pytest

from gauge.memory.budgets import SERVER_EXACT_LAYERS
from gauge.memory.layers import LayerReading
from gauge.verdict import Outcome
from harness.experiments.interrupted_games import InterruptedGames
from harness.experiments.same_windows import SameWindows
from harness.probes.game_server import GameServerProbe
from harness.session.settings import Settings
from tests.gauge.memory.memory_samples import BUDGETS, KIB, run

SERVER = {"server_memory": BUDGETS["server_memory"]}
# per game, as much as is allowed: no number of games decides that
UNDECIDED = {"server_memory": 100.0 * KIB}


class Said:
    """Stands for a run that nobody plays in; keeps what it told."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.progress = SimpleNamespace(say=self.lines.append)
        self.renew_browser = lambda _flags: None
        self.settings = Settings.from_userdata({"base_url": "http://127.0.0.1:9/"})
        self.profile = self.settings.profile
        self.browser_version, self.program = "1", "chromium"


class Series(SameWindows):
    """Games in the same windows of which the readings are made up."""

    leaks: Mapping[str, float] = UNDECIDED

    def _arrive(self) -> Any:
        windows = (SimpleNamespace(closed=False), SimpleNamespace(closed=False))
        return SimpleNamespace(match=SimpleNamespace(windows=windows), sampler=None)

    def _refuse_if_alone(self) -> None:
        """The samples are of a game that can be played again."""

    def _play_one(self, _windows: Any, game: int) -> None:
        if game:
            self.games.games.append(SimpleNamespace(episodes=(1, 1)))

    def readings(self) -> tuple[tuple[LayerReading, ...], Mapping[str, str]]:
        return run(games=self.played, leaks=self.leaks), {}

    def close(self) -> None:
        for window in self._open.match.windows:
            window.closed = True


def test_undecided_games_are_followed_by_more_up_to_a_bound() -> None:
    games = Series(Said())
    games.play(10)
    found = games.judge(SERVER, ("server_memory",))
    assert games.played == 20
    assert found.verdict("VALID-04c", ("server_memory",)).outcome is not Outcome.FAILED
    games.judge(SERVER, ("server_memory",))
    assert games.played == 20


def test_windows_that_are_closed_make_for_a_longer_series_in_place_of_the_first() -> None:
    games = Series(Said())
    games.play(10)
    games.close()
    games.play(10)
    assert games.played == 10
    games.judge(SERVER, ("server_memory",))
    assert games.played == 20
    assert "a longer series" in games.run.lines[-1]
    assert [window.closed for window in games._open.match.windows] == [False, False]


def test_a_leak_of_the_page_leaves_the_server_no_less_decided() -> None:
    games = Series(Said())
    games.leaks = {**UNDECIDED, "canvases": 1.0}
    games.play(10)
    games.judge(SERVER, SERVER_EXACT_LAYERS)
    assert games.played == 20
    assert games.so_far({}).layers.leaking is not None


@pytest.fixture
def interrupted(monkeypatch: pytest.MonkeyPatch) -> InterruptedGames:
    """Interrupted games of which the readings are made up; `left` holds the numbers of all that began."""
    monkeypatch.setattr(InterruptedGames, "left", [], raising=False)
    monkeypatch.setattr(InterruptedGames, "_interrupt", lambda games, *given: games.left.append(given[1]))
    monkeypatch.setattr(GameServerProbe, "__init__", lambda *_: None)
    games = InterruptedGames(SimpleNamespace(**vars(Said()), server=None))
    monkeypatch.setattr(
        games, "readings", lambda: (run(games=games.played, leaks=UNDECIDED), {}), raising=False
    )
    return games


def test_interrupted_games_are_followed_by_more_as_well(interrupted: InterruptedGames) -> None:
    interrupted.play(5)
    interrupted.judge(SERVER, ("server_memory",))
    assert interrupted.played == 15


def test_every_way_to_leave_is_taken_once_before_the_first_reading(interrupted: InterruptedGames) -> None:
    interrupted.play(2)
    assert interrupted.left == [-2, -1, 0, 1, 2]  # type: ignore[attr-defined]

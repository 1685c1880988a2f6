"""Errors are quoted; what the game does not do is its failure; what breaks while a run is stopped is not."""

import pytest

from gauge.flow.games import GameRecord
from harness.experiments.series import Series
from harness.session.errors import PlayerError
from harness.session.faults import Fault, describe, must_be_free_of_errors, origin_of
from harness.session.interrupts import INTERRUPTS
from harness.session.stopping import failing_the_game, noting_what_stopped


def test_errors_are_quoted_and_the_rest_is_counted() -> None:
    must_be_free_of_errors([])
    faults = [Fault("server", "log", f"ERROR number {n}\n  on a second line") for n in range(5)]
    with pytest.raises(
        AssertionError, match=r"^5 errors where none may be: server, log: “ERROR number 0 on a"
    ):
        must_be_free_of_errors(faults)
    assert describe(faults).endswith("; and 2 more.")
    assert "\n" not in describe(faults)


def test_what_the_game_does_not_do_is_a_failure_in_a_then_step() -> None:
    with pytest.raises(AssertionError, match="did not end"), failing_the_game():
        raise PlayerError("The game did not end.")


def test_what_breaks_while_a_run_is_being_stopped_is_not_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(INTERRUPTS, "asked_by", "SIGTERM")
    series = Series("VALID-04a", 1)
    with pytest.raises(KeyboardInterrupt, match="SIGTERM"), failing_the_game():
        raise PlayerError("The window was closed.")
    with pytest.raises(KeyboardInterrupt, match="SIGTERM"), noting_what_stopped(series):
        raise PlayerError("The window was closed.")
    assert series.stopped is None


def test_a_game_without_a_counted_episode_did_not_end() -> None:
    def game(number: int, *episodes: int | None) -> GameRecord:
        return GameRecord(number, "g", 240, (episodes[0], episodes[1]), 5.0, played_s=8.0, counted_frames=240)

    assert Series("VALID-04b", 2, games=[game(1, 1, 1), game(2, 1, 1)]).judge_complete().passed
    assert not Series("VALID-04b", 2, games=[game(1, 1, 1), game(2, 1, None)]).judge_complete().passed


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("http://127.0.0.1:5702/a?b", "http://127.0.0.1:5702"),
        ("ws://127.0.0.1:5702/socket.io/", "http://127.0.0.1:5702"),
        ("http://host/", "http://host:80"),
        ("wss://host/x", "https://host:443"),
    ],
)
def test_an_origin_is_scheme_host_and_port(url: str, origin: str) -> None:
    assert origin_of(url) == origin

"""Players in a real browser, in front of a toy game that is good or bad in one way."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Error

import harness.players.player
from gauge.latency.sampled_median import judge_players
from harness.experiments.step_sampling import time_steps
from harness.players.departure import wait_for_partner_notice
from harness.players.match import Match
from harness.players.player import Player
from harness.probes.performance_memory import read_heap
from harness.probes.worker_census import settled_by, workers_left, workers_of
from harness.profile.game_profile import CONTRACT
from harness.session.errors import PlayerError
from harness.session.faults import describe

Meet = Callable[..., Match]
Seat = Callable[..., list[Player]]


def test_two_players_meet_play_and_play_again(meet: Meet) -> None:
    match = meet("frames=90", "frames=90")
    first, second = match.wait_for_end(10)
    assert first.game_id == second.game_id
    assert {first.player_id, second.player_id} == {0, 1}
    match.play_again()
    again, _ = match.start()
    assert again.game_id != first.game_id
    match.wait_for_end(10)
    assert not any(player.window.watch.faults for player in match.players)


def test_steps_of_both_players_are_timed(meet: Meet) -> None:
    samples = time_steps(meet(), 10, 50)
    assert [len(taken.samples) for taken in samples] == [10, 10]
    assert judge_players(samples, 50).passed


def test_a_worker_is_seen_at_work_and_none_afterwards(meet: Meet) -> None:
    match = meet("frames=800", "frames=800&fault=leaves_worker")
    assert [len(workers_of(window)) for window in match.windows] == [1, 1]
    match.wait_for_end(10)
    assert workers_left(match.first.window, settled_by(), "worker") == ()
    assert [url.rsplit("/", 1)[1] for url in workers_left(match.second.window, settled_by(), "worker")] == [
        "worker.js"
    ]


def test_the_heap_is_read_as_asked_and_again_without_garbage(meet: Meet) -> None:
    match = meet("frames=150", "frames=150&fault=grows")
    match.wait_for_end(10)
    lean, grown = (read_heap(window, 1, seat) for seat, window in enumerate(match.windows))
    assert lean.collected_bytes is not None
    assert grown.collected_bytes is not None
    assert grown.collected_bytes - lean.collected_bytes > 7 * 1024 * 1024
    assert (grown.as_asked.used_bytes or 0) > (lean.as_asked.used_bytes or 0) > 0


def test_a_browser_without_the_figure_gives_none_not_zero(meet: Meet) -> None:
    match = meet()
    match.first.window.evaluate("() => { Object.defineProperty(performance, 'memory', {value: undefined}); }")
    assert read_heap(match.first.window, 1, 0).as_asked.used_bytes is None


def test_a_partner_who_closes_the_window_is_waited_for_with_a_bound(
    meet: Meet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("harness.players.departure.PATIENCE_S", 0.3)
    notice = wait_for_partner_notice(meet())
    assert "was not told that the partner left within 0.3 s; last seen: game state playing" in notice.words
    assert notice.after_s > 0.3


@pytest.mark.parametrize(
    ("bound", "query", "sentence"),
    [
        ("arrival_s", "fault=no_connection", "got no connection .*last seen: no game, not connected"),
        ("python_s", "fault=never_ready", "could not press Start .*Start not ready"),
        ("match_s", "fault=never_starts", "got into no game .*waiting room “Waiting for a partner”"),
    ],
)
def test_a_page_that_does_not_get_on_is_named_with_its_last_state(
    meet: Meet, monkeypatch: pytest.MonkeyPatch, bound: str, query: str, sentence: str
) -> None:
    monkeypatch.setattr("tests.harness.conftest.PROFILE", replace(CONTRACT, **{bound: 2.0}))
    with pytest.raises(PlayerError, match=f"The first player {sentence}"):
        meet(query, query)


def test_a_game_that_stands_still_is_named_with_its_last_frame(meet: Meet) -> None:
    match = meet("fault=stands_still", "fault=stands_still")
    with pytest.raises(PlayerError, match=r"end of the game within 0.5 s; last seen: .*playing, frame 20"):
        match.wait_for_end(0.5)


def test_a_game_that_fails_is_quoted_at_once(meet: Meet) -> None:
    with pytest.raises(
        PlayerError, match=r"because the game failed at frame 20: Toy Python raised ValueError"
    ):
        meet("fault=fails").wait_for_end(60)


def test_a_game_that_is_over_too_soon_is_said(meet: Meet) -> None:
    with pytest.raises(PlayerError, match="The first player's game ended before frame 100"):
        meet("frames=60", "frames=60").wait_for_frame(100, 10)


def test_a_page_that_hangs_is_not_waited_for_and_can_be_closed(
    meet: Meet, monkeypatch: pytest.MonkeyPatch
) -> None:
    match = meet("frames=1000&fault=hangs")
    monkeypatch.setattr(harness.players.player, "CALL_WITHIN_S", 0.6)
    with pytest.raises(PlayerError, match=r"The page of the first player did not come back within 0\.6 s"):
        match.wait_for_end(30)
    match.leave()


def test_a_partners_window_that_crashes_is_named(meet: Meet) -> None:
    match = meet()
    crash(match.second)
    with pytest.raises(PlayerError, match=r"The page of the second player has crashed\."):
        match.wait_for_end(30)
    assert [fault.kind for fault in match.second.window.watch.faults] == ["crash"]


def crash(player: Player) -> None:
    """Ends the page's process; the command that does it is never answered properly."""
    with pytest.raises(Error, match="crash"):
        player.window.page.goto("chrome://crash", timeout=5000)


@pytest.mark.parametrize(
    ("fault", "where", "text"),
    [
        ("page_error", "page of the first player", "toy page is broken"),
        ("console_error", "page of the first player", "toy page complains"),
        ("worker_error", "the first player", "toy worker is broken"),
        ("worker_complaint", "Worker of the first player", "toy worker complains"),
        ("missing_file", "page of the first player", "/no-such-file: status 404"),
    ],
)
def test_an_error_is_collected_with_where_it_was(seat: Seat, fault: str, where: str, text: str) -> None:
    (player,) = seat(f"fault={fault}")
    watch = player.window.watch
    harness.players.player.wait_until(
        lambda: [f for f in watch.faults if where in f.where and text in f.text],
        bool,
        pause=player.window.pause,
        within_s=5,
        what=f"no fault like “{text}” was collected",
        describe=lambda _: str(watch.faults),
    )
    assert text in describe(watch.faults)


def test_a_request_that_goes_elsewhere_is_noticed(seat: Seat, toy_url: str) -> None:
    elsewhere = toy_url.replace("127.0.0.1", "localhost")
    (player,) = seat(f"fault=elsewhere&elsewhere={elsewhere}")
    harness.players.player.wait_until(
        player.window.watch.foreign_requests,
        bool,
        pause=player.window.pause,
        within_s=5,
        what="nothing was noticed",
    )
    assert player.window.watch.foreign_requests() == [elsewhere]

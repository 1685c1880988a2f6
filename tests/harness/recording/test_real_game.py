"""The recorders and controls on the kitchen for two itself: its server, two windows, Python in both arms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import sub
from statistics import median

import pytest
from playwright.sync_api import BrowserContext

from gauge.clock.second_clock import SeenGame, judge_clock, judge_page
from gauge.verdict import Outcome
from harness.controls import EarlyClock, SlowWorker
from harness.players.match import Match
from harness.players.player import Player
from harness.recording import FreezeReading, FreezeRecorder, RecordedGame, SecondClock, StepRecorder
from harness.session.browser import Browser
from harness.session.server import GameServer
from tests.harness.kitchen import KITCHEN_COMMAND

FRAMES = 130
LAST_STAMPS = "() => [game.pipelineMetrics.stepCallTimestamp, game.pipelineMetrics.stepReturnTimestamp]"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    log = tmp_path_factory.mktemp("recording") / "server.log"
    server = GameServer(log, KITCHEN_COMMAND, options=("--frames", str(FRAMES), "--fps", "60", "--seed", "7"))
    yield server.url
    server.stop()


class Recorded:
    """One match from arrival to the end, seen through the recorders."""

    def __init__(
        self, browser: Browser, url: str, arm: str, prepare: tuple[Callable[[BrowserContext], None], ...] = ()
    ) -> None:
        self.players: list[Player] = []
        steps: list[StepRecorder] = []
        freezes: list[FreezeRecorder] = []
        clocks: list[SecondClock] = []
        for seat, who in enumerate(("the first player", "the second player")):
            window = browser.new_window(who, url)
            steps.append(StepRecorder.install(window.context))
            freezes.append(FreezeRecorder.install(window.context))
            if prepare:
                prepare[seat](window.context)
            clocks.append(SecondClock.install(window.context))
            self.players.append(Player(window, f"{url}?python={arm}&bot=cook"))
        match = Match(*self.players, arrived_at=0.0)
        for player in self.players:
            player.arrive()
        match.read_instructions()
        for player in self.players:
            player.wait("saw no Start", lambda seen: seen.start_usable, 90)
        pages = [player.window.page for player in self.players]
        self.freezes: list[FreezeReading] = [
            recorder.stop(page) for recorder, page in zip(freezes, pages, strict=True)
        ]
        match.start()
        match.wait_for_end(60)
        self.games: list[RecordedGame] = [
            recorder.read(page) for recorder, page in zip(steps, pages, strict=True)
        ]
        self.seen: list[SeenGame] = [
            SeenGame.of(f"player {seat}", game.claims, clock.read(player.window.page))
            for seat, (clock, player, game) in enumerate(
                zip(clocks, self.players, self.games, strict=True), 1
            )
        ]


@pytest.fixture(scope="module")
def plain(browser: Browser, url: str) -> dict[str, Recorded]:
    """One match of each arm, as the game is."""
    return {arm: Recorded(browser, url, arm) for arm in ("worker", "direct")}


@pytest.mark.parametrize("arm", ["worker", "direct"])
def test_every_frame_of_both_players_is_recorded_once(plain: dict[str, Recorded], arm: str) -> None:
    match = plain[arm]
    assert {game.player for game in match.games} == {0, 1}
    assert len({game.game_id for game in match.games}) == 1
    for player, game in zip(match.players, match.games, strict=True):
        assert game.frames == tuple(range(FRAMES))
        assert game.whole
        assert not game.frames_counted
        assert min(game.step_ms) > 0
        assert player.window.evaluate(LAST_STAMPS) == [game.call_ms[-1], game.return_ms[-1]]
        # one hash for each frame that a step has led to, and one for the beginning
        assert len(player.state_hashes()) == len(game.frames) + 1
        assert not player.window.watch.faults


def test_python_on_the_page_is_a_long_task_in_which_the_timer_does_not_tick(
    plain: dict[str, Recorded],
) -> None:
    for freeze in plain["direct"].freezes:
        tasks = [ms for at, ms in freeze.long_tasks if freeze.from_ms <= at <= at + ms <= freeze.to_ms]
        assert tasks
        assert freeze.longest_gap_ms > max(tasks) - freeze.resolution_ms


@pytest.mark.timing
def test_a_slowed_worker_shows_in_the_steps_that_were_slowed(browser: Browser, url: str) -> None:
    slow = (SlowWorker(3.0, every=2), SlowWorker(40.0, every=20))
    match = Recorded(browser, url, "worker", tuple(control.install for control in slow))
    halves, twentieths = (game.step_ms for game in match.games)
    slowed = twentieths[19::20]
    others = [ms for frame, ms in enumerate(twentieths) if frame % 20 != 19]
    assert len(slowed) == SlowWorker.held(match.players[1].window.page) == FRAMES // 20
    # the least disturbed steps: a machine that is busy with other things only ever adds to the delay
    assert min(halves[1::2]) - min(halves[0::2]) == pytest.approx(3, abs=1)
    # all of these few may be disturbed, as the control's own clock then says, too
    assert min(slowed) - min(others) > 39
    for control, player, game in zip(slow, match.players, match.games, strict=True):
        given = control.given_ms(player.window.page)
        assert len(given) == FRAMES
        these = slice(control.every - 1, None, control.every)
        assert abs(median(map(sub, game.step_ms[these], given[these]))) < 1
    assert all(game.whole for game in match.games)


@pytest.mark.parametrize("arm", ["worker", "direct"])
def test_the_game_as_it_is_keeps_to_the_second_clock(plain: dict[str, Recorded], arm: str) -> None:
    seen = plain[arm].seen
    verdict = judge_clock(seen) if arm == "worker" else judge_page(seen)
    assert verdict.passed, verdict.to_text()
    # from the call until the number rises is seen in both arms, and holds the claimed time
    for game, one in zip(plain[arm].games, seen, strict=True):
        longer = [one.counted_ms[frame] - ms for frame, ms in zip(game.frames, game.step_ms, strict=True)]
        assert min(longer) >= 0
        assert median(longer) < 1


@pytest.mark.timing
def test_a_page_that_hides_how_slow_its_worker_is_is_detected(browser: Browser, url: str) -> None:
    match = Recorded(browser, url, "worker", (EarlyClock(8.0).install, SlowWorker(8.0).install))
    lying, honest = match.seen
    assert judge_clock([honest]).passed
    verdict = judge_clock([lying])
    assert verdict.outcome is Outcome.FAILED
    assert "said to be over, by " in verdict.sentence
    # the page may be busy for longer than the lie when a reply comes
    assert verdict.figures["late_steps"] == pytest.approx(FRAMES, abs=FRAMES // 10)
    assert verdict.figures["late_median_ms"] == pytest.approx(8, abs=1)
    claimed, slowed = (median(game.step_ms) for game in match.games)
    assert slowed - claimed == pytest.approx(8, abs=2)
    assert median(lying.seen_ms.values()) == pytest.approx(median(honest.seen_ms.values()), abs=2)
    assert EarlyClock.held(match.players[0].window.page) == FRAMES

"""Pages with other words, other buttons and other troubles than the page contract's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

import harness.players.player
from harness.players.page_scripts import look_script
from harness.players.player import Player
from harness.profile.game_profile import CONTRACT, GameProfile
from harness.recording import StepRecorder
from harness.session.browser import Browser, Window
from harness.session.errors import NotOfferedError, PlayerError
from tests.harness.conftest import HOME

OTHER = GameProfile(
    name="Tag",
    connected="",
    object="tag",
    canvas="canvas",
    start="#go",
    state="game.phase",
    playing=("ready",),
    frame="game.n",
    episodes="",
    game_id="",
    metrics="times",
    call="began",
    back="ended",
    keys=("a", "b"),
    next_game="none",
    match_s=2.0,
    arrival_s=2.0,
    python_s=2.0,
)
PAGE = """<!doctype html><button id=go>Begin</button><script>
const pressed = window.pressed = [];
addEventListener('keydown', (event) => pressed.push(event.key));
document.getElementById('go').onclick = () => {
  document.body.innerHTML = '<canvas></canvas>';
  const game = { phase: 'ready', n: 0, times: { began: 0, ended: 0 } };
  Object.defineProperty(window, 'tag', { get: () => game, configurable: true });
  const last = Number(new URLSearchParams(location.search).get('last') ?? 60);
  const tick = setInterval(() => {
    if (game.n === last) { clearInterval(tick); if (last) game.phase = 'done'; return; }
    game.times.began = performance.now();
    game.n += 1;
    game.times.ended = performance.now();
  }, 20);
};
</script>"""


@pytest.fixture
def window(browser: Browser) -> Iterator[Window]:
    opened = browser.new_window("the first player", HOME)
    opened.context.route("**/*", lambda route: route.fulfill(body=PAGE, content_type="text/html"))
    yield opened
    opened.close()


def begin(window: Window, profile: GameProfile = OTHER, query: str = "") -> Player:
    player = Player(window, HOME + query, profile)
    player.arrive()
    player.read_instructions()
    player.press_start()
    return player


def test_a_game_with_other_words_is_played_by_its_keys_and_recorded_through_its_getter(
    window: Window,
) -> None:
    recorder = StepRecorder.install(window.context, OTHER)
    player = begin(window)
    player.wait_for_game()
    end = player.wait_for_end(20)
    assert (end.frame, end.episodes, end.state) == (60, 1, "done")
    assert {"a", "b"} <= set(player.window.evaluate("() => pressed"))
    recorded = recorder.read(window.page)
    assert (
        len(recorded.frames) >= 58
    )  # the getter is asked at every picture, so the first steps may be missed
    assert recorded.frames[-1] == 59
    with pytest.raises(NotOfferedError, match="Tag offers no other game in the same window"):
        player.play_again()


def test_a_frame_number_that_never_moves_is_named(window: Window) -> None:
    with pytest.raises(PlayerError, match=r"no game whose frames advance within 2 s; last seen: .*frame 0"):
        begin(window, query="?last=0").wait_for_game()


def test_a_game_in_which_nothing_moves_any_more_is_not_waited_for(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(harness.players.player, "STILL_WITHIN_S", 0.5)
    player = begin(window, replace(OTHER, done=("over",)), "?last=30")
    player.wait_for_game()
    with pytest.raises(PlayerError, match=r"nothing has moved for 0\.5 s; last seen: .*frame 30"):
        player.wait_for_end(60)


def test_buttons_that_the_profile_does_not_know_are_listed(window: Window) -> None:
    with pytest.raises(PlayerError, match=r"to continue from .*other buttons “Begin”"):
        begin(window, replace(OTHER, start="#start", connected=""), "")


def test_a_page_error_is_quoted_when_a_wait_runs_out(window: Window) -> None:
    player = Player(window, HOME, replace(OTHER, start="#start"))
    player.arrive()
    window.evaluate("() => { setTimeout(() => { throw new Error('Python did not load') }); }")
    with pytest.raises(
        PlayerError, match=r"could not press Start .*the page reported: “.*Python did not load"
    ):
        player.wait_for_python()


def test_an_expression_that_throws_is_quoted(window: Window) -> None:
    player = begin(window, replace(OTHER, frame="game.no.such"))
    with pytest.raises(PlayerError, match=r"game\.frame throws TypeError: Cannot read properties"):
        player.wait_for_game()


def test_a_page_that_navigates_away_is_named(window: Window) -> None:
    player = begin(window)
    player.wait_for_game()
    window.page.goto("http://elsewhere.test/")
    with pytest.raises(PlayerError, match=r"has gone from the game to http://elsewhere\.test/"):
        player.wait_for_end(20)


def test_known_errors_are_accepted_and_counted(window: Window) -> None:
    window.watch.known = ("^favicon", "deprecated")
    Player(window, HOME, CONTRACT).arrive()
    window.evaluate("() => { console.error('this is deprecated'); console.error('this is broken'); }")
    window.pause(50)
    assert [fault.text.split(" (")[0] for fault in window.watch.accepted] == ["this is deprecated"]
    assert [fault.text.split(" (")[0] for fault in window.watch.faults] == ["this is broken"]


def test_what_a_profile_leaves_out_is_not_asked() -> None:
    assert "attempt('page.connected', () => true)" in look_script(OTHER)

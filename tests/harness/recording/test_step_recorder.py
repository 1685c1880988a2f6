"""Every step is recorded, however the game writes its timestamps, and the game does not notice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from harness.recording import RecordedGame, RecordingError, StepRecorder
from tests.harness.conftest import Open
from tests.harness.recording.games import DRIVER, GAMES, PLAIN


def outcome(page: Page) -> dict[str, Any]:
    """What the game says it did, once it is through."""
    page.wait_for_function("() => window.outcome")
    found: dict[str, Any] = page.evaluate("window.outcome")
    assert "error" not in found, found["error"]
    return found


def rows(game: RecordedGame) -> list[list[float]]:
    return [list(row) for row in zip(game.frames, game.call_ms, game.return_ms, strict=True)]


@pytest.fixture(scope="module")
def alone(chromium: Browser) -> Iterator[BrowserContext]:
    """Where games are played that nobody records."""
    with chromium.new_context() as opened:
        yield opened


@pytest.mark.parametrize("manner", GAMES)
def test_every_step_is_recorded_once_and_the_game_does_not_notice(
    alone: BrowserContext, context: BrowserContext, open_page: Open, manner: str
) -> None:
    recorder = StepRecorder.install(context)
    page = open_page(DRIVER + GAMES[manner])
    seen = outcome(page)
    game = recorder.read(page)
    assert rows(game) == seen["made"]
    assert len(seen["made"]) == 6
    assert (game.game_id, game.player, game.whole) == ("a", 1, True)
    assert not game.frames_counted
    # listings, JSON and copies
    with open_page(DRIVER + GAMES[manner], where=alone) as unrecorded:
        assert seen["shapes"] == outcome(unrecorded)["shapes"]


def play(open_page: Open, script: str) -> Page:
    page = open_page(DRIVER + script)
    outcome(page)
    return page


NEXT = """
window.game = fresh('a');
ended(stepping(game, 4).then(() => {
  game.state = 'done';
  window.game = {...fresh('b'), NEXT};
  return stepping(game, 3);
}));
"""


@pytest.mark.parametrize("metrics", ["", "pipelineMetrics: game.pipelineMetrics"])
def test_the_next_game_has_a_recording_of_its_own(
    context: BrowserContext, open_page: Open, metrics: str
) -> None:
    recorder = StepRecorder.install(context)
    page = play(open_page, NEXT.replace("NEXT", metrics))
    assert recorder.read(page).game_id == "b"
    assert recorder.read(page).frames == (0, 1, 2)


def test_a_game_that_is_over_is_not_kept_alive(context: BrowserContext, open_page: Open) -> None:
    StepRecorder.install(context)
    page = open_page(
        DRIVER + "class Game { gameId = 'a'; frameNumber = 0; pipelineMetrics = zero(); }"
        "window.game = new Game(); window.Game = Game;"
    )
    page.evaluate("() => { window.game = new Game(); window.game = {gameId: 'c'}; }")
    cdp = context.new_cdp_session(page)
    cdp.send("HeapProfiler.collectGarbage")
    prototype = cdp.send("Runtime.evaluate", {"expression": "Game.prototype"})["result"]["objectId"]
    alive = cdp.send("Runtime.queryObjects", {"prototypeObjectId": prototype})["objects"]["objectId"]
    properties = cdp.send("Runtime.getProperties", {"objectId": alive, "ownProperties": True})
    assert next(p["value"]["value"] for p in properties["result"] if p["name"] == "length") == 0


def test_a_full_recorder_keeps_the_first_steps_and_counts_the_rest(
    context: BrowserContext, open_page: Open
) -> None:
    recorder = StepRecorder.install(context, capacity=4)
    game = recorder.read(play(open_page, PLAIN))
    assert (game.frames, game.overflow, game.whole) == ((0, 1, 2, 3), 2, False)


MARKS = "window.game = fresh('a'); const m = game.pipelineMetrics; const t0 = performance.now(); "


@pytest.mark.parametrize(
    ("script", "frames", "unanswered", "stray", "under_way"),
    [
        ("call(.1); game.frameNumber = 1; call(.2); back(.3);", (1,), 1, 0, False),
        ("call(.1); back(.2); back(.3);", (0,), 0, 1, False),
        ("call(.2); back(.1);", (), 0, 1, True),
        ("call(.1); back(.2); game.frameNumber = 1; call(.3);", (0,), 0, 0, True),
        ("call(.1); back(.2); game.frameNumber = 1; call(.3); game.state = 'failed';", (0,), 1, 0, False),
        ("m.stepReturnTimestamp = 0; call(.1); m.stepReturnTimestamp = null; back(.2);", (0,), 0, 0, False),
    ],
)
def test_what_does_not_fit_together_is_counted(
    context: BrowserContext,
    open_page: Open,
    script: str,
    frames: tuple[int, ...],
    unanswered: int,
    stray: int,
    under_way: bool,
) -> None:
    recorder = StepRecorder.install(context)
    verbs = "const call = (t) => { m.stepCallTimestamp = t; }, back = (t) => { m.stepReturnTimestamp = t; };"
    game = recorder.read(open_page(DRIVER + MARKS + verbs + script))
    assert (game.frames, game.unanswered, game.returns_without_call, game.under_way) == (
        frames,
        unanswered,
        stray,
        under_way,
    )


@pytest.mark.parametrize("frame", ["delete game.frameNumber", "Object.freeze(game)"])
def test_steps_without_numbers_of_their_own_are_counted(
    context: BrowserContext, open_page: Open, frame: str
) -> None:
    recorder = StepRecorder.install(context)
    page = play(open_page, PLAIN.replace("ended", f"{frame}; ended"))
    game = recorder.read(page)
    assert (game.frames, game.frames_counted) == (tuple(range(6)), True)


def test_frames_left_out_are_named(context: BrowserContext, open_page: Open) -> None:
    recorder = StepRecorder.install(context)
    page = play(
        open_page,
        "window.game = fresh('a');"
        "ended(stepping(game, 2).then(() => { game.frameNumber = 4; return stepping(game, 1); }));",
    )
    assert (recorder.read(page).gaps, recorder.read(page).whole) == ((2, 3), False)


@pytest.mark.parametrize(
    ("script", "complaint"),
    [
        ("window.game = {...fresh('a'), pipelineMetrics: Object.seal(zero())}", "without being assigned"),
        (
            "let t = 0; window.game = {...fresh('a'), get pipelineMetrics() { t += .1; "
            "return {stepCallTimestamp: t, stepReturnTimestamp: t + .05}; }}; outcome = 1",
            "without being assigned",
        ),
        ("Object.defineProperty(window, 'game', {value: fresh('a')})", "window.game is defined anew"),
        ("window.game = fresh('a'); delete window.game; window.game = fresh('b')", "is defined anew"),
        ("window.game = {gameId: 'a'}", "has no pipelineMetrics"),
        ("const later = 1", "it publishes none"),
    ],
)
def test_steps_that_go_past_the_recorder_are_no_empty_recording(
    context: BrowserContext, open_page: Open, script: str, complaint: str
) -> None:
    recorder = StepRecorder.install(context)
    page = open_page(DRIVER + script)
    page.evaluate("() => { const m = window.game?.pipelineMetrics; if (m) m.stepCallTimestamp = .2; }")
    with pytest.raises(RecordingError, match=complaint):
        recorder.read(page)


def test_another_clock_is_refused(context: BrowserContext, open_page: Open) -> None:
    recorder = StepRecorder.install(context)
    page = play(open_page, PLAIN.replace("window.game", "performance.now = Date.now; window.game", 1))
    with pytest.raises(RecordingError, match=r"performance\.now"):
        recorder.read(page)


def test_a_page_without_a_recorder_is_refused(open_page: Open) -> None:
    with pytest.raises(RecordingError, match="install it before the page is opened"):
        StepRecorder().read(open_page(PLAIN))

"""What a canvas shows at each frame is kept, whatever draws on it, and of later frames what is asked for."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext

from harness.profile.game_profile import CONTRACT
from harness.recording import PictureRecorder
from harness.recording.picture_recorder import COLUMNS, ROWS
from tests.harness.conftest import Open

FILL = {
    "2d": "picture.fillStyle = `rgb(${grey}, ${grey}, ${grey})`; picture.fillRect(0, 0, 300, 150);",
    "webgl": "picture.clearColor(...Array(3).fill(grey / 255), 1); picture.clear(picture.COLOR_BUFFER_BIT);",
}
GAME = """
addEventListener('DOMContentLoaded', () => {
  const stage = document.createElement('div');
  stage.id = 'gameContainer';
  const canvas = document.createElement('canvas');
  stage.append(canvas);
  document.body.append(stage);
  const picture = canvas.getContext('KIND');
  window.game = { frameNumber: 0 };
  const step = () => {
    game.frameNumber += 1;
    const grey = 10 * game.frameNumber;
    requestAnimationFrame(() => {
      FILL
      // the next frame begins once this picture has been shown twice, however busy the machine is
      requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(next, 20)));
    });
  };
  const next = () => {
    if (game.frameNumber < 12) step();
    else window.over = true;
  };
  step();
});
"""


@pytest.mark.parametrize("kind", FILL)
def test_each_frame_has_the_picture_that_was_drawn_for_it(
    context: BrowserContext, open_page: Open, kind: str
) -> None:
    recorder = PictureRecorder.install(context, CONTRACT, frames=8, every=12, phase=0)
    page = open_page(GAME.replace("KIND", kind).replace("FILL", FILL[kind]))
    page.wait_for_function("() => window.over")
    seen = recorder.read(page)
    assert {*range(2, 9), 12} <= {*seen} <= {*range(9), 12}
    assert {len(cells) for cells in seen.values()} == {COLUMNS * ROWS}
    assert [seen[frame][0] for frame in range(2, 9)] == [10 * frame for frame in range(2, 9)]


def test_what_is_clear_in_a_picture_is_not_what_the_last_one_had(
    context: BrowserContext, open_page: Open
) -> None:
    recorder = PictureRecorder.install(context, CONTRACT, frames=8, every=12, phase=0)
    every_second = "picture.clearRect(0, 0, 300, 150); if (game.frameNumber % 2) " + FILL["2d"].split("; ")[1]
    page = open_page(
        GAME.replace("KIND", "2d").replace("FILL", f"picture.fillStyle = '#fff'; {every_second}")
    )
    page.wait_for_function("() => window.over")
    seen = recorder.read(page)
    assert [seen[frame][0] for frame in range(2, 9)] == [255 * (frame % 2) for frame in range(2, 9)]


def test_a_page_without_a_canvas_or_a_game_has_no_pictures(context: BrowserContext, open_page: Open) -> None:
    recorder = PictureRecorder.install(context, CONTRACT, frames=8, every=12, phase=0)
    page = open_page("setTimeout(() => { window.game = { frameNumber: 3 }; }, 50);")
    page.wait_for_timeout(200)
    assert recorder.read(page) == {}

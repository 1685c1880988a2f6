"""Steps are made bad where it was asked for, and no others; pages of later games hold more."""

from __future__ import annotations

from playwright.sync_api import BrowserContext

from harness.controls import GrowingPages, busy_page, failing_python, other_moves
from harness.controls.bad_steps import BadSteps
from tests.harness.conftest import Open

ECHO = "onmessage = ({data}) => postMessage(data);"
# one step after the other, a message of another kind between them
ASK = """
const worker = new Worker('/worker.js');
(async () => {
  const seen = [];
  for (let step = 1; step <= 70; step += 1) {
    for (const command of ['render', 'step']) {
      const reply = new Promise((resolve) => { worker.onmessage = ({data}) => resolve(data); });
      worker.postMessage({id: step, command, args: [[step % 5, 3]]});
      seen.push(await reply);
    }
  }
  window.seen = seen;
})();
"""


def changed_steps(context: BrowserContext, open_page: Open, control: BadSteps) -> dict[int, list[int]]:
    control.install(context)
    page = open_page(ASK, worker=ECHO)
    page.wait_for_function("() => window.seen")
    assert [m["args"] for m in page.evaluate("seen") if m["command"] == "render"] == [
        [[n % 5, 3]] for n in range(1, 71)
    ]
    steps = [message for message in page.evaluate("seen") if message["command"] == "step"]
    return {m["id"]: m["args"][0] for m in steps if m["args"] != [[m["id"] % 5, 3]]}


def test_other_moves_are_made_in_so_many_frames(context: BrowserContext, open_page: Open) -> None:
    changed = changed_steps(context, open_page, other_moves(12))
    assert changed == {step: [(step % 5 + 1) % 4, 0] for step in range(50, 62)}


def test_python_is_given_no_moves_after_a_frame(context: BrowserContext, open_page: Open) -> None:
    assert changed_steps(context, open_page, failing_python(60)) == {step: [-1, -1] for step in range(61, 71)}


def test_a_page_is_kept_busy_after_the_reply(context: BrowserContext, open_page: Open) -> None:
    control = busy_page(120, 35)
    control.install(context)
    page = open_page(
        "window.late = []; let due = performance.now() + 20; setInterval(() => {"
        "  late.push(performance.now() - due); due = performance.now() + 20; }, 20);" + ASK,
        worker=ECHO,
    )
    page.wait_for_function("() => window.seen && window.late.filter((ms) => ms > 60).length >= 1")
    assert all(message["args"] == [[message["id"] % 5, 3]] for message in page.evaluate("seen"))


def test_pages_of_later_games_hold_more(context: BrowserContext, open_page: Open) -> None:
    control = GrowingPages(1)
    for _ in range(5):
        control.install(context)
    # the context of a fifth window: the third game's first
    assert open_page("").evaluate("keptOnPurpose.length") == 2 * 2**17

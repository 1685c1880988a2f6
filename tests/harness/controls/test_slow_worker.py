"""A slowed Worker is slower by what was asked, and in nothing else another one."""

from __future__ import annotations

from statistics import median, quantiles
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from harness.controls import SlowWorker
from tests.harness.conftest import Open

pytestmark = pytest.mark.timing

ECHO = """
onmessage = ({data: {id, command, args}}) => {
  const bytes = new Uint8Array([id]);
  postMessage({id, ok: true, value: {command, bytes}}, [bytes.buffer]);
  if (command === 'both') postMessage({event: 'progress'});
};
"""
# one request at a time, as the game does it; times and what came back
ASK = """
const worker = new Worker('/worker.js');
const events = [];
const listen = {LISTEN};
let settle;
listen((event) => { events.push(event.data); settle(event); });
const ask = (id, command) => new Promise((resolve) => {
  const call = performance.now();
  settle = (event) => resolve({ms: performance.now() - call, data: event.data, kind: event.constructor.name});
  worker.postMessage({id, command, args: []});
});
(async () => {
  const replies = [];
  for (let id = 1; id <= 200; id += 1) replies.push(await ask(id, id % 2 ? 'step' : 'render'));
  window.replies = replies;
})();
"""
LISTENERS = {
    "onmessage": "(run) => { worker.onmessage = run; }",
    "addEventListener": "(run) => worker.addEventListener('message', run)",
}


@pytest.mark.parametrize("listener", LISTENERS)
@pytest.mark.parametrize(
    ("add_ms", "every", "else_ms"), [(3.0, 1, 0.0), (12.0, 1, 0.0), (40.0, 10, 0.0), (40.0, 10, 3.0)]
)
def test_replies_to_steps_come_later_by_what_was_asked(
    context: BrowserContext, open_page: Open, add_ms: float, every: int, else_ms: float, listener: str
) -> None:
    SlowWorker(add_ms, every, else_ms).install(context)
    page = open_page(ASK.replace("{LISTEN}", LISTENERS[listener]), worker=ECHO)
    page.wait_for_function("() => window.replies")
    replies: list[dict[str, Any]] = page.evaluate("window.replies")
    assert [reply["data"]["id"] for reply in replies] == list(range(1, 201))
    assert page.evaluate("replies[0].data.value.bytes.byteLength") == 1
    steps, others = replies[0::2], replies[1::2]
    slowed = [reply["ms"] for reply in steps[every - 1 :: every]]
    quick = [reply["ms"] for reply in others]
    assert len(slowed) == 100 // every
    assert SlowWorker.held(page) == (100 if else_ms else len(slowed))
    # the least disturbed of them: a machine that is busy with other things only ever adds to the delay
    assert min(slowed) - min(quick) == pytest.approx(add_ms, abs=1)
    own = SlowWorker.own_ms(page)
    assert len(own) == 100
    assert median(SlowWorker.given_ms(page)) == pytest.approx(median(step["ms"] for step in steps), abs=1)
    # the others are asked in turn with the steps, so how far they scatter is what the machine does to both
    low, _, high = quantiles(quick, n=4)
    assert median(own) == pytest.approx(median(quick), abs=1 + high - low)
    if every > 1:
        rest = [reply["ms"] for number, reply in enumerate(steps, 1) if number % every]
        assert median(rest) - median(quick) == pytest.approx(else_ms, abs=0.5 + high - low)


def test_nothing_overtakes_a_held_reply(context: BrowserContext, open_page: Open) -> None:
    SlowWorker(20.0, command="both").install(context)
    page = open_page(
        "const worker = new Worker('/worker.js'); const came = []; worker.onmessage = (event) => {"
        "  came.push(event.data.event ?? event.data.id); if (came.length === 4) window.came = came; };"
        "worker.postMessage({id: 1, command: 'both'}); worker.postMessage({id: 2, command: 'render'});"
        "worker.postMessage({id: 3, command: 'render'});",
        worker=ECHO,
    )
    page.wait_for_function("() => window.came")
    assert page.evaluate("came") == [1, "progress", 2, 3]


def test_a_terminated_worker_is_silent(context: BrowserContext, open_page: Open) -> None:
    SlowWorker(500.0).install(context)
    page = open_page(
        "const worker = new Worker('/worker.js'); window.came = 0; worker.onmessage = () => { came += 1; };"
        "worker.postMessage({id: 1, command: 'step'});",
        worker=ECHO,
    )
    page.wait_for_function("() => window[Symbol.for('harness.slowWorker')].held === 1")
    page.evaluate("() => { worker.terminate(); return new Promise((resolve) => setTimeout(resolve, 700)); }")
    assert page.evaluate("came") == 0


@pytest.mark.parametrize(("add_ms", "every", "else_ms"), [(-1.0, 1, 0.0), (3.0, 0, 0.0), (3.0, 2, -1.0)])
def test_a_slowness_that_is_none_is_refused(add_ms: float, every: int, else_ms: float) -> None:
    with pytest.raises(ValueError, match="0 ms or more"):
        SlowWorker(add_ms, every, else_ms)

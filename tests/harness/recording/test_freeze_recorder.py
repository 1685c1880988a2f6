"""A page that is busy is seen to be, for as long as it was, and the recorder is gone after its mark."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page

from harness.recording import FreezeRecorder, RecordingError
from tests.harness.conftest import Open

pytestmark = pytest.mark.timing

BUSY = """
const busy = (ms) => { const end = performance.now() + ms; while (performance.now() < end); };
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
"""
# the page's own timer says how long it could not run, on a machine that is busy with other things as well
BLOCKED = (
    BUSY
    + """
let last = performance.now();
window.worst = 0;
const tick = () => {
  const now = performance.now();
  if (now - last > worst) [worst, worstEnded] = [now - last, now];
  last = now;
  setTimeout(tick, 5);
};
const work = async () => {
  await sleep(200);
  began = performance.now();
  busy(500);
  took = performance.now() - began;
  await sleep(100);
  over = 1;
};
tick();
work();
"""
)


def settled(page: Page) -> Page:
    page.wait_for_function("() => window.over")
    return page


def test_half_a_second_is_seen_as_half_a_second(context: BrowserContext, open_page: Open) -> None:
    recorder = FreezeRecorder.install(context)
    page = settled(open_page(BLOCKED))
    reading = recorder.stop(page)
    began = page.evaluate("began")
    assert reading.longest_gap_ms == pytest.approx(page.evaluate("worst"), abs=40)
    assert reading.longest_gap_ms > 490
    assert began - 60 < reading.gap_started_ms <= began
    tasks = [(at, took) for at, took in reading.long_tasks if at >= began - 5]
    assert pytest.approx(page.evaluate("took"), abs=60) in [took for _, took in tasks]


def test_only_the_interval_counts(context: BrowserContext, open_page: Open) -> None:
    recorder = FreezeRecorder.install(context)
    page = settled(open_page(BLOCKED))
    began = page.evaluate("began")
    after = recorder.mark(page)
    half = recorder.stop(page, began + 250)
    assert half.longest_gap_ms == pytest.approx(page.evaluate("worstEnded") - began - 250, abs=40)
    assert half.gap_started_ms == pytest.approx(began + 250)
    assert half.long_tasks
    before = recorder.stop(page, until_ms=began - 20)
    assert before.longest_gap_ms < half.longest_gap_ms + 200
    assert not [task for task in before.long_tasks if task[0] >= began - 5]
    with pytest.raises(RecordingError, match="has nothing between"):
        recorder.stop(page, after + 60_000)


def test_a_freeze_that_ends_at_the_mark_counts(context: BrowserContext, open_page: Open) -> None:
    recorder = FreezeRecorder.install(context)
    page = open_page(BUSY)
    page.evaluate(
        "() => { setTimeout(() => {"
        " const at = performance.now(); busy(300); took = performance.now() - at; }, 0); }"
    )
    reading = recorder.stop(page)
    took = page.evaluate("took")
    assert reading.longest_gap_ms > took - 1
    assert pytest.approx(took, abs=60) in [task for _, task in reading.long_tasks]


def test_nothing_runs_after_the_mark(context: BrowserContext, open_page: Open) -> None:
    context.add_init_script(
        "window.set = 0; const real = window.setTimeout;"
        "window.setTimeout = (...args) => { window.set += 1; return real(...args); };"
    )
    recorder = FreezeRecorder.install(context)
    page = open_page(BUSY)
    page.wait_for_timeout(60)
    first = recorder.stop(page)
    assert page.evaluate("window.set") > 3
    counted = page.evaluate("window.set")
    page.wait_for_timeout(60)
    page.evaluate("busy(120)")
    assert page.evaluate("window.set") == counted
    assert recorder.stop(page) == first


def test_a_full_recorder_refuses_to_speak_for_what_it_has_not_seen(
    context: BrowserContext, open_page: Open
) -> None:
    recorder = FreezeRecorder.install(context, capacity=4)
    page = settled(open_page(BLOCKED))
    with pytest.raises(RecordingError, match="was full after"):
        recorder.stop(page)


def test_a_page_without_a_recorder_is_refused(open_page: Open) -> None:
    with pytest.raises(RecordingError, match="install it before the page is opened"):
        FreezeRecorder().stop(open_page(BUSY))

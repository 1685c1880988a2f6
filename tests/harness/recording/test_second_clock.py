"""What passes between a page and its Workers is seen, when the page gets it; clocks that lie show."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page

from gauge.clock.second_clock import SeenGame, judge_clock, judge_page
from gauge.clock.sightings import Sightings
from gauge.verdict import Outcome
from harness.controls import EarlyClock, SlowWorker
from harness.probes.worker_sessions import GATE
from harness.recording import RecordingError, SecondClock, StepRecorder
from tests.harness.conftest import Open
from tests.harness.recording.toy_kitchens import ECHO, WAYS, WORKER, playing


def read(page: Page, clock: SecondClock) -> Sightings:
    page.wait_for_function("() => window.over")
    return clock.read(page)


def order(seen: Sightings) -> str:
    """Messages as letters: sent, received."""
    return "".join("r" if message.received else "s" for message in seen.messages)


@pytest.mark.parametrize("way", WAYS)
def test_every_message_is_seen_before_the_page_has_it(
    context: BrowserContext, open_page: Open, way: str
) -> None:
    clock = SecondClock.install(context)
    page = open_page(playing(5, way), worker=ECHO)
    seen = read(page, clock)
    assert order(seen) == WAYS[way][1] + "sr" * 5
    assert (seen.unseen, seen.lost, seen.resolution_ms) == ((), 0, 0.005)
    steps = [message.at_ms for message in seen.messages][-10:]
    for (call, back), sent, received in zip(page.evaluate("claims"), steps[0::2], steps[1::2], strict=True):
        assert call <= sent <= received <= back


def test_what_the_page_sends_to_itself_is_no_traffic(context: BrowserContext, open_page: Open) -> None:
    clock = SecondClock.install(context)
    page = open_page(
        "const {port1, port2} = new MessageChannel(); port1.onmessage = () => { window.over = true; };"
        "port2.postMessage(1);"
    )
    assert read(page, clock).messages == ()


MEMORY = "new WebAssembly.Memory({initial: 1, maximum: 1, shared: true})"


@pytest.mark.parametrize(
    ("script", "unseen"),
    [
        ("worker.postMessage({deep: [{s: new SharedArrayBuffer(8)}]})", "SharedArrayBuffer of Worker w"),
        ("worker.postMessage(new Int32Array(new SharedArrayBuffer(8)))", "SharedArrayBuffer of Worker w"),
        (f"worker.postMessage({MEMORY})", "SharedArrayBuffer of Worker w"),
        ("const s = new ReadableStream(); worker.postMessage(s, [s])", "ReadableStream of Worker w"),
        ("new BroadcastChannel('aside')", "BroadcastChannel aside"),
    ],
)
def test_what_passes_unseen_is_named(
    context: BrowserContext, open_page: Open, script: str, unseen: str
) -> None:
    clock = SecondClock.install(context)
    assert read(open_page(f"{WORKER} {script}; window.over = 1;"), clock).unseen == (unseen,)


def test_a_worker_of_a_frame_is_named(context: BrowserContext, open_page: Open) -> None:
    clock = SecondClock.install(context)
    page = open_page(
        "const frame = document.createElement('iframe'); document.documentElement.append(frame);"
        "new frame.contentWindow.Worker('/worker.js'); window.over = 1;"
    )
    assert read(page, clock).unseen == ("a Worker of the frame blank",)


def test_a_full_recorder_counts_what_it_loses(context: BrowserContext, open_page: Open) -> None:
    clock = SecondClock.install(context, capacity=8)
    seen = read(open_page(playing(5), worker=ECHO), clock)
    assert (len(seen.messages), seen.lost) == (8, 2)
    with pytest.raises(ValueError, match="1 message or more"):
        SecondClock.install(context, capacity=0)


def test_a_page_without_a_second_clock_is_refused(open_page: Open) -> None:
    with pytest.raises(RecordingError, match="install it before the page is opened"):
        SecondClock().read(open_page(""))


def test_the_page_finds_workers_and_channels_as_it_knows_them(
    context: BrowserContext, open_page: Open
) -> None:
    SecondClock.install(context)
    page = open_page(
        f"{WORKER} const channel = new MessageChannel();"
        "window.found = [worker instanceof Worker, worker.constructor === Worker, Worker.name,"
        " channel instanceof MessageChannel, channel.port1 instanceof MessagePort, MessageChannel.name,"
        " Object.keys(worker).length];"
    )
    assert page.evaluate("found") == [True, True, "Worker", True, True, "MessageChannel", 0]


def test_messages_that_are_held_at_first_count_when_they_leave(
    context: BrowserContext, open_page: Open
) -> None:
    context.add_init_script(path=GATE)
    clock = SecondClock.install(context)
    page = open_page(playing(2), worker=ECHO)
    page.evaluate("() => __memoryGate()")
    assert order(read(page, clock)) == "srsr"


def test_numbers_and_draws_are_seen(context: BrowserContext, open_page: Open) -> None:
    clock = SecondClock.install(context)
    page = open_page(
        "const canvas = document.createElement('canvas'); document.documentElement.append(canvas);"
        "const picture = canvas.getContext('2d');"
        "const aside = document.createElement('canvas').getContext('2d');"
        "window.game = {gameId: 'a', frameNumber: 0}; let step = 0;"
        "const draw = () => { game.frameNumber = step; aside.fillRect(0, 0, 1, 1);"
        " picture.clearRect(0, 0, 1, 1); picture.fillRect(0, 0, 1, 1);"
        " if (step++ < 4) requestAnimationFrame(draw); else window.over = true; };"
        "requestAnimationFrame(draw);"
    )
    seen = read(page, clock)
    assert [draw.frame for draw in seen.draws] == [0, 1, 2, 3, 4]
    assert [change.frame for change in seen.changes] == [0, 1, 2, 3, 4]
    assert all(change.old_ms == change.new_ms for change in seen.changes[1:])
    assert all(change.new_ms <= draw.at_ms for change, draw in zip(seen.changes, seen.draws, strict=True))


def played(context: BrowserContext, open_page: Open, manner: str, control: SlowWorker | None) -> SeenGame:
    steps = StepRecorder.install(context)
    if control:
        control.install(context)
    clock = SecondClock.install(context)
    page = open_page(playing(40, manner=manner), worker=ECHO)
    page.wait_for_function("() => window.over")
    return SeenGame.of("player 1", steps.read(page).claims, clock.read(page))


@pytest.mark.timing
@pytest.mark.parametrize(
    ("manner", "control", "late", "amount_ms"),
    [
        ("honest", None, 0, 0.0),
        ("honest", SlowWorker(8.0), 0, 0.0),
        ("honest", EarlyClock(8.0), 40, 8.0),
        ("says it is over at once", SlowWorker(8.0), 40, 8.0),
    ],
)
def test_a_step_said_to_be_over_before_its_reply_is_detected(
    context: BrowserContext,
    open_page: Open,
    manner: str,
    control: SlowWorker | None,
    late: int,
    amount_ms: float,
) -> None:
    verdict = judge_clock([played(context, open_page, manner, control)])
    assert verdict.outcome is (Outcome.FAILED if late else Outcome.PASSED), verdict.to_text()
    # a machine that is busy with other things may hold the page for longer than the lie
    assert verdict.figures["late_steps"] == pytest.approx(late, abs=4 if late else 0)
    if late:
        assert verdict.figures["late_median_ms"] == pytest.approx(amount_ms, abs=1)


def test_steps_that_ask_no_worker_are_detected(context: BrowserContext, open_page: Open) -> None:
    game = played(context, open_page, "asks nobody", None)
    assert "40 of 40 steps were made without a message from a Worker" in judge_clock([game]).sentence
    # nor are they Python on the page, which does not wait
    waited = judge_page([game])
    assert waited.outcome is Outcome.INCONCLUSIVE
    assert "the page was free before the step was said to be over" in waited.sentence


def test_steps_on_the_page_keep_it_busy(context: BrowserContext, open_page: Open) -> None:
    verdict = judge_page([played(context, open_page, "on the page", None)])
    assert verdict.passed, verdict.to_text()

"""A clock that lies is detected with count and amount; an honest game of any kind is never blamed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from gauge.clock.second_clock import SeenGame, judge_clock, judge_page
from gauge.verdict import Outcome
from tests.gauge.clock.seen_games import ANSWERED, EARLY, FRAME_MS, PAGE, Step, game, sighted


def test_request_and_reply_within_the_claim_fit() -> None:
    verdict = judge_clock([game(), game(who="player 2")])
    assert verdict.passed
    assert verdict.sentence == (
        "The game's own timing fits a second clock: in 480 steps request and reply lie within the claimed"
        " time (median 1.00 ms claimed, 0.80 ms from request to reply)."
    )
    assert verdict.figures["answered_steps"] == 480


def test_a_step_said_to_be_over_before_its_reply_is_detected() -> None:
    verdict = judge_clock([game(lambda frame: EARLY if frame >= 2 else ANSWERED)])
    assert verdict.outcome is Outcome.FAILED
    assert verdict.sentence == (
        "The game's own timing cannot be trusted: in 238 of 240 steps the reply came after the step was said"
        " to be over, by 7.9 ms at the median, first in frame 2 (player 1)."
    )
    assert verdict.figures["late_worst_ms"] == pytest.approx(7.9)


@pytest.mark.parametrize(
    "lie",
    [
        # a receipt at once, the result later
        EARLY.moved(received_ms=(0.9, 8.9)),
        # a question of no account to another Worker
        EARLY.moved(other_channel_ms=((0.2, False), (0.6, True))),
        # the thread was busy with something else before the number rose
        EARLY.moved(number_ms=15.0),
    ],
)
def test_what_hides_the_late_reply_does_not_help(lie: Step) -> None:
    verdict = judge_clock([game(lie)])
    assert verdict.outcome is Outcome.FAILED
    assert "in 240 of 240 steps the reply came after" in verdict.sentence


def test_a_lie_in_every_twentieth_step_is_detected() -> None:
    verdict = judge_clock([game(lambda frame: ANSWERED if frame % 20 else EARLY)])
    assert verdict.outcome is Outcome.FAILED
    assert "in 12 of 240 steps" in verdict.sentence


def test_steps_without_any_message_from_a_worker_are_detected() -> None:
    silent = judge_clock([game(), game(PAGE, who="player 2")])
    assert silent.outcome is Outcome.FAILED
    assert silent.sentence == (
        "The game's own timing cannot be trusted: 240 of 480 steps were made without a message from a Worker,"
        " first in frame 0 (player 2)."
    )
    unanswered = judge_clock([game(ANSWERED.moved(received_ms=()))])
    assert unanswered.outcome is Outcome.FAILED
    assert "240 of 240 steps were made without a message" in unanswered.sentence


def batched(frame: int) -> Step:
    return ANSWERED if frame % 5 == 0 else PAGE


HONEST: dict[str, Step | Callable[[int], Step]] = {
    "several messages a step": ANSWERED.moved(sent_ms=(0.1, 0.4), received_ms=(0.3, 0.6, 0.9)),
    "number raised before the return": ANSWERED.moved(number_ms=0.95),
    "number raised with the next call": ANSWERED.moved(number_ms=FRAME_MS - 0.1),
    "one step late by a tick": ANSWERED.moved(received_ms=(1.004,)),
    "another Worker now and then": lambda frame: (
        ANSWERED if frame % 25 else ANSWERED.moved(other_channel_ms=((10.0, False), (12.0, True)))
    ),
}
UNCLEAR: dict[str, tuple[Step | Callable[[int], Step], str]] = {
    "asks for the next step with the reply of the last": (
        Step(sent_ms=(0.2,), received_ms=(9.0,), return_ms=0.3, number_ms=0.35),
        "240 of 240 steps have no request and reply of their own (0 no message at all)",
    ),
    "asks ahead and counts with the next call": (
        Step(sent_ms=(0.2,), received_ms=(31.5,), return_ms=0.3, number_ms=FRAME_MS - 0.1),
        "240 of 240 steps have no request and reply",
    ),
    "asks ahead of the call and waits": (
        Step(sent_ms=(FRAME_MS - 3.0,), received_ms=(0.9,)),
        "steps have no request and reply",
    ),
    "answered in batches": (
        batched,
        "192 of 240 steps have no request and reply of their own (192 no message",
    ),
    "another Worker at work all the time": (
        ANSWERED.moved(other_channel_ms=((10.0, False), (12.0, True))),
        "messages passed outside the claimed time of 239 of 240 steps (limit 5 %), first in frame 0",
    ),
    "another Worker asked after the step, for the picture": (
        ANSWERED.moved(other_channel_ms=((1.1, False), (5.0, True)), number_ms=5.1),
        "messages passed outside the claimed time",
    ),
    "replies that fall by chance before a number": (
        lambda frame: ANSWERED if frame % 100 else EARLY,
        "",
    ),
}


@pytest.mark.parametrize("manner", HONEST)
def test_honest_games_of_other_kinds_fit(manner: str) -> None:
    verdict = judge_clock([game(HONEST[manner])])
    assert verdict.passed, verdict.sentence


@pytest.mark.parametrize("manner", UNCLEAR)
def test_what_the_messages_cannot_tell_is_inconclusive(manner: str) -> None:
    step, told = UNCLEAR[manner]
    games = [game(step)] if told else [game(step, steps=200)]
    verdict = judge_clock(games)
    assert verdict.outcome is Outcome.INCONCLUSIVE, verdict.sentence
    assert told in verdict.sentence


def test_a_number_that_is_only_looked_at_now_and_then_blames_nobody() -> None:
    claims, seen = sighted(EARLY)
    looked = tuple(replace(c, old_ms=c.old_ms - 5, new_ms=c.new_ms + 5) for c in seen.changes)
    verdict = judge_clock([SeenGame.of("player 1", claims, replace(seen, changes=looked))])
    assert verdict.outcome is Outcome.INCONCLUSIVE


def test_what_is_unseen_is_named_and_does_not_cover_a_lie() -> None:
    unseen = ("SharedArrayBuffer of Worker kitchen",)
    verdict = judge_clock([game(unseen=unseen)])
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert "by SharedArrayBuffer of Worker kitchen (player 1)" in verdict.sentence
    assert judge_clock([game(PAGE, unseen=unseen)]).outcome is Outcome.INCONCLUSIVE
    assert judge_clock([game(EARLY, unseen=unseen)]).outcome is Outcome.FAILED


def test_too_little_is_inconclusive() -> None:
    full = judge_clock([game(lost=7)])
    assert (full.outcome, "7 sightings are lost" in full.sentence) == (Outcome.INCONCLUSIVE, True)
    for none in ([], [game(steps=0)]):
        assert judge_clock(none).outcome is judge_page(none).outcome is Outcome.INCONCLUSIVE


def test_what_lies_within_a_tick_is_the_same_time() -> None:
    near = EARLY.moved(received_ms=(1.08,), number_ms=1.2)
    assert judge_clock([game(near, resolution_ms=0.1)]).passed
    assert judge_clock([game(near, resolution_ms=0.005)]).outcome is Outcome.FAILED


def test_both_clocks_give_times_by_frame() -> None:
    honest, lying, page = game(), game(EARLY), game(PAGE)
    assert honest.seen_ms[7] == pytest.approx(0.8)
    assert lying.seen_ms[7] == pytest.approx(8.8)
    assert page.seen_ms == {}
    assert [one.counted_ms[7] for one in (honest, lying, page)] == pytest.approx([1.1, 9.1, 0.5])
    assert game(ANSWERED.moved(number_ms=FRAME_MS - 0.1)).counted_ms == {}


def test_python_on_the_page_keeps_the_page_busy() -> None:
    verdict = judge_page([game(PAGE)])
    assert verdict.passed
    assert verdict.sentence == (
        "The game's own timing on the page fits a second clock: the page did nothing else in its 240 steps"
        " (median 0.40 ms)."
    )


@pytest.mark.parametrize(
    ("step", "told"),
    [
        # the page waits 5 ms, or claims to
        (
            PAGE.moved(return_ms=5.4),
            "in 240 of 240 steps the page was free before the step was said to be over",
        ),
        (PAGE.moved(return_ms=0.0), "took no longer than a tick of the clock"),
    ],
)
def test_a_claim_that_is_not_python_on_the_page_is_not_proved(step: Step, told: str) -> None:
    verdict = judge_page([game(step)])
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert told in verdict.sentence


def test_calls_written_when_the_step_is_over_show_nothing() -> None:
    claims, seen = sighted(PAGE)
    after = tuple(replace(turn, written_ms=turn.call_ms + 0.5) for turn in seen.turns)
    verdict = judge_page([SeenGame.of("player 1", claims, replace(seen, turns=after))])
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert "busy: not seen" in verdict.sentence

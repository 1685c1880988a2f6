"""Python in its Worker: games and trials that are right pass, and each way of being wrong fails."""

from dataclasses import replace

import pytest

from gauge.flow.lifecycle import (
    ENDED,
    NOT_READY,
    Answer,
    Picture,
    Said,
    WatchedPlayer,
    judge_answered,
    judge_gone,
    judge_own_worker,
    judge_pictures,
    judge_ready_first,
    judge_refused,
    judge_through_worker,
    judge_tracebacks,
)
from gauge.verdict import Outcome

SAID = (
    Said(0, "asked", "load"),
    Said(0, "event", "progress"),
    Said(0, "event", "ready"),
    Said(0, "answered", "load"),
    Said(0, "asked", "reset", [7]),
    Said(0, "answered", "reset", hash="a"),
    Said(0, "asked", "step", [[6, 6]]),
    Said(0, "answered", "step", hash="b"),
)
GOOD = WatchedPlayer(1, on_page=False, said=SAID, hashes=("a", "b"), picture=Picture(1000, 0, 120, "b"))
TRACE = "Traceback (most recent call last):\n  File ...\nValueError: no action 9"
RAISED = Answer("an action", "PythonError", "ValueError: no action 9", TRACE, 2.0)


def told(name="", message="", after_ms=1.0):
    return Answer("a step", name, message, "", after_ms)


def test_a_game_that_is_right_passes():
    for judge in (judge_own_worker, judge_ready_first, judge_through_worker, judge_pictures):
        assert judge([GOOD, GOOD]).passed, judge


@pytest.mark.parametrize(
    "wrong", [replace(GOOD, workers=0), replace(GOOD, workers=2), replace(GOOD, on_page=True)]
)
def test_python_anywhere_but_in_one_worker_fails(wrong):
    assert judge_own_worker([GOOD, wrong]).outcome is Outcome.FAILED


def test_a_command_before_ready_fails_also_where_another_worker_is_ready():
    early = Said(1, "asked", "reset", [7])
    verdict = judge_ready_first([replace(GOOD, said=(*SAID, early))])
    assert verdict.outcome is Outcome.FAILED
    assert verdict.sentence == "1 of 3 commands to 2 Workers came before it was READY."


@pytest.mark.parametrize(
    "said",
    [
        (),
        SAID[:-1],
        (*SAID, Said(0, "answered", "step", hash="c")),
        (*SAID[:-1], Said(0, "refused", "step")),
        (*SAID[:-1], Said(0, "answered", "step", hash="another")),
    ],
)
def test_a_state_that_did_not_come_from_the_worker_fails(said):
    assert judge_through_worker([GOOD, replace(GOOD, said=said)]).outcome is Outcome.FAILED


def test_pictures_that_differ_fail_and_those_that_cannot_tell_are_inconclusive():
    def with_picture(**changed):
        return [GOOD, replace(GOOD, picture=replace(GOOD.picture, **changed))]

    assert judge_pictures(with_picture(differing=1)).outcome is Outcome.FAILED
    assert judge_pictures(with_picture(changed=0)).outcome is Outcome.INCONCLUSIVE
    assert judge_pictures(with_picture(hash="c")).outcome is Outcome.INCONCLUSIVE
    assert judge_pictures([GOOD, replace(GOOD, picture=None)]).outcome is Outcome.INCONCLUSIVE


@pytest.mark.parametrize(
    "answer",
    [
        told(),
        told(NOT_READY, "too late"),
        told(ENDED, "came before READY"),
        told(NOT_READY, "came before READY", 11),
    ],
)
def test_what_is_not_refused_in_that_way_fails(answer):
    good = told(NOT_READY, "'step' came before READY (Python is new).")
    assert judge_refused([good], NOT_READY, "came before READY", 10).passed
    verdict = judge_refused([good, answer], NOT_READY, "came before READY", 10)
    assert verdict.outcome is Outcome.FAILED
    assert "1 of 2 refused (limit: 10 ms)" in verdict.sentence


@pytest.mark.parametrize("wrong", [replace(RAISED, traceback=""), replace(RAISED, message="other"), told()])
def test_an_error_without_pythons_own_words_fails(wrong):
    assert judge_tracebacks([RAISED]).passed
    assert judge_tracebacks([RAISED, wrong]).outcome is Outcome.FAILED


def test_what_is_not_answered_and_what_is_left_fails():
    assert judge_answered([told()]).passed
    assert judge_answered([told(), told(ENDED, "gone")]).outcome is Outcome.FAILED
    assert judge_gone([0, 0]).passed
    assert judge_gone([0, 1]).outcome is Outcome.FAILED


def test_nothing_seen_is_no_pass():
    for verdict in (
        judge_own_worker([]),
        judge_ready_first([]),
        judge_through_worker([]),
        judge_pictures([]),
        judge_refused([], NOT_READY, "", 1),
        judge_tracebacks([]),
        judge_answered([]),
        judge_gone([]),
    ):
        assert not verdict.passed

"""Two arms are compared only when each ran Python in its place and both did the same work."""

import pytest

from gauge.latency.equal_work import ComparedMatch, judge_equal_work
from gauge.latency.match_steps import Arm
from gauge.verdict import Outcome

STATES = ("a", "b", "c")


def match(
    pair: int = 1,
    arm: Arm = "worker",
    second: tuple[str, ...] = STATES,
    workers: tuple[int, int] | None = None,
    first: tuple[str, ...] = STATES,
) -> ComparedMatch:
    at_work = workers if workers is not None else ((1, 1) if arm == "worker" else (0, 0))
    return ComparedMatch(pair, arm, arm, 2, (first, second), at_work)


def test_equal_states_in_the_right_places_are_equal_work() -> None:
    verdict = judge_equal_work([match(), match(arm="direct")])
    assert verdict.outcome is Outcome.PASSED
    assert "Same state in all 3 frames of 4 recordings" in verdict.sentence


def test_one_player_in_another_state_is_named_with_the_frame() -> None:
    verdict = judge_equal_work([match(), match(2, "direct", second=("a", "x", "c"))])
    assert verdict.outcome is Outcome.FAILED
    assert "Pair 2, Python on the page, player 2 is in another state" in verdict.sentence
    assert "from frame 1 on" in verdict.sentence


def test_states_that_cannot_be_read_are_inconclusive() -> None:
    assert judge_equal_work([match(first=(), second=())]).outcome is Outcome.INCONCLUSIVE
    assert judge_equal_work([match(), match(arm="direct", second=("a", "b"))]).outcome is Outcome.INCONCLUSIVE


@pytest.mark.parametrize(
    ("arm", "workers"), [("worker", (1, 0)), ("direct", (0, 1)), ("direct", (1, 1)), ("worker", (0, 0))]
)
def test_python_in_the_wrong_place_is_inconclusive(arm: Arm, workers: tuple[int, int]) -> None:
    verdict = judge_equal_work([match(), match(2, arm, workers=workers)])
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert "correct base_url and baseline_url" in verdict.sentence


def test_a_match_that_did_not_end_fails() -> None:
    verdict = judge_equal_work([match()], "The first player got into no game.")
    assert verdict.outcome is Outcome.FAILED
    assert "got into no game" in verdict.sentence

"""What a comparison makes of its matches before it judges any time."""

import pytest

from gauge.latency.match_steps import Arm
from gauge.verdict import Outcome
from harness.experiments.comparison import Comparison, Twin, judge_equal_work, judge_same_states

STATES = ("a", "b", "c")


def twin(
    pair: int = 1,
    arm: Arm = "worker",
    first: tuple[str, ...] = STATES,
    second: tuple[str, ...] = STATES,
    workers: tuple[int, int] | None = None,
) -> Twin:
    at_work = workers if workers is not None else ((1, 1) if arm == "worker" else (0, 0))
    return Twin(pair, arm, 2, (first, second), at_work)


def comparison(*twins: Twin, stopped: str | None = None) -> Comparison:
    return Comparison(run=None, twins=list(twins), stopped=stopped)  # type: ignore[arg-type]


def test_equal_states_in_the_right_places_are_equal_work() -> None:
    verdict = judge_equal_work(comparison(twin(), twin(arm="direct")))
    assert verdict.outcome is Outcome.PASSED
    assert "All 2 matches went through the same 3 states" in verdict.sentence


@pytest.mark.parametrize(
    ("other", "at"),
    [(("a", "x", "c"), 1), (("x", "b", "c"), 0), (("a", "b"), 2), ((), 0)],
)
def test_one_player_in_another_state_is_named_with_the_frame(other: tuple[str, ...], at: int) -> None:
    verdict = judge_same_states([twin(), twin(2, "direct", second=other)])
    assert verdict.outcome is Outcome.FAILED
    assert (
        f"pair 2, Python on the page, player 2, is in another state than the first match from frame {at} on"
        in (verdict.sentence)
    )


def test_states_that_cannot_be_read_are_a_warning() -> None:
    verdict = judge_same_states([twin(first=(), second=())])
    assert verdict.outcome is Outcome.PASSED
    assert "taken for granted" in verdict.warnings[0]


@pytest.mark.parametrize(
    ("arm", "workers"), [("worker", (1, 0)), ("direct", (0, 1)), ("direct", (1, 1)), ("worker", (0, 0))]
)
def test_python_in_the_wrong_place_is_inconclusive(arm: Arm, workers: tuple[int, int]) -> None:
    verdict = judge_equal_work(comparison(twin(), twin(2, arm, workers=workers)))
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert "does the game know ?python=direct" in verdict.sentence


def test_a_match_that_did_not_end_fails() -> None:
    verdict = judge_equal_work(comparison(twin(), stopped="The first player got into no game."))
    assert verdict.outcome is Outcome.FAILED
    assert "got into no game" in verdict.sentence

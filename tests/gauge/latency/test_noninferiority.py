"""What a comparison and a study answer, and what they refuse."""

import json
import math
from collections.abc import Callable

import numpy as np
import pytest
from hamcrest import assert_that
from scipy import stats

from gauge.latency.match_steps import Arm, MatchSteps, paired
from gauge.latency.noninferiority import compare, fewest_steps_needed, shift_bounds
from gauge.latency.study import DEFAULT_PLAN, SequentialPlan, judge_study
from gauge.verdict import Inconclusive, Outcome, holds, quantity

MARGINS_MS = {0.5: 2.0, 0.95: 5.0}


def a_study(pairs: int, slower_ms: float = 0.0, steps: int = 120, seed: int = 9) -> list[MatchSteps]:
    """Pairs of matches whose worker steps are 0.3 ms plus `slower_ms` slower than the direct ones."""
    rng = np.random.default_rng(seed)

    def match(pair: int, arm: Arm) -> MatchSteps:
        times = rng.lognormal(0, 0.3, (2, steps)) * rng.lognormal(0, 0.2)
        times += (0.3 + slower_ms) * (arm == "worker")
        return MatchSteps(pair, arm, (tuple(times[0]), tuple(times[1])))

    arms: tuple[Arm, Arm] = ("worker", "direct")
    return [match(pair, arm) for pair in range(1, pairs + 1) for arm in arms]


def test_the_bound_is_where_a_paired_t_test_of_log_ratios_stops_rejecting() -> None:
    rng = np.random.default_rng(3)
    worker, direct = rng.lognormal(2, 0.2, 6), rng.lognormal(0.5, 0.2, 6)
    estimate, lower, upper = shift_bounds(worker, direct, 0.05)
    at_upper = stats.ttest_rel(np.log(worker), np.log(direct + upper), alternative="less")
    at_lower = stats.ttest_rel(np.log(worker), np.log(direct + lower), alternative="greater")
    assert [at_upper.pvalue, at_lower.pvalue] == pytest.approx([0.05, 0.05], abs=1e-9)
    assert np.log(direct + estimate).mean() == pytest.approx(np.log(worker).mean(), abs=1e-12)


def test_a_worker_faster_than_direct_mirrors_one_that_is_slower() -> None:
    rng = np.random.default_rng(4)
    a, b = rng.lognormal(0, 0.2, (50, 5)), rng.lognormal(2, 0.2, (50, 5))
    forth, back = shift_bounds(a, b, 0.05), shift_bounds(b, a, 0.05)
    np.testing.assert_allclose(forth[0], -back[0], rtol=1e-12)
    np.testing.assert_array_equal(forth[1], -back[2])


def test_many_studies_at_once_give_what_each_gives_alone() -> None:
    rng = np.random.default_rng(5)
    worker, direct = rng.lognormal(0.4, 0.2, (3, 7)), rng.lognormal(0, 0.2, (3, 7))
    together = shift_bounds(worker, direct, 0.03)
    for index in range(3):
        alone = shift_bounds(worker[index], direct[index], 0.03)
        np.testing.assert_allclose([t[index] for t in together], alone, rtol=1e-12)


def test_matches_that_all_differ_by_the_same_have_that_as_every_bound() -> None:
    direct = np.array([1.0, 1.5, 0.8, 1.2])
    np.testing.assert_allclose(shift_bounds(direct + 0.7, direct, 0.05), [0.7] * 3, atol=1e-12)
    np.testing.assert_allclose(shift_bounds(direct, direct, 0.05), [0.0] * 3, atol=1e-12)


@pytest.mark.parametrize(
    ("slower_ms", "outcome", "words"),
    [
        (0.0, Outcome.PASSED, "at most"),
        (3.0, Outcome.FAILED, "at least"),
        (1.7, Outcome.INCONCLUSIVE, "may or may not"),
    ],
)
def test_a_comparison_has_three_verdicts(slower_ms: float, outcome: Outcome, words: str) -> None:
    comparison = compare(a_study(5, slower_ms), 0.5, 2.0)
    assert comparison.outcome is outcome
    assert words in comparison.sentence
    assert "margin" in comparison.sentence
    assert "(5 pairs of matches, 2,400 steps; ratio " in comparison.sentence
    assert comparison.difference_ms is not None
    assert comparison.difference_ms.estimate == pytest.approx(0.3 + slower_ms, abs=0.5)


def test_a_bound_exactly_at_the_margin_passes_and_a_lower_bound_at_it_does_not_fail() -> None:
    matches = a_study(5)
    measured = compare(matches, 0.5, 2.0).difference_ms
    assert measured is not None
    assert compare(matches, 0.5, measured.upper).outcome is Outcome.PASSED
    assert compare(matches, 0.5, math.nextafter(measured.upper, 0)).outcome is Outcome.INCONCLUSIVE
    assert compare(matches, 0.5, max(measured.lower, 0.0)).outcome is Outcome.INCONCLUSIVE


def test_the_same_matches_in_another_order_give_the_same_result_to_the_last_digit() -> None:
    matches = a_study(5)
    assert judge_study(matches[::-1], MARGINS_MS) == judge_study(matches, MARGINS_MS)


def test_the_quantile_pools_both_players_and_sees_one_slow_step_in_twenty() -> None:
    steps = tuple(50.0 if step % 20 == 0 else 1.0 for step in range(200))
    match = MatchSteps(1, "worker", (steps, steps))
    assert match.quantile_ms(0.5) == 1.0
    assert match.quantile_ms(0.95) > 20.0
    assert MatchSteps(1, "direct", ((1.0, 2.0), (3.0,))).quantile_ms(0.5) == 2.0


def test_too_few_pairs_are_inconclusive_with_a_sentence() -> None:
    comparison = compare(a_study(3), 0.5, 2.0)
    assert comparison.outcome is Outcome.INCONCLUSIVE
    assert comparison.difference_ms is None
    assert "3 pairs of matches (needed: at least 4)" in comparison.sentence
    assert compare([], 0.5, 2.0).outcome is Outcome.INCONCLUSIVE


@pytest.mark.parametrize(("quantile", "needed"), [(0.5, 25), (0.95, 50), (0.99, 250), (0.05, 50)])
def test_too_few_steps_are_inconclusive_with_a_sentence(quantile: float, needed: int) -> None:
    assert fewest_steps_needed(quantile) == needed
    comparison = compare(a_study(5, steps=needed - 1), quantile, 2.0)
    assert comparison.outcome is Outcome.INCONCLUSIVE
    assert (
        f"{needed - 1} steps after warm-up by a player of pair 1, worker (needed: at least {needed})"
        in comparison.sentence
    )
    assert compare(a_study(5, steps=needed), quantile, 2.0).outcome is Outcome.PASSED


def test_a_match_in_which_one_player_made_no_step_is_inconclusive() -> None:
    matches = a_study(5)
    matches[3] = MatchSteps(2, "direct", (matches[3].player_step_ms[0], ()))
    result = judge_study(matches, MARGINS_MS)
    assert result.outcome is Outcome.INCONCLUSIVE
    assert "0 steps after warm-up by a player of pair 2, direct" in result.sentence


def test_a_clock_too_coarse_for_the_step_is_inconclusive() -> None:
    zeros = ((0.0,) * 60, (0.0,) * 60)
    arms: tuple[Arm, Arm] = ("worker", "direct")
    matches = [MatchSteps(pair, arm, zeros) for pair in range(5) for arm in arms]
    comparison = compare(matches, 0.5, 2.0)
    assert comparison.outcome is Outcome.INCONCLUSIVE
    assert "clock is too coarse" in comparison.sentence


@pytest.mark.parametrize("bad", [math.nan, math.inf, -0.1])
def test_a_time_that_no_step_can_take_is_refused(bad: float) -> None:
    with pytest.raises(ValueError, match=r"pair 4, worker, player 1: step 1 took .* ms"):
        MatchSteps(4, "worker", ((1.0,), (1.0, bad)))


def _doubled(matches: list[MatchSteps]) -> None:
    matches.append(matches[0])


def _unpaired(matches: list[MatchSteps]) -> None:
    del matches[3]


def _copied(matches: list[MatchSteps]) -> None:
    matches[4] = MatchSteps(3, "worker", matches[0].player_step_ms)


def _one_player(matches: list[MatchSteps]) -> None:
    matches[5] = MatchSteps(3, "direct", matches[5].player_step_ms[:1])


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (_doubled, "pair 1, worker is there twice"),
        (_unpaired, "pair 2, worker has no direct match beside it"),
        (_copied, "pair 3, worker holds exactly the times of pair 1, worker"),
        (_one_player, "pair 3, direct has steps of 1 players, pair 1, worker of 2"),
    ],
)
def test_matches_that_make_no_pairs_are_refused(
    damage: Callable[[list[MatchSteps]], None], message: str
) -> None:
    matches = a_study(5)
    damage(matches)
    with pytest.raises(ValueError, match=message):
        compare(matches, 0.5, 2.0)


def test_other_impossible_arguments_are_refused() -> None:
    with pytest.raises(ValueError, match="arm 'page' is not one of worker, direct"):
        MatchSteps(1, "page", ((1.0,),))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no player's steps"):
        MatchSteps(1, "worker", ())
    with pytest.raises(ValueError, match="a step time is not a number"):
        MatchSteps(1, "worker", (("fast",),))  # type: ignore[arg-type]
    for quantile, margin_ms, alpha in (
        (1.0, 2.0, 0.05),
        (0.5, -1.0, 0.05),
        (0.5, math.nan, 0.05),
        (0.5, 2.0, 0.5),
    ):
        with pytest.raises(ValueError, match="cannot be used"):
            compare(a_study(4), quantile, margin_ms, alpha)
    with pytest.raises(ValueError, match="no margin is given"):
        judge_study(a_study(5), {})


def test_pairs_come_out_in_the_order_of_their_numbers() -> None:
    assert list(paired(a_study(6)[::-1])) == [1, 2, 3, 4, 5, 6]


def test_a_study_passes_when_every_quantile_does() -> None:
    result = judge_study(a_study(5), MARGINS_MS)
    assert (result.outcome, result.more_pairs) == (Outcome.PASSED, 0)
    assert "Median step: Worker +" in result.sentence
    assert "95th percentile of steps: Worker +" in result.sentence
    assert "with 95 % confidence" in result.sentence
    assert "Up to 3 looks at the data, each at 97.74 %" in result.verdict("VALID-03b").evidence
    assert_that(result.verdict("VALID-03b"), holds())


def test_a_study_fails_when_one_quantile_does() -> None:
    result = judge_study(a_study(5, slower_ms=3.0), {0.5: 2.0, 0.95: 50.0})
    assert (result.outcome, result.more_pairs) == (Outcome.FAILED, 0)
    with pytest.raises(AssertionError, match="more than the margin of 2 ms"):
        assert_that(result.verdict("VALID-03b"), holds())


def test_an_open_study_asks_for_more_pairs_until_its_last_look() -> None:
    def open_study(pairs: int) -> tuple[Outcome, int]:
        result = judge_study(a_study(pairs, slower_ms=1.7), MARGINS_MS)
        return result.outcome, result.more_pairs

    assert open_study(5) == (Outcome.INCONCLUSIVE, 3)
    assert open_study(8) == (Outcome.INCONCLUSIVE, 4)
    assert open_study(12) == (Outcome.INCONCLUSIVE, 0)
    last = judge_study(a_study(12, slower_ms=1.7), MARGINS_MS)
    assert "All 12 pairs of the plan were played" in last.sentence
    with pytest.raises(Inconclusive):
        assert_that(last.verdict("VALID-03b"), holds())


def test_between_looks_nothing_is_decided() -> None:
    for pairs, missing in ((0, 5), (4, 1), (6, 2), (11, 1)):
        result = judge_study(a_study(pairs), MARGINS_MS)
        assert (result.outcome, result.more_pairs) == (Outcome.INCONCLUSIVE, missing)
        assert f"{quantity(pairs, 'pair')} played" in result.sentence
    with pytest.raises(ValueError, match="13 pairs of matches are more than the 12 of the plan"):
        judge_study(a_study(13), MARGINS_MS)


def test_a_plan_of_one_look_uses_the_plain_bound() -> None:
    first = [match.by_player()[0] for match in a_study(6)]
    result = judge_study(first, {0.5: 2.0}, SequentialPlan((6,), 0.05, 0.05))
    assert result.comparisons == (compare(first, 0.5, 2.0, 0.05),)
    assert "looks" not in result.sentence


@pytest.mark.parametrize("looks", [(), (3, 5), (5, 5), (8, 5)])
def test_looks_that_make_no_plan_are_refused(looks: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="are no plan"):
        SequentialPlan(looks, 0.05, 0.02)


def test_an_error_per_look_that_cannot_belong_to_the_plan_is_refused() -> None:
    for per_look in (0.06, 0.01, math.nan):
        with pytest.raises(ValueError, match="does not fit one of"):
            SequentialPlan((5, 8, 12), 0.05, per_look)


def test_the_verdict_carries_what_is_needed_to_compute_it_again() -> None:
    result = judge_study(a_study(5), MARGINS_MS)
    verdict = result.verdict("VALID-03b")
    figures = json.loads(verdict.to_json())["figures"]
    worker = np.array([figures[f"q0.5_pair_{pair}_worker_ms"] for pair in range(1, 6)], dtype=float)
    direct = np.array([figures[f"q0.5_pair_{pair}_direct_ms"] for pair in range(1, 6)], dtype=float)
    again = shift_bounds(worker, direct, DEFAULT_PLAN.alpha_per_look)
    names = ("q0.5_difference_ms", "q0.5_difference_ms_lower", "q0.5_difference_ms_upper")
    assert [figures[name] for name in names] == [float(value) for value in again]
    logs = np.log(worker / direct)
    reach = stats.t.isf(DEFAULT_PLAN.alpha_per_look, 4) * logs.std(ddof=1) / math.sqrt(5)
    assert figures["q0.5_ratio_upper"] == pytest.approx(math.exp(logs.mean() + reach))
    assert "Median step, ms\npair  worker  direct  worker - direct\n" in verdict.evidence


def test_a_comparison_without_enough_data_still_makes_a_verdict_of_json_values() -> None:
    for matches in ([], a_study(2), a_study(5, steps=10)):
        verdict = judge_study(matches, MARGINS_MS).verdict("VALID-03b")
        assert verdict.outcome is Outcome.INCONCLUSIVE
        assert "NaN" not in verdict.to_json()

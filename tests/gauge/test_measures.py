"""Every judge states the number that it judged by: the same as in its figures, the deciding one first."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gauge.__main__ import recompute
from gauge.flow.games import judge_equal_states
from gauge.latency.freezes import FreezeReading, judge_freezes
from gauge.latency.sampled_median import PipelineReading, PipelineSamples, judge_players
from gauge.latency.step_file import StudyRules, judge_steps, write_steps
from gauge.memory.heap_ratio import HeapReading, judge_heap_ratio
from gauge.memory.layers import LedgerRules
from gauge.memory.memory_file import MemoryRun, MemoryVerdicts, judge_memory
from gauge.memory.spacing import Spacing
from gauge.verdict import Measure, Outcome, Verdict, combine
from tests.gauge.latency.step_samples import study
from tests.gauge.memory.memory_samples import BUDGETS, KIB, run

RULES = StudyRules(frames=240, margins_ms={0.5: 2.0, 0.95: 5.0}, on_time_percent=98.0)


def memory(spacing: Spacing | None = None, **leaks: float) -> MemoryVerdicts:
    rules = LedgerRules(budgets=BUDGETS, spacing=spacing or Spacing())
    return judge_memory(MemoryRun(run(leaks=leaks), rules))


def sampled(player: int, *step_ms: float) -> PipelineSamples:
    readings = tuple(PipelineReading(n, 100.0 * n, 100.0 * n + ms) for n, ms in enumerate(step_ms))
    return PipelineSamples(readings, 0, len(readings), len(readings), player=player)


def test_valid_03a_gives_a_median_for_each_player_the_one_nearest_the_limit_first() -> None:
    verdict = judge_players([sampled(0, 3, 4, 5), sampled(1, 7, 8, 9)], 50)
    assert [(m.line, m.value, m.limit, m.bound, m.samples) for m in verdict.measures] == [
        ("player 2", 8.0, 50, "under", "3 samples"),
        ("player 1", 4.0, 50, "under", "3 samples"),
    ]
    assert judge_players([sampled(0, 80, 80), sampled(1, 90)], 50).measures[0].line == "player 2"


def test_valid_03b_gives_the_difference_with_its_interval_and_both_arms() -> None:
    verdict = judge_steps(study(5), RULES).degradation
    figures = verdict.figures
    median = next(m for m in verdict.measures if m.name.startswith("median step: "))
    assert (median.value, median.lower, median.upper, median.limit) == (
        *(figures[f"q0.5_difference_ms{end}"] for end in ("", "_lower", "_upper")),
        2.0,
    )
    assert median.detectable == pytest.approx(2.0 + (median.upper or 0) - (median.lower or 0))
    arms = {m.line: m.value for m in verdict.measures if m.name == "median step"}
    assert arms["Python in a Worker"] == pytest.approx(0.3, rel=0.3)
    assert arms["Python on the page"] == pytest.approx(0.1, rel=0.3)


def test_valid_03b_leads_with_the_quantile_that_failed() -> None:
    slow = study(5, worker_extra_ms=lambda frame: 40.0 if frame % 15 == 0 else 0.0)
    verdict = judge_steps(slow, RULES).degradation
    assert verdict.outcome is Outcome.FAILED
    assert verdict.measures[0].name == "95th percentile of steps: Worker minus page"


def test_valid_03c_gives_the_share_with_its_interval() -> None:
    verdict = judge_steps(study(5), RULES).worker_deadlines
    (share,) = verdict.measures
    assert (share.value, share.lower, share.upper) == tuple(
        verdict.figures[f"on_time_percent{end}"] for end in ("", "_lower", "_upper")
    )
    assert (share.bound, share.unit, share.limit) == ("at least", "%", 98.0)
    assert 90 < (share.detectable or 0) < 98


def test_valid_04a_gives_the_ratio_of_the_player_who_grew_most_first() -> None:
    sizes = {(1, 0): 100, (1, 1): 100, (2, 0): 120, (2, 1): 150}
    readings = [HeapReading(game, player, size) for (game, player), size in sizes.items()]
    verdict = judge_heap_ratio(readings, 2)
    assert [(m.name, m.line, m.value) for m in verdict.measures[:2]] == [
        ("page heap, last game / first game", "player 2", 1.5),
        ("page heap, last game / first game", "player 1", 1.2),
    ]


@pytest.mark.parametrize("requirement", ["VALID-04b", "VALID-04c"])
def test_memory_gives_each_layer_with_its_budget(requirement: str) -> None:
    found = memory()
    verdict = found.verdict(requirement)
    by_name = {m.name: m for m in verdict.measures}
    asked = [f for f in found.layers.findings if f.verdict.requirement == requirement]
    assert {f.layer.title: f.per_game for f in asked} == {m.name: m.value for m in verdict.measures}
    for finding in asked:
        measure = by_name[finding.layer.title]
        assert (measure.limit, measure.per, measure.samples) == (finding.budget, "per game", "10 games")
        assert measure.detectable == (finding.min_detectable if finding.judged else None)
    limited = [m for m in verdict.measures if m.limit is not None]
    assert verdict.measures[: len(limited)] == tuple(limited)


@pytest.mark.parametrize(
    ("leaks", "layer", "value"),
    [({"canvases": 1.0}, "canvases", 1.0), ({"page_heap": 90.0 * KIB}, "page heap", 90.0 * KIB)],
)
def test_a_layer_that_leaks_comes_first(leaks: dict[str, float], layer: str, value: float) -> None:
    first = memory(**leaks).verdict("VALID-04b").measures[0]
    assert first.name == layer
    assert first.value == pytest.approx(value, rel=0.1)


def test_valid_04d_is_stated_per_1000_frames() -> None:
    verdict = memory(Spacing(150, "VALID-04d")).verdict("VALID-04d")
    assert {m.per for m in verdict.measures} == {"per 1,000 frames"}
    assert {m.samples for m in verdict.measures} == {"1,500 frames"}


def test_worker_02_gives_the_longest_freeze_of_both_arms() -> None:
    readings = [
        FreezeReading(n, arm, 0, ms, (), 3000)  # type: ignore[arg-type]
        for arm, ms in (("worker", 60.0), ("direct", 1200.0))
        for n in (1, 2)
    ]
    shown = [(m.line, m.value, m.limit) for m in judge_freezes(readings, 500).measures]
    assert shown == [("Python in a Worker", 60.0, 500), ("Python on the page", 1200.0, None)]


@pytest.mark.parametrize(("second", "differing"), [("abc", 0), ("abd", 1)])
def test_parity_counts_frames_that_differ(second: str, differing: int) -> None:
    (measure,) = judge_equal_states({"player 1": "abc", "player 2": second}, 2).measures
    assert (measure.value, measure.limit) == (differing, 0)


def test_verdicts_without_data_state_no_number() -> None:
    assert judge_players([PipelineSamples((), 0, 0, 10, player=0)], 50).measures == ()
    assert judge_heap_ratio([], 10).measures == ()


def test_of_combined_verdicts_a_failed_ones_number_comes_first() -> None:
    good, bad = Measure("a", 49.0, "ms", 50.0), Measure("b", 1.0, "ms", 50.0)
    verdicts = [
        Verdict("V-1", Outcome.PASSED, "Fine.", measures=(good,)),
        Verdict("V-1", Outcome.FAILED, "Bad.", measures=(bad,)),
    ]
    assert combine("V-1", verdicts).measures == (bad, good)


@pytest.mark.parametrize(
    ("measure", "strain"),
    [
        (Measure("x", 1.0, "ms", 2.0), 0.5),
        (Measure("x", 1.0, "ms", 2.0, upper=1.5), 0.75),
        (Measure("x", 99.0, "%", 98.0, "at least"), 0.5),
        (Measure("x", 0, "count", 0), 0.0),
        (Measure("x", 1, "count", 0), float("inf")),
        (Measure("x", None, "ms", 2.0), 0.0),
        (Measure("x", 9.0, "ms"), 0.0),
    ],
)
def test_strain_is_what_is_used_up_of_what_is_allowed(measure: Measure, strain: float) -> None:
    assert measure.strain == strain


def test_recomputed_numbers_are_the_runs(tmp_path: Path) -> None:
    records = study(5)
    path = tmp_path / "steps.csv"
    path.write_text(write_steps(records, RULES), encoding="utf-8", newline="")
    again, first = recompute(path).judged, judge_steps(records, RULES).judged
    assert [verdict.measures for verdict in again] == [verdict.measures for verdict in first]
    assert json.loads(again[0].to_json())["measures"][0]["limit"] in (2.0, 5.0)

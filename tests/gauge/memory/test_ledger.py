"""Every leak is located in its layer; what wobbles, settles or is not measurable is not called a leak."""

from __future__ import annotations

import pytest

from gauge.memory.findings import judge_layer, judge_trend
from gauge.memory.layers import LAYERS, LayerReading, Ledger, LedgerRules
from gauge.memory.ledger import LedgerVerdicts, judge_ledger
from gauge.memory.spacing import Spacing
from gauge.verdict import Outcome
from tests.gauge.memory.memory_samples import BUDGETS, KIB, LEVELS, MIB, run, series

RULES = LedgerRules(budgets=BUDGETS)


def judged(readings: tuple[LayerReading, ...], rules: LedgerRules = RULES) -> LedgerVerdicts:
    return judge_ledger(Ledger(readings), rules)


def test_clean_games_pass_for_page_and_server() -> None:
    verdicts = judged(run())
    browser, server = verdicts.judged
    assert (browser.requirement, server.requirement) == ("VALID-04b", "VALID-04c")
    assert browser.passed
    assert server.passed
    assert verdicts.leaking is None
    assert verdicts.more_games == 0
    assert "20 counts no higher than allowed" in browser.sentence
    assert "growth from" in browser.sentence


@pytest.mark.parametrize(
    ("leaks", "leaking", "amount"),
    [
        ({"workers": 1, "renderer_process": 48 * MIB}, "workers", 1),
        ({"listeners": 1, "page_heap": 0.3 * KIB}, "listeners", 1),
        ({"page_heap": 2 * MIB, "renderer_process": 2 * MIB}, "page_heap", 2 * MIB),
        ({"peer_connections": 1, "data_channels": 1, "listeners": 4}, "peer_connections", 1),
        ({"wasm_heap": 64 * KIB}, "wasm_heap", 64 * KIB),
        ({"renderer_process": 5 * MIB}, "renderer_process", 5 * MIB),
    ],
)
def test_each_leak_fails_with_its_layer_amount_and_first_game(
    leaks: dict[str, float], leaking: str, amount: float
) -> None:
    verdicts = judged(run(leaks=leaks))
    found = verdicts.leaking
    assert found is not None
    assert found.layer.name == leaking
    assert found.owner == "player 1"
    assert found.per_game == pytest.approx(amount, rel=0.15)
    verdict = verdicts.verdict("VALID-04b")
    assert verdict.outcome is Outcome.FAILED
    assert verdict.figures["leaking_layer"] == leaking
    assert verdict.sentence.lower().startswith(f"{LAYERS[leaking].title} (player 1)".lower())
    if leaking != "renderer_process":
        assert found.first_bad_game == 1
        assert "first bad: game 1;" in verdict.sentence
        assert "grow" in verdict.sentence


@pytest.mark.parametrize("layer", ["server_sockets", "server_memory"])
def test_a_server_leak_fails_the_server_alone(layer: str) -> None:
    verdicts = judged(run(leaks={layer: 300 * KIB if layer == "server_memory" else 1}))
    assert verdicts.verdict("VALID-04b").passed
    failed = verdicts.verdict("VALID-04c")
    assert failed.figures["leaking_layer"] == layer


@pytest.mark.parametrize("first", [4, 7])
@pytest.mark.parametrize("layer", ["canvases", "page_heap"])
def test_the_first_bad_game_is_named(layer: str, first: int) -> None:
    verdicts = judged(run(leaks={layer: 1 if layer == "canvases" else 500 * KIB}, first=first, games=14))
    assert verdicts.leaking is not None
    assert verdicts.leaking.first_bad_game == first
    assert f"first bad: game {first};" in verdicts.leaking.verdict.sentence


def test_a_step_of_the_page_heap_in_game_three_passes() -> None:
    heap = [2.7 * MIB + 90 * KIB * (game >= 3) + 100 * (game % 3) for game in range(11)]
    assert judge_layer(Ledger(series("page_heap", *heap)), "page_heap", RULES).outcome is Outcome.PASSED


def test_the_budget_is_the_features() -> None:
    readings = run(leaks={"page_heap": 30 * KIB})
    assert judged(readings).leaking is not None
    wide = judged(readings, LedgerRules(budgets={"page_heap": 100 * KIB}))
    assert wide.leaking is None
    assert judged(readings, LedgerRules()).leaking is None
    assert wide.verdict("VALID-04b").figures["page_heap_budget_bytes_per_game"] == 100 * KIB
    counts = judged(run(leaks={"python_objects": 2}), LedgerRules(budgets={"python_objects": 5}))
    assert counts.leaking is None


def test_layers_without_a_budget_are_for_information() -> None:
    verdicts = judged(run(leaks={"game_time": 5.0}))
    assert verdicts.leaking is None
    assert verdicts.verdict("VALID-04b").passed
    found = judge_trend(Ledger(run()), "browser_process", RULES)
    assert "for information" in found.verdict.sentence
    assert not found.judged
    unasked = judge_layer(Ledger(run(leaks={"page_heap": MIB})), "page_heap", LedgerRules())
    assert (unasked.judged, unasked.outcome) == (False, Outcome.PASSED)
    assert "for information" in unasked.verdict.sentence


def test_what_is_not_measurable_is_a_warning_never_a_zero() -> None:
    ledger = Ledger(run(missing=("workers", "gpu_process")), {"workers": "not measurable: no DevTools."})
    verdict = judge_ledger(ledger, RULES).verdict("VALID-04b")
    assert verdict.passed
    assert verdict.warnings == (
        "Python workers: not measurable: no DevTools.",
        "GPU process: not measurable.",
    )
    assert verdict.figures["workers"] == "not measurable"
    assert "19 counts" in verdict.sentence


def test_asked_for_by_name_it_is_inconclusive_and_says_why() -> None:
    reasons = {"wasm_heap": "not measurable: no WebAssembly memory was seen."}
    asked = ("page_heap", "wasm_heap")
    ledger = Ledger(run(missing=("wasm_heap",)), reasons)
    verdict = judge_ledger(ledger, RULES).verdict("VALID-04b", asked)
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert verdict.sentence == (
        "WASM heap: not measurable: no WebAssembly memory was seen. So 10 games cannot be judged;"
        " the others asked for, 1, stayed within their limits."
    )
    assert judge_ledger(ledger).verdict("VALID-04b").passed
    assert judge_ledger(ledger, RULES).verdict("VALID-04b", ("workers",)).passed
    assert judge_ledger(ledger, RULES).more_games == 0
    worse = judge_ledger(Ledger(run(missing=("wasm_heap",), leaks={"page_heap": MIB})), RULES)
    assert worse.verdict("VALID-04b", asked).outcome is Outcome.FAILED


def test_a_layer_that_was_asked_for_and_never_read_is_inconclusive() -> None:
    readings = tuple(r for r in run() if r.layer != "canvases")
    assert judged(readings).verdict("VALID-04b").passed
    verdict = judged(readings, LedgerRules(layers=("canvases",))).verdict("VALID-04b")
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert "canvases" in verdict.sentence
    assert judged(readings).verdict("VALID-04b", ("canvases",)).outcome is Outcome.INCONCLUSIVE
    both = judged(readings).verdict("VALID-04b", ("canvases", "workers"))
    assert both.sentence.startswith("There is no reading of canvases. So 10 games cannot be judged")
    assert judged(()).verdict("VALID-04b").outcome is Outcome.INCONCLUSIVE


@pytest.mark.parametrize("layer", ["canvases", "page_heap"])
def test_a_missing_reading_among_others_is_inconclusive_unless_the_rest_fails(layer: str) -> None:
    flat = [1.0] * 5 + [None] + [1.0] * 5
    found = judge_layer(Ledger(series(layer, *flat)), layer, RULES)
    assert found.outcome is Outcome.INCONCLUSIVE
    assert "not measurable after game 5" in found.verdict.sentence
    assert not found.more_would_help
    rising = [None if value is None else value + game * MIB for game, value in enumerate(flat)]
    assert judge_layer(Ledger(series(layer, *rising)), layer, RULES).outcome is Outcome.FAILED


def test_an_owner_that_is_not_measurable_does_not_hide_behind_the_other() -> None:
    ledger = Ledger((*series("page_heap", *[1.0] * 11), *series("page_heap", *[None] * 11, owner="player 2")))
    assert judge_layer(ledger, "page_heap", RULES).outcome is Outcome.INCONCLUSIVE


def test_more_games_are_wanted_only_while_they_may_decide() -> None:
    leaking = {"renderer_process": 2.0 * MIB}
    open_still = judged(run(leaks=leaking))
    assert open_still.verdict("VALID-04b").outcome is Outcome.INCONCLUSIVE
    assert open_still.more_games == 10
    assert judged(run(leaks=leaking, games=20)).more_games == 0
    assert judged(run(leaks={**leaking, "canvases": 1})).more_games == 0
    assert judged(run(games=50)).more_games == 0
    unread = tuple(r for r in run(leaks=leaking) if r.layer != "workers") + series("workers", *[None] * 11)
    assert judged(unread, LedgerRules(layers=("workers",), budgets=BUDGETS)).more_games == 0
    assert judged(unread, LedgerRules(layers=("canvases",), budgets=BUDGETS)).more_games == 10


@pytest.mark.parametrize(
    ("first_slow", "outcome"), [(2, Outcome.FAILED), (4, Outcome.FAILED), (6, Outcome.INCONCLUSIVE)]
)
def test_steps_that_take_longer_from_a_reading_on_do_not_pass(first_slow: int, outcome: Outcome) -> None:
    times = [1.0 + 0.01 * (reading % 3) + 10.0 * (reading >= first_slow) for reading in range(9)]
    rules = LedgerRules(games=8, budgets={"step_time": 2.0}, spacing=Spacing(150, "VALID-04d"))
    found = judge_layer(Ledger(series("step_time", *times)), "step_time", rules)
    assert found.outcome is outcome
    assert "from the beginning to the second half" in found.verdict.sentence
    assert found.more_would_help is (outcome is Outcome.INCONCLUSIVE)


@pytest.mark.parametrize("disturbed", [0, 1, 4, 8])
def test_one_reading_on_a_busy_machine_is_no_rise(disturbed: int) -> None:
    times = [1.0 + 0.01 * (reading % 3) + 5.0 * (reading == disturbed) for reading in range(9)]
    rules = LedgerRules(games=8, budgets={"step_time": 2.0}, spacing=Spacing(150, "VALID-04d"))
    assert judge_layer(Ledger(series("step_time", *times)), "step_time", rules).outcome is Outcome.PASSED


def test_what_grows_with_every_game_is_judged_by_its_trend_however_much_it_varies() -> None:
    # 2 ms more with every game, on a machine whose processors were all busy otherwise
    times = [1.9, 8.2, 3.1, 11.8, 13.0, 14.6, 5.5, 18.0, 4.1, 26.1, 21.4, 24.9, 28.6, 28.8, 30.4]
    found = judge_layer(
        Ledger(series("step_time", *times)), "step_time", LedgerRules(games=14, budgets={"step_time": 0.5})
    )
    assert found.outcome is Outcome.FAILED
    assert "95 % interval" in found.verdict.sentence


def test_fewer_games_than_asked_are_inconclusive() -> None:
    verdicts = judged(run(games=6))
    assert verdicts.verdict("VALID-04b").outcome is Outcome.INCONCLUSIVE
    assert "6 of 10 games" in verdicts.verdict("VALID-04b").sentence
    assert verdicts.more_games == 4
    few = judged(run(games=3), LedgerRules(games=3, budgets=BUDGETS))
    assert few.verdict("VALID-04b").outcome is Outcome.INCONCLUSIVE
    assert few.more_games == 10
    assert judged(run(games=3, leaks={"workers": 1}), LedgerRules(games=3)).leaking is not None


def test_every_layer_over_the_limit_is_named() -> None:
    leaks = {name: 1.0 for name, level in LEVELS.items() if level < 1000 and not name.startswith("server")}
    leaks |= {"workers": 1, "wasm_heap": MIB, "wasm_growth": MIB, "worker_heap": MIB, "page_heap": MIB}
    leaks |= {"python_objects": 9, "renderer_process": 60 * MIB}
    sentence = judged(run(leaks=leaks)).verdict("VALID-04b").sentence
    assert sentence.startswith("Python workers (player 1): 10 after game 10, limit 0")
    assert sentence.endswith(
        "page nodes, WASM heap growth within a game, WASM heap, worker heap, page heap, renderer process."
    )


def test_readings_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="unknown"):
        LayerReading("attic", "player 1", 0, 1.0)
    with pytest.raises(ValueError, match="cannot be"):
        LayerReading("canvases", "player 1", 0, -1.0)
    with pytest.raises(ValueError, match="cannot be"):
        LayerReading("canvases", "player 1", 0, float("nan"))
    with pytest.raises(ValueError, match="twice"):
        Ledger((*series("canvases", 1.0), *series("canvases", 2.0)))
    with pytest.raises(ValueError, match="unknown"):
        LedgerRules(budgets={"attic": 1.0})
    with pytest.raises(ValueError, match="negative"):
        LedgerRules(budgets={"page_heap": -1.0})

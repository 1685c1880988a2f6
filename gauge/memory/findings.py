"""One layer of the memory ledger, judged: exactly where things must be gone, else by its trend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gauge.memory.layers import LAYERS, Layer, Ledger, LedgerRules
from gauge.memory.trend import MIN_READINGS, Trend, first_growing_game, fit_trend, shown
from gauge.tables import NOT_MEASURABLE
from gauge.verdict import Figure, Outcome, Verdict

SEVERITY = (Outcome.FAILED, Outcome.INCONCLUSIVE, Outcome.PASSED)


@dataclass(frozen=True)
class Finding:
    """One layer, judged; amounts are in its unit a game and those of the worst owner.

    `min_detectable` is the least growth a game that the run could have noticed. `judged` is False for a layer
    without a budget, `measurable` when every reading is None. `more_would_help` is True when only noise, or
    too few games, leave it inconclusive.
    """

    layer: Layer
    verdict: Verdict
    budget: float | None
    owner: str = ""
    per_game: float | None = None
    first_bad_game: int | None = None
    min_detectable: float | None = None
    trends: Mapping[str, Trend] = field(default_factory=dict)
    measurable: bool = True
    more_would_help: bool = False

    @property
    def outcome(self) -> Outcome:
        """What the data show about this layer."""
        return self.verdict.outcome

    @property
    def judged(self) -> bool:
        """Whether the layer counts towards the run's verdict."""
        return self.measurable and self.budget is not None


def judge_layer(ledger: Ledger, name: str, rules: LedgerRules) -> Finding:
    """One layer by its own rule: exactly with a budget of 0, by its trend otherwise.

    A owner that lacks a reading after any game is inconclusive, unless what there is fails already.
    """
    layer, budget, series = LAYERS[name], rules.budget(name), ledger.series(name)
    values = [value for one in series.values() for value in one.values()]

    def undecided(sentence: str, measurable: bool = True, more_would_help: bool = False) -> Finding:
        verdict = Verdict(layer.requirement, Outcome.INCONCLUSIVE, sentence)
        return Finding(layer, verdict, budget, measurable=measurable, more_would_help=more_would_help)

    if not values:
        return undecided(f"There is no reading of the layer {layer.title}, so it cannot be judged.")
    if all(value is None for value in values):
        reason = ledger.reasons.get(name, "").removeprefix(f"{NOT_MEASURABLE}: ").rstrip(".")
        why = f": {reason}" if reason else ""
        return undecided(f"{_capital(layer.title)}: {NOT_MEASURABLE}{why}.", measurable=False)
    found = judge_gone(ledger, name, rules) if budget == 0 else judge_trend(ledger, name, rules)
    if budget is None or found.outcome is Outcome.FAILED:
        return found
    for owner, one in series.items():
        for game in range(ledger.games + 1):
            if one.get(game) is None:
                known = NOT_MEASURABLE if game in one else "not measured"
                return undecided(
                    f"{layer.of(owner)}: {known} after {_after(game)} although others are,"
                    f" so {ledger.games} games cannot be judged."
                )
    if ledger.games < rules.games:
        return undecided(
            f"{_capital(layer.title)}: {ledger.games} of {rules.games} games were played, so it cannot be"
            " judged.",
            more_would_help=True,
        )
    return found


def judge_gone(ledger: Ledger, name: str, rules: LedgerRules) -> Finding:
    """Exact: after no game more than after the warm-up game, or nothing at all where `none_left`.

    Readings that are None are passed over here; `judge_layer` sees to them.
    """
    layer, worst = LAYERS[name], (0.0, "", 0.0, {0: 0.0})
    budget = rules.budget(name)
    counted = {h: {g: v for g, v in s.items() if v is not None} for h, s in ledger.series(name).items()}
    for owner, series in counted.items():
        limit = 0.0 if layer.none_left or not series else series.get(0, min(series.values()))
        over = max(series.values(), default=0.0) - limit
        if over > worst[0]:
            worst = (over, owner, limit, series)
    over, owner, limit, series = worst
    what = _capital(layer.title)
    if over <= 0:
        must = "none left" if layer.none_left else "no more than after the warm-up game"
        often = sum(len(series) for series in counted.values())
        sentence = (
            f"{what}: {must} after any of {ledger.games} games ({often} readings; any growth would have been"
            " noticed)."
        )
        figures = _figures(layer, per_game=0.0, budget=0.0, min_detectable=1.0)
        return Finding(
            layer, Verdict(layer.requirement, Outcome.PASSED, sentence, figures), budget, "", 0.0, None, 1.0
        )
    bad = {game: value - limit for game, value in series.items() if value > limit}
    first, last = min(bad), max(series)
    # what is there in every game alike, some bytes more or less, does not pile up
    piles_up = bad.get(last, 0) == over and (over >= 2 * bad[first] or first == last)
    per_game = over / (last - first + 1) if piles_up else sum(bad.values()) / len(bad)
    how = f"{shown(per_game, layer.unit)} a game" if piles_up else f"in {len(bad)} of {len(series)} readings"
    at = last if bad.get(last) == over else max(bad, key=lambda game: bad[game])
    allowed = "none" if layer.none_left else f"exactly the {shown(limit, layer.unit)} after the warm-up game"
    sentence = (
        f"{layer.of(owner)}: {shown(limit + over, layer.unit)} after {_after(at)}, too many by"
        f" {shown(over, layer.unit)} ({how}); the limit is {allowed} (first bad: {_after(first)};"
        f" {last} games, {len(counted)} measured)."
    )
    figures = _figures(layer, per_game=per_game, budget=0.0, min_detectable=1.0, first_bad_game=first)
    verdict = Verdict(layer.requirement, Outcome.FAILED, sentence, figures)
    return Finding(layer, verdict, budget, owner, per_game, first, 1.0)


def judge_trend(ledger: Ledger, name: str, rules: LedgerRules) -> Finding:
    """By the trend of each owner, the worst of which decides; without a budget, stated for information.

    Readings that are None are passed over here; `judge_layer` sees to them.
    """
    layer, budget = LAYERS[name], rules.budget(name)
    counted = {h: {g: v for g, v in s.items() if v is not None} for h, s in ledger.series(name).items()}
    needed = 2 if budget is None else MIN_READINGS
    trends = {h: fit_trend(list(s), list(s.values())) for h, s in counted.items() if len(s) >= needed}
    what = _capital(layer.title)
    if not trends:
        sentence = (
            f"{what}: {ledger.games} games after the warm-up are too few for a trend; at least"
            f" {needed - 1} are needed."
        )
        verdict = Verdict(layer.requirement, Outcome.INCONCLUSIVE, sentence)
        return Finding(layer, verdict, budget, trends=trends, more_would_help=True)
    limit = 0.0 if budget is None else budget
    owner = min(trends, key=lambda h: (SEVERITY.index(trends[h].outcome(limit)), -trends[h].upper))
    trend, series = trends[owner], counted[owner]
    min_detectable = max(one.min_detectable(limit) for one in trends.values())
    outcome = Outcome.PASSED if budget is None else trend.outcome(limit)
    first = first_growing_game(list(series), list(series.values())) if outcome is Outcome.FAILED else None

    def said(value: float, signed: bool = True) -> str:
        return shown(value, layer.unit, signed=signed, apart_from=budget)

    change = (
        f"changes by {said(trend.slope)} a game, 95 % interval {said(trend.lower)} to {said(trend.upper)}"
    )
    facts = f"{ledger.games} games, {len(trends)} measured; growth from {said(min_detectable, False)} a game"
    if budget is None:
        sentence = f"{layer.of(owner)}, for information: {change} ({ledger.games} games)."
    else:
        against = {
            Outcome.PASSED: "within the budget of",
            Outcome.FAILED: "over the budget of",
            Outcome.INCONCLUSIVE: "which cannot be told from the budget of",
        }[outcome]
        sentence = (
            f"{layer.of(owner)} {change}, {against} {shown(limit, layer.unit)} a game"
            + (f" (first bad: {_after(first)}; " if first is not None else " (")
            + f"{facts} on would have been noticed)."
        )
    figures = _figures(
        layer,
        trend.slope,
        trend.lower,
        trend.upper,
        limit if budget is not None else None,
        min_detectable,
        first,
    )
    verdict = Verdict(layer.requirement, outcome, sentence, figures)
    undecided = outcome is Outcome.INCONCLUSIVE
    return Finding(
        layer, verdict, budget, owner, trend.slope, first, min_detectable, trends, more_would_help=undecided
    )


def _figures(
    layer: Layer,
    per_game: float | None = None,
    lower: float | None = None,
    upper: float | None = None,
    budget: float | None = None,
    min_detectable: float | None = None,
    first_bad_game: int | None = None,
) -> dict[str, Figure]:
    unit = {"B": "_bytes", "s": "_s"}.get(layer.unit, "")
    amounts = {
        "": per_game,
        "_lower": lower,
        "_upper": upper,
        "_budget": budget,
        "_min_detectable": min_detectable,
    }
    found: dict[str, Figure] = {
        f"{layer.name}{key}{unit}_a_game": value for key, value in amounts.items() if value is not None
    }
    if first_bad_game is not None:
        found[f"{layer.name}_first_bad_game"] = first_bad_game
    return found


def _after(game: int) -> str:
    return f"game {game}" if game else "the warm-up game"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

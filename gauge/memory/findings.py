"""One layer of the memory ledger, judged by its trend, or exactly where things must be gone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gauge.memory.exact_counts import Excess, worst_excess
from gauge.memory.layers import LAYERS, Layer, Ledger, LedgerRules
from gauge.memory.trend import MIN_READINGS, Trend, first_growing_game, fit_trend, shown
from gauge.tables import NOT_MEASURABLE
from gauge.verdict import Figure, Outcome, Verdict, quantity

SEVERITY = (Outcome.FAILED, Outcome.INCONCLUSIVE, Outcome.PASSED)
Counted = Mapping[str, Mapping[int, float]]


@dataclass(frozen=True)
class Finding:
    """One layer, judged; amounts are in its unit and those of the worst owner.

    `per_game` is None for a count that is above its limit without growing; `excess` says by how much and how
    often in a few words. `min_detectable` is the least growth per game that the run would have detected.
    `judged` is False for a layer without a budget, `measurable` when every reading is None. `more_would_help`
    is True when only noise, or too few games, leave it inconclusive.
    """

    layer: Layer
    verdict: Verdict
    budget: float | None
    owner: str = ""
    per_game: float | None = None
    excess: str = ""
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

    An owner that lacks a reading after any game is inconclusive, unless what there is fails already.
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
                    f" so {quantity(ledger.games, 'game')} cannot be judged."
                )
    if ledger.games < rules.games:
        return undecided(
            f"{_capital(layer.title)}: {ledger.games} of {quantity(rules.games, 'game')} played, too few to"
            " judge.",
            more_would_help=True,
        )
    return found


def judge_gone(ledger: Ledger, name: str, rules: LedgerRules) -> Finding:
    """Exact: after no game more than after the warm-up game, or nothing at all where `none_left`.

    Below the warm-up game's count, one that rises in every game fails as well (`gauge.memory.exact_counts`).
    Readings that are None are passed over here and judged by `judge_layer`.
    """
    layer, budget = LAYERS[name], rules.budget(name)
    counted = _counted(ledger, name)
    worst = worst_excess(counted, layer.none_left)
    if worst is not None:
        return _too_many(layer, budget, worst)
    readings = sum(len(series) for series in counted.values())
    what = _capital(layer.title)
    limit = "0 left" if layer.none_left else "no more than after the warm-up game,"
    sentence = (
        f"{what}: {limit} after each of {quantity(ledger.games, 'game')} ({quantity(readings, 'reading')};"
        " any growth would have been detected)."
    )
    figures = _figures(layer, per_game=0.0, budget=0.0, min_detectable=1.0)
    verdict = Verdict(layer.requirement, Outcome.PASSED, sentence, figures)
    return Finding(layer, verdict, budget, "", 0.0, min_detectable=1.0)


def _too_many(layer: Layer, budget: float | None, worst: Excess) -> Finding:
    """The finding on a count that is above its limit, or rises steadily below it."""

    def amount(value: float) -> str:
        return shown(value, layer.unit)

    limit = "none may be left" if layer.none_left else "as after the warm-up game"
    numbers = f"{amount(worst.count)} after {_after(worst.game)}, limit {amount(worst.limit)} ({limit})"
    readings = f"in {len(worst.above)} of {quantity(worst.readings, 'reading')}"
    how = f"by {amount(worst.over)} {readings}"
    if worst.per_game is not None:
        how = f"by {amount(worst.per_game)} per game"
    if worst.lowest_game is not None:
        lowest = f"{amount(worst.lowest)} after {_after(worst.lowest_game)}"
        games = quantity(worst.game - worst.lowest_game, "game")
        rest = f"but grows {how}: it rose in every game since its lowest reading, {lowest} ({games})"
    elif worst.per_game is not None:
        rest = (
            f"grows {how} (first bad: {_after(worst.first_bad_game)}; {quantity(worst.readings, 'reading')})"
        )
    else:
        most = "" if len(set(worst.above.values())) == 1 else "up to "
        rest = f"was {most}{amount(worst.over)} above the limit {readings}"
        rest += f" (first bad: {_after(worst.first_bad_game)})"
    outcome, more = Outcome.FAILED, False
    if not worst.certain:
        outcome, more, how = Outcome.INCONCLUSIVE, True, ""
        rest += "; too few games to tell"
    figures = _figures(
        layer, per_game=worst.per_game, budget=0.0, min_detectable=1.0, first_bad_game=worst.first_bad_game
    )
    figures[f"{layer.name}_above_limit{_unit(layer)}"] = float(worst.over)
    figures[f"{layer.name}_readings_above_limit"] = len(worst.above)
    verdict = Verdict(layer.requirement, outcome, f"{layer.of(worst.owner)}: {numbers}; {rest}.", figures)
    return Finding(
        layer,
        verdict,
        budget,
        worst.owner,
        worst.per_game,
        how,
        worst.first_bad_game,
        min_detectable=1.0,
        more_would_help=more,
    )


def judge_trend(ledger: Ledger, name: str, rules: LedgerRules) -> Finding:
    """By the trend of each owner, the worst of which decides; without a budget, stated for information.

    Readings that are None are passed over here and judged by `judge_layer`.
    """
    layer, budget = LAYERS[name], rules.budget(name)
    counted = _counted(ledger, name)
    needed = 2 if budget is None else MIN_READINGS
    trends = {o: fit_trend(list(s), list(s.values())) for o, s in counted.items() if len(s) >= needed}
    if not trends:
        sentence = (
            f"{_capital(layer.title)}: {quantity(ledger.games, 'game')} after the warm-up, too few for a"
            f" trend (needed: at least {needed - 1})."
        )
        verdict = Verdict(layer.requirement, Outcome.INCONCLUSIVE, sentence)
        return Finding(layer, verdict, budget, trends=trends, more_would_help=True)
    limit = 0.0 if budget is None else budget
    owner = min(trends, key=lambda o: (SEVERITY.index(trends[o].outcome(limit)), -trends[o].upper))
    trend, series = trends[owner], counted[owner]
    min_detectable = max(one.min_detectable(limit) for one in trends.values())
    outcome = Outcome.PASSED if budget is None else trend.outcome(limit)
    first = first_growing_game(list(series), list(series.values())) if outcome is Outcome.FAILED else None

    def amount(value: float, signed: bool = True) -> str:
        return shown(value, layer.unit, signed=signed, apart_from=budget)

    change = f"{amount(trend.slope)} per game, 95 % CI {amount(trend.lower)} to {amount(trend.upper)}"
    if budget is None:
        sentence = f"{layer.of(owner)}, for information: {change} ({quantity(ledger.games, 'game')})."
    else:
        bad = "" if first is None else f"first bad: {_after(first)}; "
        end = {
            Outcome.PASSED: f"growth from {amount(min_detectable, False)} per game would have been detected",
            Outcome.FAILED: "memory grows by more than the budget",
            Outcome.INCONCLUSIVE: "the interval includes the budget, so the data cannot tell",
        }[outcome]
        sentence = (
            f"{layer.of(owner)}: {change} (budget {shown(limit, layer.unit)} per game; {bad}"
            f"{quantity(ledger.games, 'game')}, {len(trends)} measured); {end}."
        )
    figures = _figures(layer, trend.slope, trend.lower, trend.upper, budget, min_detectable, first)
    verdict = Verdict(layer.requirement, outcome, sentence, figures)
    return Finding(
        layer,
        verdict,
        budget,
        owner,
        trend.slope,
        f"by {shown(trend.slope, layer.unit)} per game" if outcome is Outcome.FAILED else "",
        first,
        min_detectable,
        trends,
        more_would_help=outcome is Outcome.INCONCLUSIVE,
    )


def _counted(ledger: Ledger, name: str) -> dict[str, dict[int, float]]:
    """By owner and game what could be measured."""
    return {o: {g: v for g, v in s.items() if v is not None} for o, s in ledger.series(name).items()}


def _figures(
    layer: Layer,
    per_game: float | None = None,
    lower: float | None = None,
    upper: float | None = None,
    budget: float | None = None,
    min_detectable: float | None = None,
    first_bad_game: int | None = None,
) -> dict[str, Figure]:
    amounts = {
        "": per_game,
        "_lower": lower,
        "_upper": upper,
        "_budget": budget,
        "_min_detectable": min_detectable,
    }
    found: dict[str, Figure] = {
        f"{layer.name}{key}{_unit(layer)}_per_game": value
        for key, value in amounts.items()
        if value is not None
    }
    if first_bad_game is not None:
        found[f"{layer.name}_first_bad_game"] = first_bad_game
    return found


def _unit(layer: Layer) -> str:
    return {"B": "_bytes", "s": "_s"}.get(layer.unit, "")


def _after(game: int) -> str:
    return f"game {game}" if game else "the warm-up game"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

"""One layer of the memory ledger, judged by its trend, or exactly where things must be gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gauge.memory.exact_counts import Excess, worst_excess
from gauge.memory.layers import LAYERS, Layer, Ledger, LedgerRules
from gauge.memory.spacing import STATED_FRAMES, Spacing
from gauge.memory.trend import MIN_READINGS, Trend, first_growing_game, fit_trend, rise_since_start, shown
from gauge.tables import NOT_MEASURABLE
from gauge.verdict import INTERVAL, Figure, Outcome, Verdict, quantity

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

    An owner that lacks a reading that was due is inconclusive, unless what there is fails already.
    """
    layer, budget, series = LAYERS[name], rules.budget(name), ledger.series(name)
    spacing = rules.spacing
    values = [value for one in series.values() for value in one.values()]

    def undecided(sentence: str, measurable: bool = True, more_would_help: bool = False) -> Finding:
        verdict = Verdict(rules.requirement(name), Outcome.INCONCLUSIVE, sentence)
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
        for game in filter(layer.due, range(ledger.games + 1)):
            if one.get(game) is None:
                known = NOT_MEASURABLE if game in one else "not measured"
                return undecided(
                    f"{layer.of(owner)}: {known} {spacing.when(game)} although others are,"
                    f" so {spacing.span(ledger.games)} cannot be judged."
                )
    if ledger.games < rules.games:
        return undecided(
            f"{_capital(layer.title)}: {spacing.amount(ledger.games):,} of {spacing.span(rules.games)}"
            " played, too few to judge.",
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
        return _too_many(layer, rules, worst)
    spacing = rules.spacing
    readings = sum(len(series) for series in counted.values())
    what = _capital(layer.title)
    limit = "0 left" if layer.none_left else f"no more than {spacing.when(0)},"
    over = "over" if spacing.frames else "after each of"
    sentence = (
        f"{what}: {limit} {over} {spacing.span(ledger.games)} ({quantity(readings, 'reading')};"
        " any growth would have been detected)."
    )
    least = 1.0 / spacing.units
    figures = _figures(layer, spacing, per_game=0.0, budget=0.0, min_detectable=least)
    verdict = Verdict(rules.requirement(name), Outcome.PASSED, sentence, figures)
    return Finding(layer, verdict, budget, "", 0.0, min_detectable=least)


def _too_many(layer: Layer, rules: LedgerRules, worst: Excess) -> Finding:
    """The finding on a count that is above its limit, or rises steadily below it."""

    def amount(value: float) -> str:
        return shown(value, layer.unit)

    spacing = rules.spacing
    limit = "none may be left" if layer.none_left else f"as {spacing.when(0)}"
    numbers = f"{amount(worst.count)} {spacing.when(worst.game)}, limit {amount(worst.limit)} ({limit})"
    readings = f"in {len(worst.above)} of {quantity(worst.readings, 'reading')}"
    how = f"by {amount(worst.over)} {readings}"
    per_game = None if worst.per_game is None else worst.per_game / spacing.units
    if per_game is not None:
        how = f"by {spacing.rate(per_game, layer.unit)}"
    if worst.lowest_game is not None:
        lowest = f"{amount(worst.lowest)} {spacing.when(worst.lowest_game)}"
        since = (
            f"it rose {'at every reading' if spacing.frames else 'in every game'} since its lowest reading"
        )
        rest = f"but grows {how}: {since}, {lowest} ({spacing.span(worst.game - worst.lowest_game)})"
    elif per_game is not None:
        rest = (
            f"grows {how} (first bad: {spacing.called(worst.first_bad_game)};"
            f" {quantity(worst.readings, 'reading')})"
        )
    else:
        most = "" if len(set(worst.above.values())) == 1 else "up to "
        rest = f"was {most}{amount(worst.over)} above the limit {readings}"
        rest += f" (first bad: {spacing.called(worst.first_bad_game)})"
    outcome, more = Outcome.FAILED, False
    if not worst.certain:
        outcome, more, how = Outcome.INCONCLUSIVE, True, ""
        rest += f"; too few {spacing.noun}s to tell"
    first, least = worst.first_bad_game, 1.0 / spacing.units
    figures = _figures(layer, spacing, per_game, budget=0.0, min_detectable=least, first_bad_game=first)
    figures[f"{layer.name}_above_limit{layer.measure}"] = float(worst.over)
    figures[f"{layer.name}_readings_above_limit"] = len(worst.above)
    sentence = f"{layer.of(worst.owner)}: {numbers}; {rest}."
    verdict = Verdict(rules.requirement(layer.name), outcome, sentence, figures)
    return Finding(
        layer,
        verdict,
        rules.budget(layer.name),
        worst.owner,
        per_game,
        how,
        first,
        min_detectable=least,
        more_would_help=more,
    )


def judge_trend(ledger: Ledger, name: str, rules: LedgerRules) -> Finding:
    """By the trend of each owner, the worst of which decides; without a budget, stated for information.

    Readings that are None are passed over here and judged by `judge_layer`.
    """
    layer, budget = LAYERS[name], rules.budget(name)
    counted = _counted(ledger, name)
    spacing = rules.spacing
    needed = 2 if budget is None else MIN_READINGS
    trends = {
        owner: _trend(layer, [spacing.units * game for game in series], list(series.values()), budget)
        for owner, series in counted.items()
        if len(series) >= needed
    }
    if not trends:
        sentence = (
            f"{_capital(layer.title)}: {spacing.span(ledger.games)} after {spacing.called(0)}, too few for a"
            f" trend (needed: at least {spacing.amount(needed - 1):,})."
        )
        verdict = Verdict(rules.requirement(name), Outcome.INCONCLUSIVE, sentence)
        return Finding(layer, verdict, budget, trends=trends, more_would_help=True)
    limit = 0.0 if budget is None else budget
    owner = min(trends, key=lambda o: (trends[o].outcome(limit).rank, -trends[o].upper))
    trend, series = trends[owner], counted[owner]
    min_detectable = max(one.min_detectable(limit) for one in trends.values())
    outcome = Outcome.PASSED if budget is None else trend.outcome(limit)
    first = first_growing_game(list(series), list(series.values())) if outcome is Outcome.FAILED else None

    def amount(value: float, signed: bool = True) -> str:
        return shown(value, layer.unit, signed=signed, apart_from=budget)

    evenly = outcome is Outcome.FAILED and trend.interval == INTERVAL
    a_step = spacing.a_step(trend.slope, layer.unit) if evenly else ""
    interval = f"{trend.interval} {amount(trend.lower)} to {amount(trend.upper)}"
    change = f"{amount(trend.slope)} {spacing.each}{a_step}, {interval}"
    if budget is None:
        sentence = f"{layer.of(owner)}, for information: {change} ({spacing.span(ledger.games)})."
    else:
        bad = "" if first is None else f"first bad: {spacing.called(first)}; "
        least = f"{amount(min_detectable, False)} {spacing.each}"
        end = {
            Outcome.PASSED: f"growth from {least} would have been detected",
            Outcome.FAILED: f"{layer.kind} grows by more than the budget",
            Outcome.INCONCLUSIVE: "the interval includes the budget, so the data cannot tell",
        }[outcome]
        sentence = (
            f"{layer.of(owner)}: {change} (budget {shown(limit, layer.unit)} {spacing.each}; {bad}"
            f"{spacing.span(ledger.games)}, {len(trends)} measured); {end}."
        )
    figures = _figures(layer, spacing, trend.slope, trend.lower, trend.upper, budget, min_detectable, first)
    verdict = Verdict(rules.requirement(name), outcome, sentence, figures)
    return Finding(
        layer,
        verdict,
        budget,
        owner,
        trend.slope,
        f"by {spacing.rate(trend.slope, layer.unit)}" if outcome is Outcome.FAILED else "",
        first,
        min_detectable,
        trends,
        more_would_help=outcome is Outcome.INCONCLUSIVE,
    )


def _trend(layer: Layer, games: Sequence[float], values: Sequence[float], budget: float | None) -> Trend:
    trend = fit_trend(games, values)
    if layer.stays and budget is not None and trend.outcome(budget) is not Outcome.FAILED:
        rise = rise_since_start(games, values)
        if rise.slope > budget:
            return rise
    return trend


def _counted(ledger: Ledger, name: str) -> dict[str, dict[int, float]]:
    """By owner and game what could be measured."""
    return {o: {g: v for g, v in s.items() if v is not None} for o, s in ledger.series(name).items()}


def _figures(
    layer: Layer,
    spacing: Spacing,
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
        spacing.figure(f"{layer.name}{key}{layer.measure}"): value
        for key, value in amounts.items()
        if value is not None
    }
    if spacing.frames and per_game is not None:
        found[f"{layer.name}{layer.measure}_a_step"] = per_game / STATED_FRAMES
    if first_bad_game is not None:
        found[f"{layer.name}_first_bad_game"] = first_bad_game
    return found


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

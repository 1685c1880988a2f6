"""The memory ledger, judged: which layer is not given back, how much per game, and from which game on.

What must be gone is judged exactly, the rest by its trend; a layer without a budget is for information. One
that is not measurable never passes: asked for by name it leaves the verdict inconclusive, else it is a
warning.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gauge.memory.findings import SEVERITY, Finding, judge_layer
from gauge.memory.layers import LAYERS, Ledger, LedgerRules
from gauge.memory.measures import measures_of
from gauge.memory.spacing import Spacing
from gauge.memory.trend import shown
from gauge.tables import NOT_MEASURABLE, Cell, Table
from gauge.verdict import Figure, Outcome, Verdict, quantity

SHOWN_LAYERS = 10


@dataclass(frozen=True)
class LedgerVerdicts:
    """All layers of a run, judged, from cause to effect."""

    findings: tuple[Finding, ...]
    rules: LedgerRules
    games: int

    def verdict(self, requirement: str, layers: Sequence[str] | None = None) -> Verdict:
        """The layers of a requirement, or those named, as one verdict that leads with the leaking layer.

        A layer that was named and that nobody could measure leaves the verdict inconclusive at best; one
        that was not named is a warning, and inconclusive only when no other is left.
        """
        asked = [f for f in self.findings if self._belongs(f, requirement, layers)]
        missing = sorted({*(layers or ())} - {f.layer.name for f in asked})
        judged = [f for f in asked if f.judged]
        warnings = tuple(f.verdict.sentence for f in asked if not f.measurable)
        figures: dict[str, Figure] = {"games": self.games, "layers_judged": len(judged)}
        for finding in asked:
            figures.update(finding.verdict.figures)
            if not finding.measurable:
                figures[finding.layer.name] = NOT_MEASURABLE
        outcomes = {f.outcome for f in judged}
        outcome = next((o for o in SEVERITY if o in outcomes), Outcome.INCONCLUSIVE)
        named_unmeasured = layers is not None and any(
            f.budget is not None and not f.measurable for f in asked
        )
        if outcome is Outcome.PASSED and (missing or named_unmeasured):
            outcome = Outcome.INCONCLUSIVE
        sentence = self._sentence(outcome, judged) or self._unread(asked, missing)
        if outcome is Outcome.FAILED:
            figures["leaking_layer"] = next(f.layer.name for f in judged if f.outcome is outcome)
        evidence = "\n".join(f.verdict.sentence for f in asked)
        measures = measures_of(asked, self.rules.spacing, self.games)
        return Verdict(requirement, outcome, sentence, figures, evidence, warnings, measures)

    @property
    def judged(self) -> tuple[Verdict, ...]:
        """One verdict per requirement."""
        requirements = dict.fromkeys(f.verdict.requirement for f in self.findings)
        return tuple(self.verdict(requirement) for requirement in requirements)

    @property
    def leaking(self) -> Finding | None:
        """The failed layer that is closest to the cause."""
        return next((f for f in self.findings if f.judged and f.outcome is Outcome.FAILED), None)

    @property
    def more_games(self) -> int:
        """How many more games may yet decide; 0 when it is decided, or no games are left to play."""
        open_ones = [f for f in self.findings if f.judged and f.outcome is Outcome.INCONCLUSIVE]
        if self.leaking or not any(f.more_would_help for f in open_ones):
            return 0
        wanted = self.rules.games + (self.rules.more_games if self.games >= self.rules.games else 0)
        return max(0, wanted - self.games)

    def _belongs(self, finding: Finding, requirement: str, layers: Sequence[str] | None) -> bool:
        if layers is None:
            return finding.verdict.requirement == requirement
        return finding.layer.name in layers

    def _sentence(self, outcome: Outcome, judged: Sequence[Finding]) -> str:
        """What was found; empty when no layer that was read shows that outcome."""
        if outcome is Outcome.PASSED:
            return self._flat(judged)
        found = [f for f in judged if f.outcome is outcome]
        if not found:
            return ""
        others = [f"{f.layer.title}" for f in found[1:]]
        more = len(others) - SHOWN_LAYERS
        if not others:
            return found[0].verdict.sentence
        listed = ", ".join(others[:SHOWN_LAYERS]) + (f" and {more} more" if more > 0 else "")
        also = "Also above the limit" if outcome is Outcome.FAILED else "Also undecided"
        return f"{found[0].verdict.sentence} {also}: {listed}."

    def _unread(self, asked: Sequence[Finding], missing: Sequence[str]) -> str:
        unseen = [f.verdict.sentence for f in asked if not f.measurable]
        never = ", ".join(LAYERS[name].title for name in missing) or "any layer"
        first = unseen[0] if unseen else f"There is no reading of {never}."
        flat = sum(f.judged for f in asked)
        others = f"; the others asked for, {flat}, stayed within their limits" if flat else ""
        return f"{first} So {self.rules.spacing.span(self.games)} cannot be judged{others}."

    def _flat(self, judged: Sequence[Finding]) -> str:
        if len(judged) == 1:
            return judged[0].verdict.sentence
        games, trends = self.rules.spacing.span(self.games), [f for f in judged if f.trends]
        exact = [f.layer.title for f in judged if not f.trends]
        counted = f"{quantity(len(exact), 'count')} no higher than allowed ({', '.join(exact)})"
        if not trends:
            return f"{games}: {counted}."
        nearest = max(trends, key=lambda f: max(t.upper for t in f.trends.values()) / (f.budget or 1))
        within = f"{quantity(len(trends), 'trend')} within budget"
        parts = [counted, within] if exact else [within]
        return f"{games}: {', '.join(parts)}. Nearest its budget: {nearest.verdict.sentence}"


def judge_ledger(ledger: Ledger, rules: LedgerRules | None = None) -> LedgerVerdicts:
    """Every layer of the rules, or of the ledger when they name none, and those of the ledger beside them."""
    rules = rules or LedgerRules()
    names = [name for name in LAYERS if name in ledger.layers or name in rules.layers]
    return LedgerVerdicts(tuple(judge_layer(ledger, name, rules) for name in names), rules, ledger.games)


def findings_table(verdicts: LedgerVerdicts) -> Table:
    """A row per layer, worst owner: growth with its interval, budget, minimum detectable growth.

    Amounts are written with their units; for machines there are `Verdict.figures`.
    """
    spacing = verdicts.rules.spacing
    headings = ("layer", "worst owner", spacing.each, "95 % CI", f"budget {spacing.each}", "detectable from")
    rows = [_row(finding, spacing) for finding in verdicts.findings]
    return Table((*headings, f"first bad {spacing.noun}", "verdict"), rows)


def _row(finding: Finding, spacing: Spacing) -> tuple[Cell, ...]:
    unit, trend = finding.layer.unit, finding.trends.get(finding.owner)
    interval = "exact" if finding.budget == 0 else ""
    if trend is not None:
        interval = f"{shown(trend.lower, unit, signed=True)} to {shown(trend.upper, unit, signed=True)}"
    if not finding.measurable:
        outcome, interval = NOT_MEASURABLE, ""
    elif finding.budget is None:
        outcome = "for information"
    else:
        outcome = finding.outcome.value
    exactly = "any growth" if finding.budget == 0 else None
    return (
        finding.layer.title,
        finding.owner,
        "" if finding.per_game is None else shown(finding.per_game, unit, signed=True),
        interval,
        "none" if finding.budget is None else shown(finding.budget, unit),
        "" if finding.min_detectable is None else exactly or shown(finding.min_detectable, unit),
        "" if finding.first_bad_game is None else str(spacing.number(finding.first_bad_game)),
        outcome if finding.per_game is not None or not finding.excess else f"{outcome} ({finding.excess})",
    )

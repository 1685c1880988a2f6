"""The memory ledger, judged: which layer is not given back, how much per game, and from which game on.

What must be gone is judged exactly, the rest by its trend; a layer without a budget is for information. One
that is not measurable never passes: asked for by name it leaves the verdict inconclusive, else it is a
warning.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gauge.memory.causes import NOTHING_FOUND, Explanation, cause_first, kept
from gauge.memory.findings import Finding, judge_layer
from gauge.memory.layers import LAYERS, Ledger, LedgerRules
from gauge.memory.measures import measures_of
from gauge.memory.spacing import Spacing
from gauge.memory.trend import shown
from gauge.tables import NOT_MEASURABLE, Cell, Table
from gauge.verdict import INTERVAL, Figure, Outcome, Verdict, quantity

SHOWN_LEFT = 3


@dataclass(frozen=True)
class LedgerVerdicts:
    """All layers of a run, judged, in the ledger's order; `explanation` says which failure is the cause."""

    findings: tuple[Finding, ...]
    rules: LedgerRules
    games: int
    explanation: Explanation = NOTHING_FOUND

    def verdict(self, requirement: str, layers: Sequence[str] | None = None) -> Verdict:
        """The layers of a requirement, or those named, as one verdict that leads with the cause.

        Unless it passes, its sentence names every layer of the requirement that failed or cannot be judged,
        named or not: whoever stops at the first of several questions has the answer to all of them.

        A layer that was named and that nobody could measure leaves the verdict inconclusive at best; one
        that was not named is a warning, and inconclusive only when no other is left.
        """
        asked = [f for f in self.findings if self._belongs(f, requirement, layers)]
        missing = sorted({*(layers or ())} - {f.layer.name for f in asked})
        judged = [f for f in asked if f.judged]
        others = [f for f in self.of(requirement).findings if f.judged and f not in asked]
        warnings = tuple(f.verdict.sentence for f in asked if not f.measurable)
        figures: dict[str, Figure] = {"games": self.games, "layers_judged": len(judged)}
        for finding in asked:
            figures.update(finding.verdict.figures)
            if not finding.measurable:
                figures[finding.layer.name] = NOT_MEASURABLE
        outcomes = {f.outcome for f in judged}
        outcome = next((outcome for outcome in Outcome if outcome in outcomes), Outcome.INCONCLUSIVE)
        named_unmeasured = layers is not None and any(
            f.budget is not None and not f.measurable for f in asked
        )
        if outcome is Outcome.PASSED and (missing or named_unmeasured):
            outcome = Outcome.INCONCLUSIVE
        sentence = self._sentence(outcome, asked, others, missing)
        if outcome is Outcome.FAILED:
            figures["leaking_layer"] = self._cause(judged, others).layer.name
        evidence = "\n".join(line for f in asked for line in self._told(f))
        measures = measures_of(asked, self.rules.spacing, self.games)
        return Verdict(requirement, outcome, sentence, figures, evidence, warnings, measures)

    def of(self, requirement: str) -> LedgerVerdicts:
        """The layers of one requirement alone."""
        return replace(self, findings=tuple(f for f in self.findings if f.verdict.requirement == requirement))

    def so_far(self) -> str:
        """Of games that did not come to their end: what failed in them already, and how much is open."""
        failed = self.failed
        undecided = sum(f.judged and f.outcome is Outcome.INCONCLUSIVE for f in self.findings)
        told = _listed("Above the limit already", failed)
        if undecided:
            layers = quantity(undecided, "other layer" if failed else "layer")
            told.append(f"{layers} cannot be judged after {self.rules.spacing.span(self.games)}.")
        return " ".join(told)

    @property
    def judged(self) -> tuple[Verdict, ...]:
        """One verdict per requirement that asks anything of a layer."""
        requirements = dict.fromkeys(f.verdict.requirement for f in self.findings if f.budget is not None)
        return tuple(self.verdict(requirement) for requirement in requirements)

    @property
    def failed(self) -> tuple[Finding, ...]:
        """The layers that failed, the cause first."""
        return self._failed(self.findings)

    @property
    def leaking(self) -> Finding | None:
        """The failed layer that is the cause, or the closest to it."""
        return next(iter(self.failed), None)

    @property
    def undecided(self) -> tuple[Finding, ...]:
        """The layers that more games may yet decide."""
        waiting = (f for f in self.findings if f.judged and f.more_would_help)
        return tuple(f for f in waiting if f.outcome is Outcome.INCONCLUSIVE)

    @property
    def more_games(self) -> int:
        """How many more games may yet decide; 0 when it is decided, or no games are left to play.

        Nothing is decided by them where one of the layers asked for could not be read.
        """
        unclear = [f for f in self.findings if f.outcome is Outcome.INCONCLUSIVE]
        hopeless = any(f.layer.name in self.rules.layers and not f.more_would_help for f in unclear)
        if self.leaking or hopeless or not self.undecided:
            return 0
        wanted = self.rules.games + (self.rules.more_games if self.games >= self.rules.games else 0)
        return max(0, wanted - self.games)

    def _belongs(self, finding: Finding, requirement: str, layers: Sequence[str] | None) -> bool:
        if layers is None:
            return finding.verdict.requirement == requirement
        return finding.layer.name in layers

    def _sentence(
        self, outcome: Outcome, asked: Sequence[Finding], others: Sequence[Finding], missing: Sequence[str]
    ) -> str:
        """What was found in the layers asked for, and what is not well in the others."""
        judged = [f for f in asked if f.judged]
        if outcome is Outcome.PASSED:
            return self._flat(judged)
        failed = self._failed([*judged, *others])
        undecided = [f for f in judged if f.outcome is Outcome.INCONCLUSIVE]
        if outcome is Outcome.FAILED:
            told = self._leaking(self._cause(judged, others), self._failed(judged)[0], failed)
        elif undecided:
            told = [undecided[0].verdict.sentence, *_listed("Also undecided", undecided[1:])]
            undecided = []
        else:
            told = [self._unread(asked, missing)]
        undecided += [f for f in others if f.outcome is Outcome.INCONCLUSIVE]
        if outcome is not Outcome.FAILED:
            told += _listed("Above the limit", failed)
        return " ".join([*told, *_listed("Undecided", undecided)])

    def _failed(self, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        """Those that failed, the cause first."""
        failed = [f for f in findings if f.judged and f.outcome is Outcome.FAILED]
        return cause_first(failed, self.explanation.keeps)

    def _cause(self, asked: Sequence[Finding], others: Sequence[Finding]) -> Finding:
        """Of the failed layers that were asked for the first, or what keeps one of them alive."""
        first, *rest = (f.layer.name for f in self._failed(asked))
        names, keeps = (first, *rest), self.explanation.keeps
        failed = self._failed([*asked, *others])
        return next(f for f in failed if f.layer.name == first or kept(f.layer.name, names, keeps))

    def _leaking(self, cause: Finding, asked: Finding, failed: Sequence[Finding]) -> list[str]:
        """The cause and what it left behind, what was asked for, what else failed and what of it is kept."""
        others = [f for f in self.findings if f in failed and f is not cause]
        left = self.explanation.left.get(cause.layer.name, ())
        names = kept(cause.layer.name, [f.layer.name for f in others], self.explanation.keeps)
        return [
            cause.verdict.sentence,
            *([f"Left behind: {'; '.join(left[:SHOWN_LEFT])}."] if left else []),
            *([asked.verdict.sentence] if asked is not cause else []),
            *_listed("Also above the limit", others),
            *_listed(f"Kept alive by {cause.layer.title}", [f for f in others if f.layer.name in names]),
        ]

    def _told(self, finding: Finding) -> list[str]:
        """A layer's own sentence, and all that it has left behind."""
        left = self.explanation.left.get(finding.layer.name, ())
        return [finding.verdict.sentence, *(f"  left behind: {line}" for line in left)]

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


def _listed(what: str, findings: Sequence[Finding]) -> list[str]:
    """One sentence, or none for no layers."""
    return [f"{what}: {', '.join(f.layer.title for f in findings)}."] if findings else []


def judge_ledger(
    ledger: Ledger, rules: LedgerRules | None = None, explanation: Explanation = NOTHING_FOUND
) -> LedgerVerdicts:
    """Every layer of the rules, or of the ledger when they name none, and those of the ledger beside them."""
    rules = rules or LedgerRules()
    names = [name for name in LAYERS if name in ledger.layers or name in rules.layers]
    findings = tuple(judge_layer(ledger, name, rules) for name in names)
    return LedgerVerdicts(findings, rules, ledger.games, explanation)


def findings_table(verdicts: LedgerVerdicts) -> Table:
    """A row per layer, worst owner: growth with its interval, budget, minimum detectable growth.

    Amounts are written with their units; for machines there are `Verdict.figures`.
    """
    spacing = verdicts.rules.spacing
    headings = ("layer", "worst owner", spacing.each, INTERVAL, f"budget {spacing.each}", "detectable from")
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

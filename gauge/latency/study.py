"""A study in stages: when the data cannot tell, more pairs of matches are played, up to a stated bound.

Looking again gives every error another chance, so every look uses one smaller error, chosen so that all
bounds of a study hold together at the stated confidence (repeated confidence intervals: Jennison & Turnbull,
JRSS B 51:305, 1989; the same error at each look: Pocock, Biometrika 64:191, 1977). It therefore does not
matter by which rule the study stops, and a later look may overrule an earlier one. Median and 95th percentile
must both hold for a pass, for each player (intersection-union test: Berger, Technometrics 24:295, 1982).
What the default plan detects: docs/statistics.md.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gauge.latency.match_steps import MatchSteps, paired, whose
from gauge.latency.noninferiority import MIN_PAIRS, Comparison, compare, quantile_name
from gauge.verdict import Figure, Measure, Outcome, Verdict, quantity


@dataclass(frozen=True)
class SequentialPlan:
    """After how many pairs a study is judged, and the one-sided error allowed.

    `looks` ascend from at least MIN_PAIRS pairs; `alpha` is the error of the whole study, `alpha_per_look`
    that of each bound at each look. ValueError when they do not fit together.
    """

    looks: tuple[int, ...]
    alpha: float
    alpha_per_look: float

    def __post_init__(self) -> None:
        looks = self.looks
        if not looks or looks[0] < MIN_PAIRS or any(a >= b for a, b in itertools.pairwise(looks)):
            raise ValueError(
                f"looks after {', '.join(map(str, looks)) or 'no'} pairs are no plan; give ascending numbers"
                f" of pairs from {MIN_PAIRS} on"
            )
        if not self.alpha / len(looks) * 0.99 <= self.alpha_per_look <= self.alpha < 0.5:
            raise ValueError(
                f"an error of {self.alpha_per_look} at each of {len(looks)} looks does not fit one of"
                f" {self.alpha} for the study; find it as docs/statistics.md says"
            )

    def next_look(self, pairs: int) -> int | None:
        """The next number of pairs above `pairs` at which the study is judged; None after the last."""
        return next((look for look in self.looks if look > pairs), None)


DEFAULT_PLAN = SequentialPlan((5, 8, 12), 0.05, 0.0226)
"""Five pairs decide as a rule; where the error per look comes from: docs/statistics.md."""


@dataclass(frozen=True)
class StudyResult:
    """A study after some number of pairs: one comparison per margin, and what follows from them.

    `more_pairs` is how many pairs to play before judging again, 0 when the study is over.
    """

    plan: SequentialPlan
    comparisons: tuple[Comparison, ...]
    outcome: Outcome
    sentence: str
    more_pairs: int

    def verdict(self, requirement: str) -> Verdict:
        """The study as a verdict; figures of the quantiles are prefixed 'q0.5_', 'q0.95_'."""
        figures: dict[str, Figure] = {
            "looks_pairs": ", ".join(str(look) for look in self.plan.looks),
            "one_sided_alpha_study": self.plan.alpha,
            "more_pairs": self.more_pairs,
        }
        for comparison in self.comparisons:
            for key, value in comparison.figures().items():
                figures[f"q{comparison.quantile:g}_{key}"] = value
        parts = [f"{quantile_name(c.quantile)}, ms\n{c.table().text()}" for c in self.comparisons]
        if len(self.plan.looks) > 1:
            parts.append(
                f"Up to {len(self.plan.looks)} looks at the data,"
                f" each at {100 * (1 - self.plan.alpha_per_look):.4g} %,"
                f" so that all bounds of the study hold together at {100 * (1 - self.plan.alpha):.4g} %."
            )
        evidence = "\n\n".join(parts)
        return Verdict(requirement, self.outcome, self.sentence, figures, evidence, measures=self.measures)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The difference at each quantile, the deciding one first, then the two arms."""
        found = [(c.outcome.rank, c.measure) for c in self.comparisons]
        stated = [(rank, measure) for rank, measure in found if measure is not None]
        stated.sort(key=lambda each: (each[0], -each[1].strain))
        arms = [measure for comparison in self.comparisons for measure in comparison.arms()]
        return (*(measure for _, measure in stated), *arms)


def _rank(comparison: Comparison) -> tuple[int, float]:
    """The worse the lower: failed before inconclusive before passed, then by the upper bound."""
    upper = comparison.difference_ms.upper if comparison.difference_ms else math.inf
    return (comparison.outcome.rank, -upper)


def judge_study(
    matches: Sequence[MatchSteps],
    margins_ms: Mapping[float, float],
    plan: SequentialPlan = DEFAULT_PLAN,
) -> StudyResult:
    """Judge all pairs played so far against a margin in ms for each quantile, such as {0.5: 2.0, 0.95: 5.0}.

    Each player is judged alone, since one of two is hidden by the other; the comparisons are those of the
    player who comes off worst. Between looks the outcome is inconclusive, whatever the figures. The result
    depends on the arguments alone, to the last digit. ValueError for no margin, more pairs than the plan's
    last look, or damaged matches (see `compare`).
    """
    if not margins_ms:
        raise ValueError("no margin is given; name at least one quantile and its margin in ms")
    pairs = len(paired(matches))
    if pairs > plan.looks[-1]:
        raise ValueError(
            f"{pairs} pairs of matches are more than the {plan.looks[-1]} of the plan; leave the others out"
        )
    players = list(zip(*(match.by_player() for match in matches), strict=True)) or [()]

    def compared(quantile: float, margin_ms: float) -> Comparison:
        each = []
        for number, alone in enumerate(players, 1):
            told = whose(number, len(players))
            each.append(compare(alone, quantile, margin_ms, plan.alpha_per_look, 1 - plan.alpha, told))
        return min(each, key=_rank)

    comparisons = tuple(itertools.starmap(compared, sorted(margins_ms.items())))
    outcome = min((comparison.outcome for comparison in comparisons), key=lambda each: each.rank)
    notes = [comparison.sentence for comparison in comparisons]
    if pairs not in plan.looks:
        outcome = Outcome.INCONCLUSIVE
        notes.insert(
            0, f"{quantity(pairs, 'pair')} played; the study is judged after {plan.next_look(pairs)}."
        )
    following = plan.next_look(pairs) if outcome is Outcome.INCONCLUSIVE else None
    if outcome is Outcome.INCONCLUSIVE and following is None:
        notes.append(f"All {pairs} pairs of the plan were played, so it stays inconclusive.")
    more_pairs = following - pairs if following is not None else 0
    return StudyResult(plan, comparisons, outcome, " ".join(notes), more_pairs)

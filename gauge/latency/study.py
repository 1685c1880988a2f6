"""A study in stages: when the data cannot tell, more pairs of matches are played, up to a stated bound.

Looking again after more data gives every error another chance: with bounds of 95 % at each look, looks
after 5, 8 and 12 pairs err in 10 % of studies instead of 5 %. Every look therefore uses one smaller
error, chosen so that all bounds of a study hold together at the stated confidence (repeated confidence
intervals: Jennison & Turnbull, JRSS B 51:305, 1989; the same error at each look: Pocock, Biometrika
64:191, 1977; both in Jennison & Turnbull, Group Sequential Methods, 2000, chapters 2 and 9). As the bounds
hold together, it does not matter by which rule the study stops, and a later look may overrule an earlier.
The error at each look is found from t statistics, not from the normal approximation, which would let
5.3 % through at these sizes.

Median and 95th percentile must both hold for a pass, so a false pass is no likelier than for one of them
(intersection-union test: Berger, Technometrics 24:295, 1982). Either of them fails the study; a false
failure needs a true difference close to a margin and is then at most twice as likely.

**What the default plan finds** (looks after 5, 8 and 12 pairs, margins 2 ms at the median and 5 ms at the
95th percentile, two players of 240 steps each; test_noninferiority_simulation.py). Identical
arms failed in at most 0.1 % of studies. The difference in ms that fails the study in at least 95 % of cases:

    direct median  match to   at the median           at the 95th percentile
    step           match sd   by a delay stretched    by a delay stretched
            1 ms         10 %        2.2        2.6           5.5        6.4
            1 ms         25 %        2.5        3.3           6.0        8.0
            2 ms         10 %        2.4        2.8           5.9        6.8
            2 ms         25 %        2.9        3.8           6.8        9.0
            3 ms         10 %        2.6        3.0           6.2        7.1
            3 ms         25 %        3.4        4.3           7.7       10.0
           10 ms         10 %        3.9        4.3           8.9        9.9
           10 ms         25 %        6.2        7.9          13.3       16.9

A *delay* adds the same to every step; *stretched* means that every step takes the same factor longer, so
that the difference itself varies with the machine. Identical arms pass in more than 99 % of studies up to
a step of 3 ms; at 10 ms with 25 % in only one half (median) and two thirds (95th percentile), the others
stay inconclusive: slow, uneven machines need a wider margin or more pairs.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from gauge.latency.match_steps import MatchSteps, paired
from gauge.latency.noninferiority import MIN_PAIRS, Comparison, compare
from gauge.verdict import Figure, Outcome, Verdict

_SEED = 20_240_229
_SIMULATED_STUDIES = 400_000


@dataclass(frozen=True)
class SequentialPlan:
    """After how many pairs a study is judged, and the one-sided error allowed.

    `looks` ascend from at least MIN_PAIRS pairs; `alpha` is the error of the whole study, `alpha_per_look`
    that of each bound at each look (see `plan_looks`). ValueError when they do not fit together.
    """

    looks: tuple[int, ...]
    alpha: float
    alpha_per_look: float

    def __post_init__(self) -> None:
        _check_looks(self.looks)
        if not self.alpha / len(self.looks) * 0.99 <= self.alpha_per_look <= self.alpha < 0.5:
            raise ValueError(
                f"an error of {self.alpha_per_look} at each of {len(self.looks)} looks does not fit one of"
                f" {self.alpha} for the study; let plan_looks work it out"
            )

    def next_look(self, pairs: int) -> int | None:
        """The next number of pairs above `pairs` at which the study is judged; None after the last."""
        return next((look for look in self.looks if look > pairs), None)


def _check_looks(looks: Sequence[int]) -> None:
    if not looks or looks[0] < MIN_PAIRS or any(a >= b for a, b in itertools.pairwise(looks)):
        raise ValueError(
            f"looks after {', '.join(map(str, looks)) or 'no'} pairs are no plan; give ascending numbers of"
            f" pairs from {MIN_PAIRS} on"
        )


@functools.cache
def plan_looks(looks: tuple[int, ...], alpha: float = 0.05) -> SequentialPlan:
    """The plan that judges after each of `looks` pairs and errs in `alpha` of studies in all.

    The error per look is the `alpha` quantile of the smallest p-value over the looks of a one-sample t
    test on normal data without a difference, from 400,000 studies simulated with a fixed seed, rounded
    down to four decimals. ValueError for looks that do not ascend from MIN_PAIRS.
    """
    _check_looks(looks)
    if len(looks) == 1:
        return SequentialPlan(looks, alpha, alpha)
    rng = np.random.default_rng(_SEED)
    total, squares = np.zeros(_SIMULATED_STUDIES), np.zeros(_SIMULATED_STUDIES)
    smallest, played = np.ones(_SIMULATED_STUDIES), 0
    for look in looks:
        for _ in range(look - played):
            value = rng.standard_normal(_SIMULATED_STUDIES)
            total += value
            squares += value * value
        played = look
        error = np.sqrt((squares - total * total / look) / (look - 1) / look)
        smallest = np.minimum(smallest, stats.t.sf(total / look / error, look - 1))
    return SequentialPlan(looks, alpha, math.floor(float(np.quantile(smallest, alpha)) * 10_000) / 10_000)


DEFAULT_PLAN = SequentialPlan((5, 8, 12), 0.05, 0.0226)
"""Five pairs decide as a rule; the error per look is from 12 million studies, by the way of `plan_looks`."""


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
        parts = [comparison.table() for comparison in self.comparisons]
        if len(self.plan.looks) > 1:
            parts.append(
                f"Up to {len(self.plan.looks)} looks at the data,"
                f" each at {100 * (1 - self.plan.alpha_per_look):.4g} %,"
                f" so that all bounds of the study hold together at {100 * (1 - self.plan.alpha):.4g} %."
            )
        evidence = "\n\n".join(parts)
        return Verdict(requirement, self.outcome, self.sentence, figures, evidence)


def judge_study(
    matches: Sequence[MatchSteps],
    margins_ms: Mapping[float, float],
    plan: SequentialPlan = DEFAULT_PLAN,
) -> StudyResult:
    """Judge all pairs played so far against a margin in ms for each quantile, such as {0.5: 2.0, 0.95: 5.0}.

    Between looks the outcome is inconclusive, whatever the figures. The result depends on the arguments
    alone, to the last digit. ValueError for no margin, more pairs than the plan's last look, or damaged
    matches (see `compare`).
    """
    if not margins_ms:
        raise ValueError("no margin is given; name at least one quantile and its margin in ms")
    pairs = len(paired(matches))
    if pairs > plan.looks[-1]:
        raise ValueError(
            f"{pairs} pairs of matches are more than the {plan.looks[-1]} of the plan; leave the others out"
        )
    comparisons = tuple(
        compare(matches, quantile, margin_ms, plan.alpha_per_look, 1 - plan.alpha)
        for quantile, margin_ms in sorted(margins_ms.items())
    )
    outcomes = {comparison.outcome for comparison in comparisons}
    outcome = Outcome.PASSED if outcomes == {Outcome.PASSED} else Outcome.INCONCLUSIVE
    if Outcome.FAILED in outcomes:
        outcome = Outcome.FAILED
    notes = [comparison.sentence for comparison in comparisons]
    if pairs not in plan.looks:
        outcome = Outcome.INCONCLUSIVE
        notes.insert(0, f"{pairs} pairs were played, but the study is judged after {plan.next_look(pairs)}.")
    following = plan.next_look(pairs) if outcome is Outcome.INCONCLUSIVE else None
    if outcome is Outcome.INCONCLUSIVE and following is None:
        notes.append(f"All {pairs} pairs of the plan were played, so it stays inconclusive.")
    more_pairs = following - pairs if following is not None else 0
    return StudyResult(plan, comparisons, outcome, " ".join(notes), more_pairs)

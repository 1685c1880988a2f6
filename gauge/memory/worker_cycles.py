"""What starting and ending Python over and over leaves behind in one page: Workers, page heap, process."""

from __future__ import annotations

from collections.abc import Sequence

from gauge.memory.trend import fit_trend, shown
from gauge.verdict import INTERVAL, Figure, Outcome, Verdict, combine, quantity


def judge_cycles(
    heap_bytes: Sequence[int], process_bytes: Sequence[int], heap_budget: float, process_budget: float
) -> Verdict:
    """Passed when with 95 % confidence both grow by at most their budgets, in bytes, each time."""
    judged = [
        _judge("The page's heap", heap_bytes, heap_budget, "heap"),
        _judge("The window's process", process_bytes, process_budget, "process"),
    ]
    return combine("WORKER-03", judged)


def _judge(name: str, values: Sequence[int], budget: float, figure: str) -> Verdict:
    if len(values) < 2:
        return Verdict("WORKER-03", Outcome.INCONCLUSIVE, f"{name} was not read often enough.")
    trend = fit_trend(range(len(values)), values)
    low, high = (shown(end, "B", signed=True) for end in (trend.lower, trend.upper))
    sentence = (
        f"{name}: {shown(trend.slope, 'B', signed=True)} each time ({INTERVAL} {low} to {high}, limit "
        f"{shown(budget, 'B')}; {quantity(len(values), 'reading')})."
    )
    figures: dict[str, Figure] = {f"{figure}_bytes_each_time": trend.slope, f"{figure}_upper": trend.upper}
    return Verdict("WORKER-03", trend.outcome(budget), sentence, figures)

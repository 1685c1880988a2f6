"""How finely a page's clock ticks, stated where it matters to step times."""

from __future__ import annotations

from dataclasses import replace

from gauge.verdict import Verdict

FINE_MS = 0.05
"""A page that is not cross-origin isolated has a clock of 0.1 ms, others one of 0.005 ms (W3C, High
Resolution Time, section 6)."""


def with_resolution(verdict: Verdict, tick_ms: float) -> Verdict:
    """The verdict with its clock's tick among the figures, and a warning where it is coarse."""
    figures = {**verdict.figures, "clock_tick_ms": round(tick_ms, 4)}
    if tick_ms <= FINE_MS:
        return replace(verdict, figures=figures)
    warning = f"The page's clock ticks every {tick_ms:.2g} ms, because the page is not cross-origin isolated."
    return replace(verdict, figures=figures, warnings=(*verdict.warnings, warning))

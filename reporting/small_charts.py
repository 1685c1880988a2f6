"""Small inline SVG charts: one number against its limit, and numbers over runs.

Each says in words what it shows. Colours come from the page's style sheet, by class; lines differ in shape as
well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from markupsafe import Markup, escape

from gauge.verdict import Measure
from reporting.wording import amount, limit_text, rate

WIDTH, EDGE = 320.0, 8.0
TREND_HEIGHT, TREND_TOP, TREND_BOTTOM = 118.0, 20.0, 98.0
FAR = 4.0
"""A limit that is so many times the largest value is named, not drawn: the values would lie on the axis."""
Run = float | None
"""A run's value, or none."""


def against_limit(measure: Measure) -> Markup:
    """The value as a dot, its 95 % interval as a bar, what is allowed as a band, the limit dashed."""
    low, high = _span(measure)
    words = [f"{rate(measure, measure.value)}", f"limit: {limit_text(measure)}"]
    parts = [f'<rect class="track" x="{EDGE}" y="14" width="{WIDTH - 2 * EDGE}" height="12" rx="3"/>']
    if measure.limit is not None:
        at = _x(measure.limit, low, high)
        left, right = (at, WIDTH - EDGE) if measure.bound == "at least" else (EDGE, at)
        parts.append(
            f'<rect class="allowed" x="{left:.1f}" y="14" width="{right - left:.1f}" height="12" rx="3"/>'
        )
    if measure.lower is not None and measure.upper is not None:
        ends = [_x(min(max(end, low), high), low, high) for end in (measure.lower, measure.upper)]
        parts.append(f'<line class="interval" x1="{ends[0]:.1f}" x2="{ends[1]:.1f}" y1="20" y2="20"/>')
        words.append(
            f"{measure.interval} {amount(measure, measure.lower)} to {amount(measure, measure.upper)}"
        )
    if measure.limit is not None:
        parts.append(f'<line class="limit" x1="{at:.1f}" x2="{at:.1f}" y1="6" y2="32"/>')
        parts.append(_label(f"limit {amount(measure, measure.limit)}", at, 44))
    if measure.value is not None:
        parts.append(f'<circle class="value" cx="{_x(measure.value, low, high):.1f}" cy="20" r="6"/>')
    return _svg(parts, 48, "; ".join(words))


def over_runs(
    measure: Measure, lines: Mapping[str, Sequence[Run]], first: str, last: str, title: str
) -> Markup:
    """A line each for what the measure's name and unit say, a value or None per run, the oldest first.

    `first` and `last` are when the first and the last run ended; the limit is the measure's.
    """
    known = [value for values in lines.values() for value in values if value is not None]
    limit = measure.limit
    far = limit is not None and measure.unit != "%" and limit > max(0.0, FAR * max(known))
    drawn = [*known, limit] if limit is not None and not far else known
    low, high = min(0.0, *drawn), max(drawn)
    if measure.unit == "%":
        low, high = min(drawn) - 0.1 * (100 - min(drawn)) - 0.01, 100.0
    high = high if high > low else low + 1

    def y(value: float) -> float:
        return TREND_BOTTOM - (TREND_BOTTOM - TREND_TOP) * (value - low) / (high - low)

    parts = [f'<line class="axis" x1="{EDGE}" x2="{WIDTH - EDGE}" y1="{y(low):.1f}" y2="{y(low):.1f}"/>']
    if limit is not None:
        note = f"limit {amount(measure, limit)}"
        if far:
            parts.append(_label(f"{note}, far above", WIDTH - EDGE, TREND_TOP - 10))
        else:
            at = y(limit)
            parts.append(f'<line class="limit" x1="{EDGE}" x2="{WIDTH - EDGE}" y1="{at:.1f}" y2="{at:.1f}"/>')
            # on the side of the limit on which values should not be
            parts.append(_label(note, WIDTH - EDGE, at + (13 if measure.bound == "at least" else -4)))
    for number, values in enumerate(lines.values()):
        parts += _line(values, y, number)
    parts.append(_label(first, EDGE, TREND_HEIGHT - 4))
    parts.append(_label(last, WIDTH - EDGE, TREND_HEIGHT - 4))
    return _svg(parts, TREND_HEIGHT, f"{title}. {_told(measure, lines)}")


def _line(values: Sequence[Run], y: Callable[[float], float], number: int) -> list[str]:
    step = (WIDTH - 2 * EDGE - 8) / max(1, len(values) - 1)
    points = [(EDGE + 4 + step * n, y(value)) for n, value in enumerate(values) if value is not None]
    path = " ".join(f"{x:.1f},{height:.1f}" for x, height in points)
    parts = [f'<polyline class="run line-{number}" points="{path}"/>']
    for n, (x, height) in enumerate(points):
        size = 4.5 if n == len(points) - 1 else 2.5
        if number % 2:
            parts.append(
                f'<rect class="dot line-{number}" x="{x - size:.1f}" y="{height - size:.1f}"'
                f' width="{2 * size}" height="{2 * size}"/>'
            )
        else:
            parts.append(f'<circle class="dot line-{number}" cx="{x:.1f}" cy="{height:.1f}" r="{size}"/>')
    return parts


def _told(measure: Measure, lines: Mapping[str, Sequence[Run]]) -> str:
    """The chart in words."""
    told = []
    for name, values in lines.items():
        known = [value for value in values if value is not None]
        low, high, last = (amount(measure, value) for value in (min(known), max(known), known[-1]))
        told.append(f"{name + ': ' if name else ''}{len(known)} runs, {low} to {high}, last {last}")
    limit = f"; limit: {limit_text(measure)}" if measure.limit is not None else ""
    return "; ".join(told) + limit


def _span(measure: Measure) -> tuple[float, float]:
    """What the axis covers: both sides of the limit, and everything that is drawn."""
    shown = [v for v in (measure.value, measure.lower, measure.upper, measure.limit) if v is not None]
    if measure.unit == "%":
        return min(shown) - 0.5 * (100 - min(shown)) - 0.01, 100.0
    low, high = min(0.0, *shown), max(shown)
    if measure.limit is not None and high <= measure.limit:
        high = 1.3 * measure.limit
    return low, 1.08 * high if high > low else low + 1


def _x(value: float, low: float, high: float) -> float:
    return EDGE + (WIDTH - 2 * EDGE) * (value - low) / (high - low)


def _label(text: str, x: float, y: float) -> str:
    anchor = "start" if x < WIDTH / 4 else "end" if x > 3 * WIDTH / 4 else "middle"
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _svg(parts: Sequence[str], height: float, words: str) -> Markup:
    # every text in the parts is escaped where it is made
    inside = "".join(parts)
    return Markup(
        f'<svg viewBox="0 0 {WIDTH:g} {height:g}" role="img" aria-label="{escape(words)}">{inside}</svg>'
    )

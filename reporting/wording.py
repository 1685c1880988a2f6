"""The words in which the summary, the first page and Allure's descriptions say the same of a scenario."""

from __future__ import annotations

import re
from collections.abc import Iterable

from gauge.memory.trend import shown
from gauge.verdict import Measure, Outcome, Verdict
from reporting.results import AllureResult

WORST_FIRST = ("failed", "broken", "not run", "inconclusive", "passed", "not asked")
"""All words there are. Broken: something around the game went wrong, so nothing was judged."""
MARKS = {"passed": "✔", "failed": "✘", "inconclusive": "?", "broken": "!", "not run": "○", "not asked": "—"}
MEANINGS = {
    "passed": "shown to hold",
    "failed": "shown not to hold",
    "inconclusive": "the data cannot tell",
    "broken": "set-up, clean-up or the test itself went wrong, so it says nothing of the game",
    "not run": "the run ended before",
    "not asked": "left out of this run",
}
REQUIREMENT = re.compile(r"^[A-Z]+-\d+[a-z]?$|^PARITY$")
SHORT = 90
SENTENCE_END = re.compile(r"(?<=[.!?”])\s+(?=[A-Z“\d])")


def word_for(result: AllureResult) -> str:
    """A scenario's verdict in one word."""
    if result.status == "broken":
        return "inconclusive" if result.inconclusive else "broken"
    words = {"passed": "passed", "failed": "failed", "skipped": "not asked"}
    return words.get(result.status, "not run")


def worst(words: Iterable[str]) -> str:
    """The least green of them; of none, "not asked"."""
    return min(words, key=WORST_FIRST.index, default="not asked")


def tagged(result: AllureResult) -> list[str]:
    """The requirement tags; one that another begins with (VALID-03 beside VALID-03a) says nothing more."""
    tags = [tag for tag in result.tags if REQUIREMENT.match(tag)]
    return [tag for tag in tags if not any(other != tag and other.startswith(tag) for other in tags)]


def requirement_of(result: AllureResult) -> str:
    """The requirements a scenario judges: from tags such as @VALID-03a, else from its verdicts."""
    named = tagged(result) or [verdict.requirement for verdict in result.verdicts]
    return ", ".join(dict.fromkeys(named))


def sentence_of(result: AllureResult) -> str:
    """All that the run found out: the verdicts' sentences and warnings, else why there is none.

    The verdict that the scenario is tagged with comes first.
    """
    verdicts = _own_first(result)
    said = [verdict.sentence for verdict in verdicts]
    said += [f"Warning: {warning}" for verdict in verdicts for warning in verdict.warnings]
    error = error_of(result)
    if error and not any(error in sentence or sentence in error for sentence in said):
        said.insert(0, error)
    return " ".join(said)


def brief_of(result: AllureResult) -> str:
    """One short sentence: the number with its limit where that explains the verdict, else the reason."""
    measure, word = measure_of(result), word_for(result)
    if measure is not None and explains(measure, word):
        return measured(measure)
    first, *rest = SENTENCE_END.split(error_of(result) or sentence_of(result))
    return f"{first} {rest[0]}" if rest and len(first) < SHORT else first


def explains(measure: Measure, word: str) -> bool:
    """Whether the number alone tells why the verdict is what it is."""
    if measure.value is None or measure.limit is None:
        return False
    over = measure.value < measure.limit if measure.bound == "at least" else measure.value > measure.limit
    within = not over and not (measure.bound == "under" and measure.value == measure.limit)
    if word == "inconclusive" and measure.lower is not None and measure.upper is not None:
        return measure.lower <= measure.limit <= measure.upper
    return within if word == "passed" else word == "failed" and not within


def error_of(result: AllureResult) -> str:
    """The first line that says something of what went wrong, without the exception's class in front."""
    if result.status not in ("failed", "broken", "unknown"):
        return ""
    lines = [line.strip() for line in result.message.splitlines() if line.strip()]
    return re.sub(r"^[\w.]*(Error|Exception|Inconclusive): ", "", lines[0] if lines else "")


def measure_of(result: AllureResult) -> Measure | None:
    """The number that decided, or the one that came nearest its limit; None where nothing was measured."""
    named = tagged(result)
    limited = [v for v in _own_first(result) if any(m.limit is not None for m in v.measures)]
    own = [v for v in limited if v.requirement in named] or limited
    if not own:
        return None
    worst = min((verdict.outcome for verdict in own), key=lambda outcome: outcome.rank)
    deciding = [verdict for verdict in own if verdict.outcome is worst]
    if worst is Outcome.PASSED:
        every = [m for verdict in deciding for m in verdict.measures if m.limit is not None]
        return max(every, key=lambda measure: measure.strain)
    return next(m for m in deciding[0].measures if m.limit is not None)


def _own_first(result: AllureResult) -> list[Verdict]:
    named = tagged(result)
    return sorted(result.verdicts, key=lambda verdict: verdict.requirement not in named)


def amount(measure: Measure, value: float | None) -> str:
    """A value in the measure's unit, without the `per`."""
    if value is None:
        return "not measured"
    if measure.unit == "s":
        return duration(value)
    apart = measure.limit if value == measure.value else None
    text = shown(value, measure.unit, apart_from=apart)
    return text if measure.unit in ("B", "count", "ms") else f"{text} {measure.unit}"


def rate(measure: Measure, value: float | None) -> str:
    """A value with its `per`."""
    return f"{amount(measure, value)} {measure.per}".rstrip()


def titled(measure: Measure) -> str:
    """'Median step (player 1)', 'Growth of page heap'."""
    return f"{named(measure)} ({measure.line})" if measure.line else named(measure)


def named(measure: Measure) -> str:
    """The same without the line, which is what a chart of all lines is called."""
    name = f"growth of {measure.name}" if measure.per.startswith("per ") else measure.name
    return f"{name[:1].upper()}{name[1:]}"


def limit_text(measure: Measure) -> str:
    """'at most 2 ms'; empty without a limit."""
    if measure.limit is None:
        return ""
    return "none allowed" if measure.limit == 0 else f"{measure.bound} {amount(measure, measure.limit)}"


def measured(measure: Measure) -> str:
    """'Median step (player 1): 0.92 ms (limit: under 50 ms; 10 samples).'; with its interval, if any."""
    ends = [amount(measure, end) for end in (measure.lower, measure.upper) if end is not None]
    interval = f"{measure.interval} {' to '.join(ends)}" if ends else ""
    rest = "; ".join(text for text in (f"limit: {limit_text(measure)}", interval, measure.samples) if text)
    return f"{titled(measure)}: {rate(measure, measure.value)} ({rest})."


def noticed(measure: Measure) -> str:
    """What would have been noticed: "any", "2.41 ms or more"; empty where that is not known.

    A rule that compares the figure itself, and does not allow for chance, notices any beyond its limit.
    """
    if measure.detectable is None:
        return ""
    if measure.limit == 0:
        return "any"
    if measure.detectable == measure.limit:
        return "any breach"
    side = "less" if measure.bound == "at least" else "more"
    return f"{amount(measure, measure.detectable)} or {side}"


def duration(seconds: float) -> str:
    """A time a person reads: `48.2 s` or `3 min 12 s`."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s"

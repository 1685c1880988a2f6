"""reports/SUMMARY.md: the answer on one screen, made from the results and their verdicts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from gauge.tables import Table
from reporting.results import AllureResult, ReportPaths

WORDS = {"passed": "proved", "failed": "**NOT proved**", "skipped": "not asked", "unknown": "**not run**"}
SENTENCE_LENGTH = 700
REQUIREMENT = re.compile(r"^[A-Z]+-\d+[a-z]?$")


def word_for(result: AllureResult) -> str:
    """A scenario's verdict in the summary's words."""
    if result.status == "broken":
        return "**inconclusive**" if result.inconclusive else "**broken**"
    return WORDS.get(result.status, "**not run**")


def headline(results: Sequence[AllureResult], problems: Sequence[str] = ()) -> str:
    """The whole run in one line: all proved, not proved, or inconclusive.

    Scenarios that were left out on purpose (by a tag, for example) are counted, not judged.
    """
    asked = [result for result in results if result.status != "skipped"]
    proved = sum(result.status == "passed" for result in asked)
    share = f"{proved} of {len(asked)} scenarios proved"
    left_out = len(results) - len(asked)
    rest = f"; {left_out} not asked" if left_out else ""
    if not asked:
        return f"NOT proved: no scenario was run{rest}"
    if proved == len(asked) and not problems:
        return f"All proved: {share}{rest}"
    if not problems and all(result.status == "passed" or result.inconclusive for result in asked):
        return f"Inconclusive: {share}{rest}, the data cannot tell about the others"
    return f"NOT proved: {share}{rest}"


def requirement_of(result: AllureResult) -> str:
    """The requirements a scenario judges: from tags such as @VALID-03a, else from its verdicts."""
    named = _tagged(result) or [verdict.requirement for verdict in result.verdicts]
    return ", ".join(dict.fromkeys(named))


def _tagged(result: AllureResult) -> list[str]:
    """The requirement tags; one that another begins with (VALID-03 beside VALID-03a) says nothing more."""
    tags = [tag for tag in result.tags if REQUIREMENT.match(tag)]
    return [tag for tag in tags if not any(other != tag and other.startswith(tag) for other in tags)]


def sentence_of(result: AllureResult) -> str:
    """What the run found out: the verdicts' sentences and warnings, else why there is none.

    The verdict that the scenario is tagged with comes first.
    """
    tagged = _tagged(result)
    verdicts = sorted(result.verdicts, key=lambda verdict: verdict.requirement not in tagged)
    said = [verdict.sentence for verdict in verdicts]
    said += [f"Warning: {warning}" for verdict in verdicts for warning in verdict.warnings]
    if result.status in ("failed", "broken", "unknown") and result.message:
        error = _first_sentence(result.message)
        if not any(error in sentence or sentence in error for sentence in said):
            said.insert(0, error)
    text = " ".join(said)
    if len(text) > SENTENCE_LENGTH:
        return text[:SENTENCE_LENGTH].rsplit(" ", 1)[0] + " …"
    return text


def _first_sentence(message: str) -> str:
    """The first line of an error that says something, without the exception's class in front."""
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    first = lines[0] if lines else ""
    return re.sub(r"^[\w.]*(Error|Exception|Inconclusive): ", "", first)


def write_summary(
    paths: ReportPaths,
    results: Sequence[AllureResult],
    title: str,
    environment: Mapping[str, str],
    *,
    wall_s: float | None = None,
    html: Path | None = None,
    problems: Sequence[str] = (),
) -> str:
    """Write `paths.summary` and give its headline.

    `wall_s` is the run's wall time in seconds; without it, the time from the first scenario's begin to the
    last one's end is stated. `html` is the HTML report when there is one. `problems` are sentences
    about the run as a whole (a report that had to be repaired, a clean-up that failed).
    """
    first = headline(results, problems)
    rows = [(requirement_of(r), r.name, word_for(r), sentence_of(r)) for r in results]
    table = Table(("Requirement", "Scenario", "Verdict", "What was measured"), rows)
    if wall_s is None and results:
        wall_s = (max(r.stop_ms for r in results) - min(r.start_ms for r in results)) / 1000
    lines = [f"# {first}", "", title, "", table.markdown(), ""]
    lines += [f"- **Mind:** {problem}" for problem in problems]
    if wall_s is not None:
        lines.append(f"- Wall time: {duration(wall_s)}")
    lines += [f"- {key}: {value}" for key, value in environment.items()]
    if html is not None:
        lines.append(f"- Evidence: [{html.name}]({html.relative_to(paths.root).as_posix()})")
    paths.root.mkdir(parents=True, exist_ok=True)
    paths.summary.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return first


def duration(seconds: float) -> str:
    """A time a person reads: `48.2 s` or `3 min 12 s`."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s"

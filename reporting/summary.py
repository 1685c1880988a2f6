"""reports/SUMMARY.md: a pull-request comment, made from the results and their verdicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from gauge.tables import Table
from reporting.results import AllureResult, ReportPaths
from reporting.wording import MARKS, brief_of, duration, requirement_of, sentence_of, word_for


def overall(results: Sequence[AllureResult], problems: Sequence[str] = ()) -> str:
    """The run's verdict in one word: passed, inconclusive, or failed."""
    asked = [result for result in results if result.status != "skipped"]
    if not asked or problems or not all(r.status == "passed" or r.inconclusive for r in asked):
        return "failed"
    return "inconclusive" if any(result.inconclusive for result in asked) else "passed"


def headline(results: Sequence[AllureResult], problems: Sequence[str] = ()) -> str:
    """The whole run in one line: all proved, not proved, or inconclusive.

    Scenarios that were left out on purpose (by a tag, for example) are counted, not judged, and keep the
    line from saying that all is proved.
    """
    asked = [result for result in results if result.status != "skipped"]
    proved = sum(result.status == "passed" for result in asked)
    share = f"{proved} of {len(asked)} scenarios proved"
    left_out = len(results) - len(asked)
    rest = f"; {left_out} not asked" if left_out else ""
    if not asked:
        return f"NOT proved: no scenario was run{rest}"
    return {
        "passed": f"All proved{' that was asked' if left_out else ''}: {share}{rest}",
        "inconclusive": f"Inconclusive: {share}{rest}, the data cannot tell about the others",
        "failed": f"NOT proved: {share}{rest}",
    }[overall(results, problems)]


def marked(result: AllureResult) -> str:
    """A scenario's verdict as shape and word, bold unless it is as it should be."""
    word = word_for(result)
    return f"{MARKS[word]} {word}" if word in ("passed", "not asked") else f"{MARKS[word]} **{word}**"


def write_summary(
    paths: ReportPaths,
    results: Sequence[AllureResult],
    title: str,
    environment: Mapping[str, str],
    *,
    wall_s: float,
    html: Path | None = None,
    problems: Sequence[str] = (),
    changes: Sequence[str] = (),
) -> str:
    """Write `paths.summary` and give its headline.

    `wall_s` is the run's wall time in seconds, `html` the HTML report when there is one. `problems` are
    sentences about the run as a whole (a report that had to be repaired, a clean-up that failed), `changes`
    what is not as in earlier runs.
    """
    first = headline(results, problems)
    rows = [(requirement_of(r), r.name, marked(r), brief_of(r)) for r in results]
    table = Table(("Requirement", "Scenario", "Verdict", "In one sentence"), rows)
    lines = [f"# {first}", "", title, "", table.markdown(), ""]
    lines += [f"- **Mind:** {problem}" for problem in problems]
    lines.append(f"- Wall time: {duration(wall_s)}")
    if html is not None:
        pages = [paths.page, html]
        links = (f"[{page.relative_to(paths.root).as_posix()}]({_link(paths, page)})" for page in pages)
        lines.append(f"- To sign and to look into: {', '.join(links)}")
    full = [f"- **{r.name}** ({word_for(r)}): {sentence_of(r)}" for r in results if sentence_of(r)]
    lines += _folded("Every sentence in full", full)
    lines += _folded("What changed since the last run", [f"- {change}" for change in changes])
    lines += _folded("Where it was run", [f"- {key}: {value}" for key, value in environment.items()])
    paths.root.mkdir(parents=True, exist_ok=True)
    paths.summary.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return first


def _link(paths: ReportPaths, page: Path) -> str:
    return page.relative_to(paths.root).as_posix()


def _folded(summary: str, lines: Sequence[str]) -> list[str]:
    # a blank line after the summary lets Markdown inside be read as such
    return ["", f"<details><summary>{summary}</summary>", "", *lines, "", "</details>"] if lines else []

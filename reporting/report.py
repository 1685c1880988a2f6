"""The two moments of a run that concern the report: its beginning and its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reporting.agreement import Disagreement, ScenarioOutcome, reconcile_with_behave
from reporting.evidence import describe_results, write_trends
from reporting.html import ReportUnavailable, build_html
from reporting.results import ReportPaths, empty_last_run, write_run_metadata
from reporting.summary import write_summary


@dataclass(frozen=True)
class FinishedReport:
    """What came of a run's report.

    `index` is the HTML file or None, then `unavailable` says why and what to do. `disagreements` are
    the places where the results were greener than behave and have been repaired; a run with any of
    them must end non-zero.
    """

    headline: str
    summary: Path
    index: Path | None
    unavailable: str
    disagreements: tuple[Disagreement, ...]

    @property
    def agrees(self) -> bool:
        """True when the results said what behave said, without repair."""
        return not self.disagreements

    @property
    def text(self) -> str:
        """What to print at the end of a run, a few lines."""
        lines = [self.headline, f"Summary: {self.summary}"]
        lines.append(f"Report:  {self.index}" if self.index else self.unavailable)
        return "\n".join([*lines, *(d.sentence for d in self.disagreements)])


def begin(reports_root: Path) -> ReportPaths:
    """Empty the folder of the last run's results (the history stays) and say where things go."""
    paths = ReportPaths(reports_root)
    empty_last_run(paths)
    return paths


def finish(
    paths: ReportPaths,
    outcomes: Sequence[ScenarioOutcome],
    *,
    title: str,
    environment: Mapping[str, str],
    project_root: Path,
    wall_s: float | None = None,
    problems: Sequence[str] = (),
) -> FinishedReport:
    """Make the report of a run that is over, after the last result has been written.

    In order: hold the results against behave's `outcomes` and repair them, put the sentences on top of the
    descriptions, write the files about the run, the HTML file and SUMMARY.md. Missing Node or Allure costs
    the HTML file only. `problems` are sentences about the run as a whole; they keep it from being green.
    """
    paths.results.mkdir(parents=True, exist_ok=True)
    results, disagreements = reconcile_with_behave(paths, outcomes)
    describe_results(results)
    write_run_metadata(paths, title, environment)
    trends = write_trends(paths, results)
    index: Path | None = None
    unavailable = ""
    try:
        index = build_html(paths, title, project_root, trends)
    except ReportUnavailable as problem:
        unavailable = str(problem)
    repaired = [disagreement.sentence for disagreement in disagreements]
    headline = write_summary(
        paths,
        results,
        title,
        {**environment, **({"HTML report": unavailable} if unavailable else {})},
        wall_s=wall_s,
        html=index,
        problems=[*problems, *repaired],
    )
    return FinishedReport(headline, paths.summary, index, unavailable, tuple(disagreements))

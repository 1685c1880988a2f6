"""The two moments of a run that concern the report: its beginning and its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reporting.agreement import Disagreement, ScenarioOutcome, not_asked, reconcile_with_behave
from reporting.certificate import certificate
from reporting.changes import what_changed
from reporting.evidence import describe_results, write_trends
from reporting.html import ReportUnavailable, build_html
from reporting.junit import write_junit
from reporting.page import write_page
from reporting.results import AllureResult, ReportPaths, empty_last_run, write_run_metadata
from reporting.runs import earlier_runs, keep, record_of
from reporting.summary import headline, overall, write_summary


@dataclass(frozen=True)
class FinishedReport:
    """What came of a run's report.

    `page` is the page to sign, `index` Allure's HTML file or None, then `unavailable` says why and what to
    do. `disagreements` are the places where the results were greener than behave and have been repaired; a
    run with any of them must end non-zero.
    """

    headline: str
    summary: Path
    page: Path
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
        lines = [self.headline, f"Page:    {self.page}", f"Summary: {self.summary}"]
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
    descriptions, write the files about the run, the HTML file, the page to sign, junit.xml and SUMMARY.md.
    Missing Node or Allure costs the HTML file only. `problems` are sentences about the run as a whole; they
    keep it from being green. Without `wall_s` (seconds), the time from the first scenario's begin to the last
    one's end is stated.
    """
    paths.results.mkdir(parents=True, exist_ok=True)
    results, disagreements = reconcile_with_behave(paths, outcomes)
    results = describe_results(results)
    write_run_metadata(paths, title, environment)
    trends = write_trends(paths, results)
    index: Path | None = None
    unavailable = ""
    try:
        index = build_html(paths, title, project_root, trends)
    except ReportUnavailable as problem:
        unavailable = str(problem)
        environment = {**environment, "HTML report": unavailable}
    # not before: what was not asked has no place in the Allure report
    shown = [*results, *not_asked(paths, outcomes, results)]
    minded = [*problems, *(disagreement.sentence for disagreement in disagreements)]
    first = headline(shown, minded)
    ended = datetime.now().astimezone().isoformat(timespec="seconds")
    this = record_of(shown, first, ended, _wall_s(results) if wall_s is None else wall_s, environment)
    earlier = earlier_runs(paths.runs, this)
    word = overall(shown, minded)
    write_page(
        paths,
        shown,
        title,
        environment,
        this,
        earlier,
        overall=word,
        problems=minded,
        html=index,
        certificate=certificate(project_root, paths.root),
    )
    keep(paths.runs, this)
    write_junit(paths, shown)
    write_summary(
        paths,
        shown,
        title,
        environment,
        wall_s=this.wall_s,
        html=index,
        problems=minded,
        changes=what_changed(this, earlier),
    )
    return FinishedReport(first, paths.summary, paths.page, index, unavailable, tuple(disagreements))


def _wall_s(results: Sequence[AllureResult]) -> float:
    if not results:
        return 0.0
    return (max(r.stop_ms for r in results) - min(r.start_ms for r in results)) / 1000

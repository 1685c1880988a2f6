"""The report of a run: Allure results, one HTML file, SUMMARY.md, history."""

from gauge.report.agreement import Disagreement, ScenarioOutcome
from gauge.report.results import ReportPaths
from gauge.report.run import FinishedReport, begin, finish
from gauge.report.run_end import RunEnd, outcomes_of

__all__ = [
    "Disagreement",
    "FinishedReport",
    "ReportPaths",
    "RunEnd",
    "ScenarioOutcome",
    "begin",
    "finish",
    "outcomes_of",
]

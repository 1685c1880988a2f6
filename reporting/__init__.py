"""The report of a run: Allure results, one HTML file, SUMMARY.md, history."""

from reporting.agreement import Disagreement, ScenarioOutcome
from reporting.report import FinishedReport, begin, finish
from reporting.reporter import Reporter, outcomes_of
from reporting.results import ReportPaths

__all__ = [
    "Disagreement",
    "FinishedReport",
    "ReportPaths",
    "Reporter",
    "ScenarioOutcome",
    "begin",
    "finish",
    "outcomes_of",
]

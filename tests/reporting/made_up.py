"""Results and runs made up for tests of the report: no behave, no browser."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gauge.verdict import Measure, Outcome, Verdict
from reporting.results import AllureResult
from reporting.runs import RunRecord, record_of

ENVIRONMENT = {
    "Browser": "Chromium 156",
    "Game": "Kitchen for two",
    "Commit": "a1b2c3d",
    "Setting game": "kitchen",
    "Setting base_url": "none",
}
STATUS = {
    "passed": "passed",
    "failed": "failed",
    "inconclusive": "broken",
    "broken": "broken",
    "not run": "unknown",
    "not asked": "skipped",
}


def step(value: float | None, limit: float | None = 50.0, line: str = "") -> Measure:
    return Measure(
        "median step", value, "ms", limit, "under", detectable=limit, samples="10 samples", line=line
    )


def judged(
    requirement: str, word: str, *measures: Measure, sentence: str = "It was measured.", name: str = "A claim"
) -> AllureResult:
    """A scenario with one verdict, judged as the word says; without measures one that has no verdict."""
    outcome = {"passed": Outcome.PASSED, "failed": Outcome.FAILED}.get(word, Outcome.INCONCLUSIVE)
    message = {
        "failed": f"AssertionError: {sentence}",
        "inconclusive": f"gauge.verdict.Inconclusive: {sentence}",
        "broken": "OSError: The port 5702 is taken.",
        "not run": "Not run: the run ended before this scenario was finished.",
    }.get(word, "")
    data = {
        "uuid": f"{requirement} {name}",
        "name": name,
        "status": STATUS[word],
        "statusDetails": {"message": message},
        "labels": [{"name": "tag", "value": requirement}, {"name": "feature", "value": "F"}],
    }
    verdict = Verdict(requirement, outcome, sentence, measures=measures)
    return AllureResult(Path("x"), data, (verdict,) if measures else ())


def record(results: Sequence[AllureResult], headline: str) -> RunRecord:
    """The present run."""
    return record_of(results, headline, "2026-11-30T09:30:00+01:00", 240.0, ENVIRONMENT)


def run(results: Sequence[AllureResult], day: int = 1, **environment: str) -> RunRecord:
    return record_of(
        results, "All proved", f"2026-11-{day:02}T09:30:00+01:00", 240.0, {**ENVIRONMENT, **environment}
    )


def runs(values: Sequence[float], **environment: str) -> list[RunRecord]:
    """A run a day in which a step took so long."""
    return [
        run([judged("VALID-03a", "passed", step(value))], day, **environment)
        for day, value in enumerate(values, start=1)
    ]

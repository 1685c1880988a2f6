"""Hold behave's own statuses against the Allure results, and repair a report that is greener.

allure-behave 2.16.2 derives a scenario's status from its steps alone: with behave 1.3.3 a failing
`after_scenario` hook or clean-up therefore shows as passed, a failing `before_scenario` as
skipped, and a scenario inside a `Rule:` not at all, while behave itself ends non-zero. A report
that is greener than the run is a defect, so behave's statuses decide.
"""

from __future__ import annotations

import hashlib
import time
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gauge.verdict import Verdict
from reporting.results import AllureResult, ReportPaths, in_order, read_results, write_result

# behave's status -> the least green status that Allure may show for it.
ALLURE_STATUS: Mapping[str, str] = {
    "passed": "passed",
    "xfailed": "passed",
    "xpassed": "passed",
    "pending_warn": "passed",
    "skipped": "skipped",
    "failed": "failed",
    "untested": "unknown",
    "untested_pending": "unknown",
    "untested_undefined": "unknown",
}
GREENNESS: Mapping[str, int] = {"passed": 3, "skipped": 2, "unknown": 1, "failed": 0, "broken": 0}


@dataclass(frozen=True)
class ScenarioOutcome:
    """What behave says of one scenario: `status` is the name of its `behave.model_type.Status`.

    `error` is the text of the error that decided, empty when there is none; `verdicts` were stated in it.
    `tags` are without their @.
    """

    feature: str
    scenario: str
    status: str
    error: str = ""
    verdicts: tuple[Verdict, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """What it shares with its result."""
        return self.feature, self.scenario

    @property
    def allure_status(self) -> str:
        """The status Allure must show at least: every error that is not a judgement is broken."""
        return ALLURE_STATUS.get(self.status, "broken")


@dataclass(frozen=True)
class Disagreement:
    """One place where the report did not say what behave said, and has been repaired."""

    feature: str
    scenario: str
    behave_status: str
    allure_status: str | None

    @property
    def sentence(self) -> str:
        """The disagreement for a reader."""
        where = f"{self.feature}: {self.scenario}"
        if self.behave_status == "":
            return f"{where}: the report holds a result that behave did not run; it is marked unknown."
        if self.allure_status is None:
            return f"{where}: behave says {self.behave_status}, the report left it out; it has been added."
        return f"{where}: behave says {self.behave_status}, the report said {self.allure_status}; repaired."


def reconcile_with_behave(
    paths: ReportPaths, outcomes: Sequence[ScenarioOutcome]
) -> tuple[list[AllureResult], list[Disagreement]]:
    """Compare every scenario of behave's run with its result and repair the results.

    A result that is greener than behave's status gets that status and a message; a missing one is
    created (scenarios that behave skipped may be missing); one that behave knows nothing of is marked
    unknown. Scenarios that share feature and name are paired in the order in which they ran. Returned are
    the results in order, each with its scenario's verdicts, and what was repaired.
    """
    left = read_results(paths)
    end_ms = max((result.stop_ms for result in left), default=int(time.time() * 1000))
    results: list[AllureResult] = []
    found: list[Disagreement] = []
    for number, outcome in enumerate(outcomes):
        result = _result_of(outcome, left, outcomes[number:])
        if result is not None:
            left.remove(result)
        if _greener(outcome, result):
            status = result.status if result else None
            found.append(Disagreement(outcome.feature, outcome.scenario, outcome.status, status))
            if result is None:
                path = paths.results / f"{uuid.uuid4()}-result.json"
                result = write_result(path, _created(outcome, end_ms))
            else:
                result = write_result(result.path, _repaired(result, outcome))
        if result is not None:
            results.append(replace(result, verdicts=outcome.verdicts))
    for result in left:
        found.append(Disagreement(result.feature, result.name, "", result.status))
        message = "This result is not from this run: behave ran no such scenario."
        data = {**result.data, "status": "unknown", "statusDetails": {"message": message}}
        results.append(write_result(result.path, data))
    return in_order(results), found


def not_asked(
    paths: ReportPaths, outcomes: Sequence[ScenarioOutcome], results: Sequence[AllureResult]
) -> list[AllureResult]:
    """Results for scenarios that behave skipped and allure-behave left out, as it does with those of other
    names. They are for the summary and the page and are in no file."""
    reported = Counter((result.feature, result.name) for result in results)
    asked = Counter(outcome.key for outcome in outcomes if outcome.status != "skipped")
    left_out = []
    for outcome in outcomes:
        if outcome.status != "skipped":
            continue
        if reported[outcome.key] > asked[outcome.key]:
            reported[outcome.key] -= 1
        else:
            path = paths.results / f"{uuid.uuid4()}-result.json"
            left_out.append(AllureResult(path, _created(outcome, 0) | {"uuid": ""}))
    return left_out


def _result_of(
    outcome: ScenarioOutcome, left: Sequence[AllureResult], open_outcomes: Sequence[ScenarioOutcome]
) -> AllureResult | None:
    """The first result of that name, unless it is a later scenario's because a skipped one has none."""
    alike = [result for result in left if (result.feature, result.name) == outcome.key]
    rivals = sum(other.key == outcome.key for other in open_outcomes)
    if not alike or (outcome.status == "skipped" and len(alike) < rivals):
        return None
    return alike[0]


def _greener(outcome: ScenarioOutcome, result: AllureResult | None) -> bool:
    if result is None:
        return outcome.allure_status != "skipped"
    return GREENNESS.get(result.status, 0) > GREENNESS[outcome.allure_status]


def _message(outcome: ScenarioOutcome) -> str:
    if outcome.allure_status == "unknown":
        return "Not run: the run ended before this scenario was finished."
    if outcome.allure_status in ("passed", "skipped"):
        return ""
    default = "behave gives no text; see the terminal output of the run."
    phase = {
        "hook_error": "Set-up or clean-up hook failed: ",
        "cleanup_error": "Clean-up failed: ",
        "undefined": "A step has no definition: ",
    }.get(outcome.status, "")
    return phase + (outcome.error.strip() or default)


def _repaired(result: AllureResult, outcome: ScenarioOutcome) -> dict[str, Any]:
    details = dict(result.data.get("statusDetails") or {})
    details["message"] = "\n".join(text for text in (_message(outcome), result.message) if text)
    return {**result.data, "status": outcome.allure_status, "statusDetails": details}


def _created(outcome: ScenarioOutcome, moment_ms: int) -> dict[str, Any]:
    """A result for a scenario that allure-behave left out, with the ids that allure-behave would give."""
    full_name = f"{outcome.feature}: {outcome.scenario.rsplit(' -- ')[0]}"
    made: dict[str, Any] = {
        "uuid": str(uuid.uuid4()),
        "name": outcome.scenario,
        "fullName": full_name,
        "historyId": _md5(outcome.feature, outcome.scenario),
        "testCaseId": _md5(full_name),
        "titlePath": [outcome.feature],
        "status": outcome.allure_status,
        "stage": "finished",
        "description": "This entry was added from behave's own record; its steps were not reported.",
        "labels": [
            {"name": "feature", "value": outcome.feature},
            {"name": "framework", "value": "behave"},
            {"name": "severity", "value": "normal"},
            *({"name": "tag", "value": tag} for tag in outcome.tags),
        ],
        "start": moment_ms,
        "stop": moment_ms,
    }
    if message := _message(outcome):
        made["statusDetails"] = {"message": message}
    return made


def _md5(*parts: str) -> str:
    """The digest allure-python-commons makes of its parts; an identity, nothing is kept safe by it."""
    digest = hashlib.md5(usedforsecurity=False)
    for part in parts:
        digest.update(part.encode("utf-8"))
    return digest.hexdigest()

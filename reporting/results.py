"""The folder of Allure results: emptied, read, written to.

An Allure result is one JSON file a scenario, written by allure-behave; beside them lie the
attachments and three files about the run (https://allurereport.org/docs/how-it-works-test-result-file/).
"""

from __future__ import annotations

import json
import os
import shutil
import socket
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gauge.verdict import Verdict

INCONCLUSIVE_PATTERN = r"[\s\S]*\bInconclusive: [\s\S]*"

# What a reader sees instead of Allure's "Product errors" and "Test errors". The first match wins.
CATEGORIES: tuple[Mapping[str, object], ...] = (
    {"name": "A requirement does not hold", "matchedStatuses": ["failed"]},
    {
        "name": "Inconclusive: the data cannot tell",
        "matchedStatuses": ["broken"],
        "messageRegex": INCONCLUSIVE_PATTERN,
    },
    {"name": "Nothing was judged: set-up or clean-up went wrong", "matchedStatuses": ["broken"]},
    {"name": "Not run: the run ended before", "matchedStatuses": ["unknown"]},
)


@dataclass(frozen=True)
class ReportPaths:
    """Where everything about a run is kept, below one folder (`reports/`)."""

    root: Path

    @property
    def results(self) -> Path:
        """Folder of the Allure results of the last run."""
        return self.root / "allure-results"

    @property
    def html(self) -> Path:
        """Folder that holds the one self-contained HTML file."""
        return self.root / "allure-report"

    @property
    def index(self) -> Path:
        """The self-contained HTML file."""
        return self.html / "index.html"

    @property
    def history(self) -> Path:
        """Allure's history, one line of JSON a run; kept when the last run's results are removed."""
        return self.root / "history.jsonl"

    @property
    def runs(self) -> Path:
        """What each run measured, one line of JSON a run; kept like the history."""
        return self.root / "runs.jsonl"

    @property
    def summary(self) -> Path:
        """The answer as a pull-request comment."""
        return self.root / "SUMMARY.md"

    @property
    def junit(self) -> Path:
        """The scenarios in JUnit's format."""
        return self.root / "junit.xml"

    @property
    def page(self) -> Path:
        """The page to sign."""
        return self.root / "index.html"


@dataclass(frozen=True)
class AllureResult:
    """One scenario's result file. `data` is the parsed JSON object, as allure-behave wrote it.

    `verdicts` are those stated in the scenario, in order; the file does not hold them.
    """

    path: Path
    data: Mapping[str, Any]
    verdicts: tuple[Verdict, ...] = ()

    @property
    def name(self) -> str:
        """The scenario's name."""
        return str(self.data.get("name", ""))

    @property
    def feature(self) -> str:
        """The name of the feature the scenario is in; empty when the result does not say."""
        labels = self.data.get("labels") or []
        return next((str(label["value"]) for label in labels if label.get("name") == "feature"), "")

    @property
    def tags(self) -> tuple[str, ...]:
        """The scenario's tags without their @."""
        labels = self.data.get("labels") or []
        return tuple(str(label["value"]) for label in labels if label.get("name") == "tag")

    @property
    def status(self) -> str:
        """passed, failed, broken, skipped or unknown, in Allure's words."""
        return str(self.data.get("status") or "unknown")

    @property
    def message(self) -> str:
        """What went wrong, empty when nothing did."""
        return str((self.data.get("statusDetails") or {}).get("message") or "").strip()

    @property
    def start_ms(self) -> int:
        """When the scenario began, in milliseconds since 1970."""
        return int(self.data.get("start") or 0)

    @property
    def stop_ms(self) -> int:
        """When the scenario ended, in milliseconds since 1970."""
        return int(self.data.get("stop") or self.start_ms)

    @property
    def inconclusive(self) -> bool:
        """True for a scenario that ended in the third verdict."""
        return self.status == "broken" and "Inconclusive: " in self.message


def empty_last_run(paths: ReportPaths) -> None:
    """Remove what the last run left and make the folders; the history stays.

    The results folder itself is kept, because allure-behave opens it before any hook of behave runs.
    """
    for folder in (paths.results, paths.html):
        folder.mkdir(parents=True, exist_ok=True)
        for entry in folder.iterdir():
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()
    for page in (paths.summary, paths.page, paths.junit):
        page.unlink(missing_ok=True)


def read_results(paths: ReportPaths) -> list[AllureResult]:
    """All readable results, in the order in which the scenarios began.

    A file that is not a JSON object is left out: a process that dies while it writes leaves one,
    and the scenario then counts as missing from the report.
    """
    return in_order(_readable(paths.results))


def in_order(results: Iterable[AllureResult]) -> list[AllureResult]:
    """By when the scenarios began."""
    return sorted(results, key=lambda result: (result.start_ms, result.path.name))


def _readable(folder: Path) -> Iterator[AllureResult]:
    for path in folder.glob("*-result.json") if folder.is_dir() else ():
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except ValueError:
            continue
        if isinstance(data, dict):
            yield AllureResult(path, data)


def write_result(path: Path, data: Mapping[str, Any]) -> AllureResult:
    """Write one result file whole or not at all, and give it back as read."""
    draft = path.with_suffix(".tmp")
    draft.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    os.replace(draft, path)
    return AllureResult(path, data)


def write_run_metadata(paths: ReportPaths, title: str, environment: Mapping[str, str]) -> None:
    """Write environment.properties, executor.json and categories.json beside the results."""
    lines = [f"{_property_key(key)} = {_property_value(value)}" for key, value in environment.items()]
    (paths.results / "environment.properties").write_text("\n".join(lines) + "\n", encoding="utf-8")
    executor = {"name": socket.gethostname(), "type": "behave", "buildName": title, "reportName": title}
    if url := os.environ.get("CI_BUILD_URL"):
        executor["buildUrl"] = url
    (paths.results / "executor.json").write_text(json.dumps(executor, indent=2), encoding="utf-8")
    (paths.results / "categories.json").write_text(json.dumps(CATEGORIES, indent=2), encoding="utf-8")


def _property_key(text: str) -> str:
    """Escaped so that a Java properties reader does not end the key at a space, colon or equals sign."""
    return "".join(f"\\{char}" if char in "\\ :=#!" else char for char in " ".join(text.split()))


def _property_value(text: str) -> str:
    return " ".join(text.split()).replace("\\", "\\\\")

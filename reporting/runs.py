"""What earlier runs found, a line of JSON each, so that a run can be compared with those like it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from gauge.verdict import Measure
from reporting.results import AllureResult
from reporting.wording import tagged, word_for

RUNS_KEPT = 200
ABOUT = ("Game", "Commit", "Browser", "Machine", "Pyodide")
# where the browser, the server or files are found, and what is recorded beside: no other game for it
UNLIKE_IN_NAME_ONLY = {"Setting browser", "Setting server_pid", "Setting offline_assets", "Setting trace"}


@dataclass(frozen=True)
class Asked:
    """One scenario of a run: its requirements, its verdict in one word, and all that was measured in it."""

    feature: str
    scenario: str
    requirements: tuple[str, ...]
    word: str
    measures: tuple[tuple[str, Measure], ...] = ()
    """Requirement and number, each number once."""

    @property
    def key(self) -> tuple[str, str]:
        return self.feature, self.scenario


@dataclass(frozen=True)
class RunRecord:
    """One run. `ended` is local time with its offset (ISO 8601); `settings` and `about` are what it was made
    with; `wall_s` is its wall time in seconds."""

    ended: str
    headline: str
    wall_s: float
    settings: Mapping[str, str]
    about: Mapping[str, str]
    scenarios: tuple[Asked, ...] = field(default=())

    def like(self, other: RunRecord) -> bool:
        """Of the same game, address and settings. One that either run did not have yet tells nothing."""
        both = self.settings.keys() & other.settings.keys()
        return all(self.settings[name] == other.settings[name] for name in both)


def record_of(
    results: Sequence[AllureResult], headline: str, ended: str, wall_s: float, environment: Mapping[str, str]
) -> RunRecord:
    """This run's line."""
    settings = {
        name: value
        for name, value in environment.items()
        if (name == "Game" or name.startswith("Setting ")) and name not in UNLIKE_IN_NAME_ONLY
    }
    about = {name: environment[name] for name in ABOUT if name in environment}
    return RunRecord(ended, headline, wall_s, settings, about, tuple(_asked(result) for result in results))


def _asked(result: AllureResult) -> Asked:
    measures = {
        (verdict.requirement, measure.name, measure.line): (verdict.requirement, measure)
        for verdict in result.verdicts
        for measure in verdict.measures
    }
    named, word = tuple(tagged(result)), word_for(result)
    return Asked(result.feature, result.name, named, word, tuple(measures.values()))


def earlier_runs(path: Path, this: RunRecord) -> list[RunRecord]:
    """Those like this one, the oldest first. A line that cannot be read is left out."""
    return [run for run in _readable(path) if run.like(this)]


def keep(path: Path, run: RunRecord) -> None:
    """Add a run; the oldest go when there are more than RUNS_KEPT. The file is replaced whole."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    lines = [line for line in lines if line.strip()][-(RUNS_KEPT - 1) :]
    draft = path.with_suffix(".tmp")
    draft.write_text(
        "\n".join([*lines, json.dumps(asdict(run), ensure_ascii=False)]) + "\n", encoding="utf-8"
    )
    os.replace(draft, path)


def _readable(path: Path) -> Iterator[RunRecord]:
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines() if path.is_file() else ():
        try:
            yield _read(json.loads(line))
        except (ValueError, TypeError, KeyError):
            continue


def _read(data: Mapping[str, Any]) -> RunRecord:
    scenarios = tuple(
        Asked(
            one["feature"],
            one["scenario"],
            tuple(one["requirements"]),
            one["word"],
            tuple((requirement, Measure(**measure)) for requirement, measure in one["measures"]),
        )
        for one in data["scenarios"]
    )
    settings, about = dict(data["settings"]), dict(data["about"])
    wall_s = float(data["wall_s"])
    return RunRecord(str(data["ended"]), str(data["headline"]), wall_s, settings, about, scenarios)

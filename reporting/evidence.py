"""What a scenario's report entry carries about its verdicts: attachments, description, figures for trends."""

from __future__ import annotations

import base64
import html
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gauge.charts import png
from gauge.verdict import Outcome, Verdict
from reporting.results import AllureResult, ReportPaths, write_result
from reporting.wording import tagged, titled, word_for

if TYPE_CHECKING:
    from matplotlib.figure import Figure

CHART_PREFIX = "Chart: "
SAID = {
    Outcome.PASSED: "Shown to hold",
    Outcome.FAILED: "Shown not to hold",
    Outcome.INCONCLUSIVE: "Inconclusive",
}


@dataclass(frozen=True)
class Attachment:
    """Something to attach to a scenario: `name` is what people click on, `body` text or bytes."""

    name: str
    body: str | bytes
    media_type: str
    extension: str


VERDICT_DATA = "Verdict (data)"


def of_verdict(verdict: Verdict) -> list[Attachment]:
    """The verdict as text for people and, with every figure, as JSON for programs."""
    return [
        Attachment("Verdict", verdict.to_text(), "text/plain", "txt"),
        Attachment(VERDICT_DATA, verdict.to_json(), "application/json", "json"),
    ]


def chart(name: str, figure: Figure) -> Attachment:
    """A chart as PNG; it is shown at the top of the scenario's entry as well."""
    return Attachment(CHART_PREFIX + name, png(figure), "image/png", "png")


def screenshot(name: str, data: bytes) -> Attachment:
    """What a player saw, PNG bytes."""
    return Attachment(name, data, "image/png", "png")


def samples(name: str, csv_text: str) -> Attachment:
    """Raw samples as CSV text."""
    return Attachment(name, csv_text, "text/csv", "csv")


def describe_results(results: Sequence[AllureResult]) -> list[AllureResult]:
    """Put each scenario below its requirement, and on top of it what it asks, its sentences and charts.

    Given back are the results as they are then.
    """
    shared = Counter(", ".join(tagged(result)) for result in results)
    return [
        replace(
            write_result(r.path, _described(r, alone=shared[", ".join(tagged(r))] == 1)), verdicts=r.verdicts
        )
        for r in results
    ]


def _described(result: AllureResult, *, alone: bool) -> dict[str, Any]:
    """A requirement that it has `alone` is called by its sentence as well."""
    data, named = dict(result.data), ", ".join(tagged(result))
    if named:
        story = {"name": "story", "value": f"{named} {result.name}" if alone else named}
        data["labels"] = [label for label in data.get("labels") or [] if label["name"] != "story"] + [story]
    verdicts = result.verdicts
    shown = [f"<b>{html.escape(f'{named} {result.name}'.strip())}</b>: {word_for(result)}."]
    shown += [f"<b>{SAID[verdict.outcome]}.</b> {html.escape(verdict.sentence)}" for verdict in verdicts]
    shown += [f"<b>Warning.</b> {html.escape(text)}" for verdict in verdicts for text in verdict.warnings]
    shown += list(_charts(data, result.path.parent))
    shown += [html.escape(str(data.get("description") or ""))]
    data["descriptionHtml"] = "".join(f"<p>{part}</p>" for part in shown if part)
    return data


def _charts(item: Mapping[str, Any], folder: Path) -> Iterator[str]:
    """The charts as HTML images that carry their own bytes, because the report is one file."""
    for attachment in _attachments(item):
        name = str(attachment.get("name"))
        path = folder / str(attachment.get("source"))
        if name.startswith(CHART_PREFIX) and path.is_file():
            data = base64.b64encode(path.read_bytes()).decode("ascii")
            alt = html.escape(name, quote=True)
            yield f'<img alt="{alt}" src="data:image/png;base64,{data}" style="max-width: 100%">'


def _attachments(item: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The attachments of a scenario or step and of the steps in it, in order."""
    yield from item.get("attachments") or []
    for step in item.get("steps") or []:
        yield from _attachments(step)


def write_trends(paths: ReportPaths, results: Sequence[AllureResult]) -> dict[str, dict[str, str]]:
    """Write what was measured as `gauge-perf.json`, for Allure's charts over runs; give titles and units.

    The returned mapping goes into the report's config under `performance.metrics`. Counts of what must be
    gone are left out.
    """
    described: dict[str, dict[str, str]] = {}
    entries: list[dict[str, object]] = []
    for result in results:
        for verdict in result.verdicts:
            for measure in verdict.measures:
                if measure.limit == 0 or measure.value is None:
                    continue
                name = f"{verdict.requirement} {titled(measure)}"
                number = sum(entry["key"] == name for entry in entries) + 1
                times = {"start": result.start_ms, "stop": result.stop_ms}
                entries.append({"id": f"{name} {number}", "key": name, "value": measure.value, **times})
                described[name] = {
                    "title": name,
                    "unit": f"{measure.unit} {measure.per}".strip(),
                    "better": "higher" if measure.bound == "at least" else "lower",
                }
    if entries:
        (paths.results / "gauge-perf.json").write_text(json.dumps(entries, indent=2), encoding="utf-8")
    return described

"""A behave project as small as can be, run for real with the report on top."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

from reporting.results import ReportPaths, read_results
from reporting.wording import WORST_FIRST, word_for

ROOT = Path(__file__).resolve().parents[2]

ENVIRONMENT = """
from pathlib import Path
import reporting as report
from reporting.verdict_log import LOG

def boom(text):
    raise RuntimeError(text)

class Told:
    # says at the end what behave itself says of every scenario

    def __init__(self, features):
        self.features = features

    def feature(self, feature):
        pass

    def end(self):
        for feature in self.features:
            for scenario in feature.walk_scenarios():
                print(f"BEHAVE {scenario.name} | {scenario.status.name}")

def wants(context, name):
    return name in context.config.userdata.get("break", "")

def before_all(context):
    paths = report.begin(Path("reports"))
    report.Reporter(context, paths, title="Tiny project", project_root=Path(context.config.userdata["root"]),
                  environment={"Browser": "none", "Settings: games": "1"})
    context.config.reporters.append(Told(context._runner.features))
    if wants(context, "run-cleanup"):
        context.add_cleanup(boom, "the server did not stop")
    if wants(context, "before-all"):
        boom("no browser was found")

def after_all(context):
    if wants(context, "after-all"):
        boom("after_all broke")

def before_feature(context, feature):
    if "before-feature" in feature.tags:
        boom("before_feature broke")

def after_feature(context, feature):
    if "after-feature" in feature.tags:
        boom("after_feature broke")

def before_scenario(context, scenario):
    LOG.begin(scenario)
    if "before-scenario" in scenario.tags:
        boom("before_scenario broke")
    if "cleanup" in scenario.tags:
        context.add_cleanup(boom, "the window did not close")

def after_scenario(context, scenario):
    if "after-scenario" in scenario.tags:
        boom("after_scenario broke")

def after_tag(context, tag):
    if tag == "after-tag":
        boom("after_tag broke")
"""

STEPS = """
import allure
from behave import given, step
from behave.api.pending_step import StepNotImplementedError
from hamcrest import assert_that
from gauge.latency import sampled_charts as charts
from reporting import evidence
from reporting.verdict_log import LOG
from gauge.verdict import Measure, Outcome, Verdict, holds

def attach(a):
    allure.attach(a.body, name=a.name, attachment_type=a.media_type, extension=a.extension)

@step("it works")
def step_works(context):
    pass

@step("it is judged {outcome} at {number:d}")
def step_judged(context, outcome, number):
    verdict = Verdict("VALID-00", Outcome(outcome), f"The number was {number}, limit 5 (1 sample).",
                      measures=(Measure("number", number, "count", 5, samples="1 sample"),))
    LOG.add(verdict)
    for attachment in evidence.of_verdict(verdict):
        attach(attachment)
    attach(evidence.chart("steps", charts.step_distribution({"Player 1": [number]}, 5)))
    assert_that(verdict, holds())

@step("it fails at {number:d}")
def step_fails(context, number):
    # Nothing is attached: inside a rule allure-behave has no open scenario and allure.attach raises KeyError.
    assert number < 5, f"The number was {number}, limit 5."

@step("it is to be written")
def step_pending(context):
    raise StepNotImplementedError("not written yet")

@given("set-up breaks")
def given_broken(context):
    raise OSError("The port 5702 is taken.")

@step("somebody presses Ctrl-C")
def step_interrupted(context):
    raise KeyboardInterrupt
"""


@dataclass(frozen=True)
class Ran:
    """A finished behave run of a tiny project."""

    code: int
    said: str
    paths: ReportPaths

    @property
    def statuses(self) -> dict[str, str]:
        return {result.name: result.status for result in read_results(self.paths)}

    @property
    def messages(self) -> dict[str, str]:
        return {result.name: result.message for result in read_results(self.paths)}

    @property
    def summary(self) -> str:
        return self.paths.summary.read_text(encoding="utf-8")

    @property
    def page(self) -> str:
        return self.paths.page.read_text(encoding="utf-8")

    @property
    def behave_says(self) -> dict[str, str]:
        return dict(re.findall(r"^BEHAVE (.*) \| (\w+)$", self.said, re.MULTILINE))

    def agreed(self) -> dict[str, str]:
        """The word of each scenario, once the summary, the page and the Allure results all say it."""
        by_allure = [(result.name, word_for(result)) for result in read_results(self.paths)]
        # allure-behave leaves out what was not chosen by name
        reported = {name for name, _ in by_allure}
        skipped = [name for name, status in self.behave_says.items() if status == "skipped"]
        by_allure = sorted([*by_allure, *((name, "not asked") for name in skipped if name not in reported)])
        rows = [line.split(" | ") for line in self.summary.splitlines() if line.startswith("| ")][2:]
        assert sorted((row[1], row[2].strip("*✔✘?!○— ")) for row in rows) == by_allure
        assert sorted(words_on(self.page)) == by_allure
        cases = ElementTree.parse(self.paths.junit).iter("testcase")
        elements = [next((part.get("type") for part in case if part.get("type")), "passed") for case in cases]
        assert sorted(map(str, elements)) == sorted(word for _, word in by_allure)
        headline = self.summary.splitlines()[0].removeprefix("# ")
        assert f"<strong>{headline}</strong>" in self.page
        return dict(by_allure)


def words_on(page: str) -> list[tuple[str, str]]:
    """Scenario and word of every card and of every further scenario on a page, as a reader sees them."""
    reader = _Words()
    reader.feed(page)
    assert [word for _, word in reader.marked] == [word for _, word in reader.read]
    return reader.read


class _Words(HTMLParser):
    """`marked` are the words in attributes, `read` the first word of text that is one."""

    def __init__(self) -> None:
        super().__init__()
        self.marked: list[tuple[str, str]] = []
        self.read: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        given = dict(attrs)
        if "data-word" in given:
            self.marked.append((str(given["data-scenario"]), str(given["data-word"])))

    def handle_data(self, data: str) -> None:
        if data in WORST_FIRST and len(self.read) < len(self.marked):
            self.read.append((self.marked[-1][0], data))


def run_behave(
    folder: Path, features: dict[str, str], *options: str, root: Path | None = None, formatter: str = "plain"
) -> Ran:
    (folder / "features" / "steps").mkdir(parents=True, exist_ok=True)
    (folder / "features" / "environment.py").write_text(ENVIRONMENT, encoding="utf-8")
    (folder / "features" / "steps" / "tiny.py").write_text(STEPS, encoding="utf-8")
    for name, text in features.items():
        (folder / "features" / f"{name}.feature").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "behave", "-f", "allure_behave.formatter:AllureFormatter"]
    command += ["-o", "reports/allure-results", "-f", formatter, "-D", f"root={root or folder}", *options]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    return Ran(done.returncode, done.stdout + done.stderr, ReportPaths(folder / "reports"))

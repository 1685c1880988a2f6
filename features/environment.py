"""Begins and ends a run; what is started here is stopped by clean-ups registered here."""

import contextlib
import os
import sys
from pathlib import Path
from typing import Any, NoReturn

from gauge.report.hold import ReportsInUseError, hold
from gauge.report.run import begin
from gauge.report.run_end import RunEnd
from harness.about import about_the_run
from harness.errors import HarnessError
from harness.evidence import attach_failure, attach_so_far
from harness.run import Run
from harness.settings import Settings

PROJECT = Path(__file__).resolve().parent.parent
REPORTS = Path("reports").resolve()
REFUSED = 2


def before_all(context: Any) -> None:
    try:
        settings = Settings.from_userdata(context.config.userdata)
        context.held = hold(REPORTS)
        context.run = Run(settings, REPORTS)
    except (HarnessError, ReportsInUseError) as error:
        refuse(str(error))
    context.add_cleanup(context.run.stop)
    about = about_the_run(context.run)
    RunEnd(
        context,
        begin(REPORTS),
        title="Python in a Worker: acceptance",
        project_root=PROJECT,
        environment=lambda: about,
    )


def before_feature(context: Any, _feature: Any) -> None:
    # what a scenario has played may serve the next one of the same feature as well
    context.comparisons = {}
    context.same_windows = {}


def before_scenario(context: Any, _scenario: Any) -> None:
    context.run.begin_scenario()


def after_scenario(context: Any, scenario: Any) -> None:
    # allure-behave shows a scenario whose after-hook fails as passed, so nothing here may raise
    with contextlib.suppress(HarnessError):
        if scenario.status.name not in ("passed", "skipped"):
            attach_so_far(context.series if "series" in context else None)
            attach_failure(context.run, context.run.faults())
    context.run.close_windows()


def refuse(sentence: str) -> NoReturn:
    """Ends the program before any scenario, with the sentence alone.

    behave turns an error or an exit in this hook into a traceback-like line and a summary of scenarios that
    were never run; whoever mistyped a setting needs neither.
    """
    sys.stdout.flush()
    print(sentence, file=sys.__stderr__, flush=True)
    os._exit(REFUSED)

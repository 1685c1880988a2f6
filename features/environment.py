"""Begins and ends a run; what is started here is stopped by clean-ups registered here."""

import contextlib
import os
import sys
from pathlib import Path
from typing import Any, NoReturn

from harness.controls import Leak, bad_game
from harness.evidence.attachments import attach_failure
from harness.evidence.flow import attach_so_far
from harness.experiments.baseline import must_be_a_baseline
from harness.players.player import must_be_a_game
from harness.session.errors import HarnessError
from harness.session.run import Run
from harness.session.run_metadata import run_metadata
from harness.session.settings import Settings
from reporting.lock import ReportsInUseError, lock
from reporting.report import begin
from reporting.reporter import Reporter
from reporting.verdict_log import LOG

PROJECT = Path(__file__).resolve().parent.parent
REPORTS = Path("reports").resolve()
REFUSED = 2


def before_all(context: Any) -> None:
    try:
        settings = Settings.from_userdata(context.config.userdata)
        context.bad = bad_game(settings.bad) if settings.bad else None
        context.lock = lock(REPORTS)
        context.run = start(settings)
    except (HarnessError, ReportsInUseError) as error:
        refuse(str(error))
    context.add_cleanup(context.run.stop)
    metadata = run_metadata(context.run)
    Reporter(
        context,
        begin(REPORTS),
        title="Python in a Worker: acceptance" + (f" of a bad game ({settings.bad})" if settings.bad else ""),
        project_root=PROJECT,
        environment=metadata,
    )


def before_feature(context: Any, _feature: Any) -> None:
    # what a scenario has played may serve the next one of the same feature as well
    context.comparisons = {}
    context.same_windows = {}
    context.surveys = {}
    context.watched_games = {}
    context.crowds = {}


def before_scenario(context: Any, scenario: Any) -> None:
    LOG.begin(scenario)
    if isinstance(context.bad, Leak):
        context.leak = context.bad
    elif context.bad is not None:
        context.control = context.bad
    context.run.begin_scenario()
    wanted = next((tag[5:] for tag in scenario.effective_tags if tag.startswith("game.")), None)
    if wanted not in (None, context.run.settings.game):
        scenario.skip(f"this is about another game; run it with -D game={wanted}")
    for tag, reason in context.run.profile.not_applicable.items():
        if tag in scenario.effective_tags:
            scenario.skip(f"{tag} does not apply to {context.run.profile.name}: {reason}")


def after_scenario(context: Any, scenario: Any) -> None:
    # allure-behave shows a scenario whose after-hook fails as passed, so nothing here may raise
    with contextlib.suppress(HarnessError):
        if scenario.status.name not in ("passed", "skipped"):
            attach_so_far(context.series if "series" in context else None)
            attach_failure(context.run, context.run.faults())
    context.run.close_windows()


def start(settings: Settings) -> Run:
    """Server and browser; a game that somebody else serves is looked at before any scenario starts."""
    run = Run(settings, REPORTS)
    try:
        if settings.base_url is not None:
            must_be_a_game(run)
        if settings.baseline_url is not None:
            must_be_a_baseline(run)
    except BaseException:
        run.stop()
        raise
    return run


def refuse(sentence: str) -> NoReturn:
    """Ends the program before any scenario, with the sentence alone.

    behave turns an error or an exit in this hook into a traceback-like line and a summary of scenarios that
    were never run; someone who mistyped a setting needs neither.
    """
    sys.stdout.flush()
    print(sentence, file=sys.__stderr__, flush=True)
    os._exit(REFUSED)

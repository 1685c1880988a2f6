"""Makes the report at the one moment when a behave run is really over.

behave 1.3.3 ends a run in this order (`behave/runner.py`, `ModelRunner.run_model`): the `after_all`
hook, the clean-ups that are left, `close()` of every formatter, `end()` of every reporter, and only
then is the exit status computed. allure-behave has written its last result once its formatter is
closed, so a reporter's `end()` is the first moment at which all results are there, and the last at
which the run can still be made to end non-zero. `Reporter` is such a reporter. It knows behave by its
attributes alone and imports nothing of it.

When behave itself dies of an exception (its progress formatter does at a clean-up that failed), no reporter
is asked. The report is then made when the interpreter exits.
"""

from __future__ import annotations

import atexit
import contextlib
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from reporting.agreement import ScenarioOutcome
from reporting.report import FinishedReport, finish
from reporting.results import ReportPaths
from reporting.verdict_log import LOG

FEATURE_ENTRY = "Set-up or clean-up of the feature"
RUN_ENTRY = "Set-up or clean-up of the run"
BAD = {"failed", "error", "hook_error", "cleanup_error", "undefined", "pending"}


def outcomes_of(
    features: Sequence[Any], cleanup_errors: Mapping[int, str] | None = None
) -> list[ScenarioOutcome]:
    """What behave says of every scenario of the features, in order, those inside rules included.

    A feature that failed although none of its scenarios did (its own hook or clean-up) adds an entry
    of its own, because no scenario would show it. `cleanup_errors` gives texts by `id()` of the
    scenario or feature: behave 1.3.3 prints a clean-up's error but does not keep it.
    """
    texts = cleanup_errors or {}
    outcomes: list[ScenarioOutcome] = []
    for feature in features:
        scenarios = [
            ScenarioOutcome(
                feature.name,
                scenario.name or scenario.keyword,
                scenario.status.name,
                _error_text(scenario, texts),
                LOG.of(scenario),
                tuple(map(str, scenario.effective_tags)),
            )
            for scenario in feature.walk_scenarios()
        ]
        outcomes += scenarios
        status = feature.status.name
        if status in BAD and not any(outcome.status in BAD for outcome in scenarios):
            text = texts.get(id(feature)) or str(feature.error_message or "")
            outcomes.append(ScenarioOutcome(feature.name, FEATURE_ENTRY, status, text))
    return outcomes


def _error_text(scenario: Any, texts: Mapping[int, str]) -> str:
    parts = [str(scenario.error_message or ""), texts.get(id(scenario), "")]
    parts += [
        f"{type(s.exception).__name__}: {s.exception}" for s in scenario.all_steps if s.exception is not None
    ]
    return "\n".join(part for part in parts if part)


class Reporter:
    """A behave reporter that makes the report when the run is over.

    Make one in `before_all`, as soon as `reporting.begin` has been called; it registers itself.
    A report that was greener than the run, or could not be made for a reason other than missing
    Node or Allure, makes the run end non-zero.
    """

    def __init__(
        self,
        context: Any,
        paths: ReportPaths,
        *,
        title: str,
        project_root: Path,
        environment: Mapping[str, str],
    ) -> None:
        self.finished: FinishedReport | None = None
        self._runner = context._runner
        self._paths, self._title, self._project_root = paths, title, project_root
        self._environment = environment
        self._began_s = time.monotonic()
        self._features: list[Any] = context._runner.features
        self._cleanup_errors: dict[int, str] = {}
        self._run_errors: list[str] = []
        context.on_cleanup_error = self._note_cleanup_error
        context.config.reporters.append(self)
        atexit.register(self._after_a_crash)

    def feature(self, _feature: Any) -> None:
        """behave: a feature is over. Nothing to do, all features are looked at in the end."""

    def end(self) -> None:
        """behave: everything is over, the formatters are closed."""
        atexit.unregister(self._after_a_crash)
        try:
            self.finished = self._finish()
        except Exception as error:
            print(
                f"\nThe report could not be made ({type(error).__name__}: {error}); see {self._paths.root}."
            )
            self._fail_the_run()
            return
        print(f"\n{self.finished.text}")
        if not self.finished.agrees:
            self._fail_the_run()

    def _after_a_crash(self) -> None:
        self._run_errors.append("behave itself stopped with an error; see the terminal output.")
        self.end()

    def _finish(self) -> FinishedReport:
        outcomes = outcomes_of(self._features, self._cleanup_errors)
        problems = list(self._run_errors)
        with contextlib.suppress(ReferenceError):
            if self._runner.hook_failures and not any(outcome.status in BAD for outcome in outcomes):
                problems.append("A hook of the run failed; see the terminal output.")
            if self._runner.aborted:
                problems.append("The run was aborted before its end.")
        outcomes += [ScenarioOutcome("The run", RUN_ENTRY, "hook_error", problem) for problem in problems]
        return finish(
            self._paths,
            outcomes,
            title=self._title,
            environment=self._environment,
            project_root=self._project_root,
            wall_s=time.monotonic() - self._began_s,
            problems=problems,
        )

    def _fail_the_run(self) -> None:
        # behave computes its exit status from this count after the reporters have ended. After a
        # crash the runner, of which behave gives a weak reference, is gone and the status is 1 already.
        with contextlib.suppress(ReferenceError):
            self._runner.hook_failures += 1

    def _note_cleanup_error(self, context: Any, _cleanup: Callable[[], object], error: Exception) -> None:
        text = f"{type(error).__name__}: {error}"
        print(f"Clean-up failed: {text}")
        statement = getattr(context, "scenario", None) or getattr(context, "feature", None)
        if statement is None:
            self._run_errors.append(f"Clean-up of the run failed: {text}")
        else:
            earlier = self._cleanup_errors.get(id(statement))
            self._cleanup_errors[id(statement)] = f"{earlier}\n{text}" if earlier else text

"""The verdicts of a run, scenario by scenario: added as they are stated, read when the report is made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from gauge.verdict import Verdict


class VerdictLog:
    """Verdicts by behave's scenario object: names alone do not tell scenarios of the same name apart.

    A verdict stated before any scenario has begun belongs to none and is not kept.
    """

    def __init__(self) -> None:
        self._by_scenario: dict[int, list[Verdict]] = {}
        self._running: list[Verdict] = []
        self._shown: list[object] = []

    def begin(self, scenario: object) -> None:
        """From now on verdicts are this scenario's; one that is run again begins anew."""
        self._running = self._by_scenario[id(scenario)] = []
        self._shown = []

    def first_time(self, evidence: object) -> bool:
        """Whether the scenario that runs has not shown this yet; charts for every step tell no more."""
        known = evidence in self._shown
        self._shown.append(evidence)
        return not known

    def add(self, verdict: Verdict) -> None:
        self._running.append(verdict)

    @contextmanager
    def aside(self) -> Iterator[list[Verdict]]:
        """Gives what is stated in the block, which is no verdict of the scenario: a control is to fail."""
        own, self._running = self._running, []
        try:
            yield self._running
        finally:
            self._running = own

    def of(self, scenario: object) -> tuple[Verdict, ...]:
        """What was stated in the scenario, in order; nothing for one that never began."""
        return tuple(self._by_scenario.get(id(scenario), ()))


LOG = VerdictLog()
"""The log of the run in this process."""

"""Plays studies side by side, on this machine or on many, until the time is up."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import dask
from distributed import CancelledError, Client, Future, LocalCluster, as_completed
from distributed.comm.core import CommClosedError

from certify.cases import Case
from certify.study import Study, play

CONNECT_WITHIN_S = 15
# a study may lose its worker so many times, for the machine's reasons, before it is given up
MAY_LOSE_WORKERS = 3

Play = Callable[[Case, Mapping[str, str]], Study]


class FleetError(Exception):
    """Nobody can play studies; the sentence says why and what to do."""


@dataclass
class Fleet:
    """Where studies are played: ``scheduler`` is an address such as tcp://host:8786, None for this machine.

    ``processes`` is how many play here at once; two browsers on two cores disturb each other's times.
    """

    scheduler: str | None = None
    processes: int = 1
    play: Play = play
    _running: dict[str, Case] = field(default_factory=dict)

    def run(
        self,
        cases: Sequence[Case],
        done: Counter[str],
        budget_s: float,
        options: Mapping[str, str],
        finished: Callable[[Study, float], None],
    ) -> None:
        """Plays the case with the fewest studies for its share while there is time; gives each as it comes.

        `done` counts the studies that are there already; `finished` gets a study and the seconds left.
        FleetError when there is no time for any, or nobody (any more) to play.
        """
        if all(case.seconds > budget_s for case in cases):
            shortest = min(case.seconds for case in cases)
            raise FleetError(
                f"A budget of {budget_s:.0f} s is too short for any study; give {shortest:.0f} s or more."
            )
        # a scheduler that goes away is told in a sentence, not with a traceback
        logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
        dask.config.set({"distributed.scheduler.allowed-failures": MAY_LOSE_WORKERS})
        begun: Counter[str] = Counter(done)
        with self._client() as client:
            end = time.monotonic() + budget_s
            running = as_completed(loop=client.loop)
            for _ in range(self._workers(client)):
                self._submit(client, running, cases, begun, end, options)
            for future in running:
                study = self._result(future, self._running.pop(str(future.key)))
                identity = replace(study.identity, at_once=self.processes)
                finished(replace(study, identity=identity), end - time.monotonic())
                self._submit(client, running, cases, begun, end, options)

    @contextmanager
    def _client(self) -> Iterator[Client]:
        """To the scheduler, or to a cluster that ends with the block."""
        with ExitStack() as stack:
            address: Any = self.scheduler
            if address is None:
                address = stack.enter_context(
                    LocalCluster(
                        n_workers=self.processes,
                        threads_per_worker=1,
                        dashboard_address=None,
                        silence_logs=50,
                    )
                )
            try:
                client = stack.enter_context(Client(address, timeout=CONNECT_WITHIN_S, set_as_default=False))
            except (OSError, ValueError, TypeError) as error:
                raise FleetError(
                    f"No scheduler answers at {self.scheduler} ({error}); start one with `dask scheduler`, "
                    "or leave --scheduler out to play here."
                ) from error
            yield client

    def _workers(self, client: Client) -> int:
        workers = len(client.scheduler_info(n_workers=-1)["workers"])
        if not workers:
            raise FleetError(
                f"The scheduler at {self.scheduler} has no worker; start some with "
                "`dask worker ADDRESS --nthreads 1` in a checkout of this commit."
            )
        return workers

    def _submit(
        self,
        client: Client,
        running: Any,
        cases: Sequence[Case],
        begun: Counter[str],
        end: float,
        options: Mapping[str, str],
    ) -> None:
        left = end - time.monotonic()
        fitting = [case for case in cases if case.seconds <= left]
        if not fitting:
            return
        case = min(fitting, key=lambda case: (begun[case.name] + 1) / case.share)
        begun[case.name] += 1
        key = f"{case.name} {begun[case.name]} {time.time_ns()}"
        future = client.submit(self.play, case, dict(options), key=key, pure=False)
        self._running[str(future.key)] = case
        running.add(future)

    def _result(self, future: Future[Any], case: Case) -> Study:
        try:
            found = future.result()
        except (CancelledError, CommClosedError, OSError) as error:
            raise FleetError(
                f"The scheduler at {self.scheduler} has gone away; what was measured before stays. "
                "Start it and its workers again to go on."
            ) from error
        except Exception as error:
            raise FleetError(f"A study of {case.name!r} could not be played: {error}") from error
        assert isinstance(found, Study)
        return found

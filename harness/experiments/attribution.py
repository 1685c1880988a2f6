"""Why memory grows: what is left behind, what keeps it, and which of several layers is the cause."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass

from gauge.memory.causes import NOTHING_FOUND, Explanation, cause_first
from gauge.memory.findings import Finding
from gauge.memory.growth import MIN_GAMES, ClassReading
from gauge.memory.layers import IN_WORKER
from gauge.memory.spacing import Spacing
from harness.experiments.page_looks import PageLooks
from harness.experiments.step_pace import STEP_TIME
from harness.experiments.worker_looks import LOOKED_INTO, WorkerLooks
from harness.probes.base import NotMeasurableError
from harness.probes.memory_sampler import MemorySampler
from harness.probes.upkeep import UPKEEP
from harness.session.errors import PlayerError
from harness.snapshots.counted import COUNTED

WITHIN_A_GAME = (0, 1, MIN_GAMES)
"""Readings of one long game at which it is looked into."""


@dataclass(frozen=True)
class Moment:
    """When something that grows is looked into: what of it can be, numbered as readings are."""

    reading: int
    sampler: MemorySampler
    page: bool = True
    worker: bool = True


def explain(
    moments: Generator[Moment], failed: Sequence[Finding], spacing: Spacing, sampler: MemorySampler
) -> tuple[tuple[ClassReading, ...], Explanation]:
    """What the failed layers say of each other, how the cause is held, and what grew in the Worker.

    What the sampler that read them can name is told as well. Why a path is not known stands in its place.
    """
    named = sampler.left_behind(_seat(failed), spacing)
    in_worker = [finding for finding in failed if finding.layer.name in LOOKED_INTO]
    on_page = [finding for finding in failed if finding.layer.name in COUNTED]
    page = PageLooks(on_page, _seat([*on_page, *failed]), spacing)
    worker = WorkerLooks([f.layer.name for f in in_worker], _seat([*in_worker, *failed]), spacing)
    elsewhere = (*IN_WORKER, *UPKEEP, STEP_TIME)
    look_at_page = bool(on_page) or not any(finding.layer.name in elsewhere for finding in failed)
    if not (look_at_page or in_worker):
        return (), Explanation(left=named)
    try:
        with closing(moments):
            for moment in moments:
                if moment.page and look_at_page:
                    page.look(moment.reading, moment.sampler)
                if moment.worker and in_worker:
                    worker.look(moment.reading, moment.sampler)
        of_page = page.explanation() if look_at_page else NOTHING_FOUND
        of_worker = worker.explanation() if in_worker else NOTHING_FOUND
    except (NotMeasurableError, PlayerError) as error:
        return (), Explanation(left=named, path=(f"not known: {error}",))
    first = cause_first(failed, of_page.keeps)[0].layer.name in IN_WORKER
    path = of_worker.path if first else of_page.path
    return worker.classes, Explanation(of_page.keeps, {**named, **of_page.left, **of_worker.left}, path)


def _seat(findings: Sequence[Finding]) -> int:
    """Whose window the first of them is about."""
    return 1 if findings[0].owner.endswith("2") else 0

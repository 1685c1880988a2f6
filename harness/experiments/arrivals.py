"""How long a page froze while Python loaded, in a Worker and on the page (WORKER-02)."""

from __future__ import annotations

from dataclasses import dataclass, field

from gauge.latency.equal_work import PLACES
from gauge.latency.freezes import FreezeReading
from gauge.latency.match_steps import Arm
from harness.players.player import Player
from harness.recording import FreezeRecorder
from harness.session.run import Run
from harness.session.stopping import noting_what_stopped

# each arm comes first once, so that a machine that warms up or slows down favours neither
ORDER: tuple[tuple[int, Arm], ...] = ((1, "worker"), (1, "direct"), (2, "direct"), (2, "worker"))


@dataclass
class Arrivals:
    """What was measured so far; ``stopped`` says why an arrival did not get as far as Start."""

    readings: list[FreezeReading] = field(default_factory=list)
    stopped: str | None = None


def watch_arrivals(run: Run) -> Arrivals:
    """One visitor at a time, as each player has a machine of their own: from arrival until Start is ready."""
    arrivals = Arrivals()
    with noting_what_stopped(arrivals):
        for number, arm in ORDER:
            visitor = Player.new(run, f"visitor {number}, Python {PLACES[arm]}", {}, arm)
            recorder = FreezeRecorder.install(visitor.window.context)
            visitor.arrive()
            visitor.wait_for_python()
            seen = recorder.stop(visitor.window.page)
            tasks = tuple(duration for _, duration in seen.long_tasks)
            watched = seen.to_ms - seen.from_ms
            arrivals.readings.append(FreezeReading(number, arm, 0, seen.longest_gap_ms, tasks, watched))
            run.progress.say(f"{visitor.who}: longest freeze {seen.longest_gap_ms:.0f} ms")
            visitor.leave()
    return arrivals

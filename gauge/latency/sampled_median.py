"""Step latency by the original rule: a few readings of the running game, judged by their median.

A *reading* is one look at the game's `pipelineMetrics`: the frame number and the two
`performance.now()` timestamps of the latest call of `env.step` and of its latest return, in
milliseconds. A look may come in the middle of a step; then the call is newer than the return,
the difference is negative, and it says nothing about how long a step takes. Where steps take longer
than frames the next one is called as soon as one has returned, and nearly every look comes mid-step:
two of them, one after the other, tell then how long the first one's step took.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from gauge.tables import Table
from gauge.verdict import Figure, Measure, Outcome, Verdict, combine, quantity

# A step that has not returned after this many looks, a pause of REREAD_PAUSE_MS between
# them, has taken more than five seconds: waiting longer would not change any verdict.
REREADS_PER_SAMPLE = 1000
REREAD_PAUSE_MS = 5.0


@dataclass(frozen=True)
class PipelineReading:
    """One look at `game.pipelineMetrics`; a timestamp is None while no step has set it yet."""

    frame: int
    call_ms: float | None
    return_ms: float | None

    @property
    def mid_step(self) -> bool:
        """True when the latest call is newer than the latest return: a step is under way.

        Equal timestamps are a finished step that took less than the clock's resolution.
        """
        return self.call_ms is not None and (self.return_ms is None or self.call_ms > self.return_ms)

    @property
    def step_ms(self) -> float:
        """How long the finished step took, in milliseconds; ValueError when none is finished."""
        if self.call_ms is None or self.return_ms is None or self.mid_step:
            raise ValueError(f"the reading at frame {self.frame} holds no finished step; read again")
        return self.return_ms - self.call_ms

    def finished_since(self, before: PipelineReading) -> PipelineReading:
        """The step that was under way ``before``, where since then it alone has returned; else this look."""
        returned = (
            before.call_ms is not None and self.return_ms is not None and self.return_ms > before.call_ms
        )
        if self.mid_step and before.mid_step and returned and self.frame == before.frame + 1:
            return replace(self, call_ms=before.call_ms)
        return self


@dataclass(frozen=True)
class PipelineSamples:
    """The samples of one player, and every look that it took to get them.

    `samples` are readings of finished steps, each of a different step, in the order taken.
    `reads` counts all looks: `mid_step_reads` came while a step was under way and were repeated,
    `repeated_reads` met a step that was sampled already, `empty_reads` found no step or no game.
    ``reads == len(samples) + mid_step_reads + repeated_reads + empty_reads`` always holds.
    """

    samples: tuple[PipelineReading, ...]
    mid_step_reads: int
    reads: int
    asked: int = 10
    repeated_reads: int = 0
    empty_reads: int = 0
    player: int | None = None

    @property
    def step_ms(self) -> list[float]:
        """The sampled step times in milliseconds, in the order taken."""
        return [sample.step_ms for sample in self.samples]


@dataclass(frozen=True)
class LatencySummary:
    """Distribution of step times in milliseconds; `count` is how many there are."""

    count: int
    min_ms: float
    median_ms: float
    p90_ms: float
    p95_ms: float
    p99_ms: float
    max_ms: float


def sample_pipeline(
    read: Callable[[], PipelineReading | None],
    pause: Callable[[float], None],
    count: int = 10,
    spacing_ms: float = 50.0,
    *,
    player: int | None = None,
) -> PipelineSamples:
    """Take `count` samples of different steps, `spacing_ms` milliseconds apart.

    `read` looks once and gives None when there is no game to look at; `pause` waits the given
    milliseconds. A look that comes mid-step is counted and repeated at once, then every 5 ms,
    until the step has returned: a slow step is waited for, because dropping it would leave only quick
    ones. A look that meets an already sampled step, or no step at all, is counted and
    followed by another `spacing_ms`. Every loop is bounded, so a game that hangs yields fewer
    samples than asked instead of hanging. ValueError when `count` is less than one.
    """
    if count < 1:
        raise ValueError(f"{count} samples were asked for; ask for at least one")
    samples: list[PipelineReading] = []
    seen_calls: set[float] = set()
    reads = mid_step = repeated = empty = 0
    for look in range(5 * count):
        if len(samples) == count:
            break
        if look:
            pause(spacing_ms)
        reading = read()
        reads += 1
        rereads = 0
        while reading is not None and reading.mid_step and rereads < REREADS_PER_SAMPLE:
            mid_step += 1
            if rereads:
                pause(REREAD_PAUSE_MS)
            rereads += 1
            before, reading = reading, read()
            reading = reading and reading.finished_since(before)
            reads += 1
        if reading is not None and reading.mid_step:
            mid_step += 1
            break
        if reading is None or reading.call_ms is None:
            empty += 1
        elif reading.call_ms in seen_calls:
            repeated += 1
        else:
            seen_calls.add(reading.call_ms)
            samples.append(reading)
    return PipelineSamples(
        samples=tuple(samples),
        mid_step_reads=mid_step,
        reads=reads,
        asked=count,
        repeated_reads=repeated,
        empty_reads=empty,
        player=player,
    )


def summarise(step_ms: Sequence[float]) -> LatencySummary:
    """Distribution of step times in milliseconds (any order, at least one; else ValueError).

    Percentiles interpolate linearly between order statistics: `numpy.percentile`, definition 7 of
    Hyndman and Fan, "Sample Quantiles in Statistical Packages", The American Statistician 50 (1996).
    """
    values = np.asarray(step_ms, dtype=float)
    if values.size == 0:
        raise ValueError("there is no step time to summarise; record at least one step")
    if not bool(np.all(np.isfinite(values))):
        raise ValueError(
            "a step time is not a finite number of milliseconds; drop or repair that record first"
        )
    median, p90, p95, p99 = (float(value) for value in np.percentile(values, [50, 90, 95, 99]))
    return LatencySummary(int(values.size), float(values.min()), median, p90, p95, p99, float(values.max()))


def judge_median(samples: PipelineSamples, limit_ms: float) -> Verdict:
    """Passed when the median of the samples is under `limit_ms` milliseconds.

    "Under" excludes the limit: a median of exactly `limit_ms` fails. Fewer samples than were asked
    for is inconclusive, whatever their median.
    """
    who = "Median step" if samples.player is None else f"Player {samples.player + 1}: median step"
    figures: dict[str, Figure] = {
        "limit_ms": limit_ms,
        "samples": len(samples.samples),
        "asked": samples.asked,
        "reads": samples.reads,
        "mid_step_reads": samples.mid_step_reads,
        "repeated_reads": samples.repeated_reads,
        "empty_reads": samples.empty_reads,
    }
    if samples.player is not None:
        figures["player"] = samples.player
    if len(samples.samples) < samples.asked:
        sentence = (
            f"{who} unknown (limit {limit_ms:g} ms): only {len(samples.samples)} of "
            f"{quantity(samples.asked, 'sample')} in {quantity(samples.reads, 'look')} "
            f"({samples.mid_step_reads} mid-step, {samples.repeated_reads} of a step already seen, "
            f"{samples.empty_reads} without a step)."
        )
        return Verdict("VALID-03a", Outcome.INCONCLUSIVE, sentence, figures)
    summary = summarise(samples.step_ms)
    figures |= {"median_ms": summary.median_ms, "min_ms": summary.min_ms, "max_ms": summary.max_ms}
    figures |= {"p90_ms": summary.p90_ms, "p95_ms": summary.p95_ms, "p99_ms": summary.p99_ms}
    holds = summary.median_ms < limit_ms
    sentence = (
        f"{who} {summary.median_ms:.2f} ms "
        f"({'limit' if holds else 'not under the limit of'} {limit_ms:g} ms; "
        f"{quantity(summary.count, 'sample')}, {summary.min_ms:.2f} to {summary.max_ms:.2f} ms)."
    )
    measure = Measure(
        "median step",
        summary.median_ms,
        "ms",
        limit_ms,
        "under",
        # the rule compares the median itself, without allowing for chance
        detectable=limit_ms,
        samples=quantity(summary.count, "sample"),
        line="" if samples.player is None else f"player {samples.player + 1}",
    )
    outcome = Outcome.PASSED if holds else Outcome.FAILED
    return Verdict("VALID-03a", outcome, sentence, figures, measures=(measure,))


def judge_players(samples: Sequence[PipelineSamples], limit_ms: float) -> Verdict:
    """VALID-03a for each player; the worst decides. ValueError for no player."""
    return combine("VALID-03a", [judge_median(taken, limit_ms) for taken in samples])


def summary_table(step_ms: Mapping[str, Sequence[float]]) -> Table:
    """Distribution of each named set of step times, in milliseconds."""
    rows = []
    for name, values in step_ms.items():
        s = summarise(values)
        rows.append((name, s.count, s.min_ms, s.median_ms, s.p90_ms, s.p95_ms, s.p99_ms, s.max_ms))
    return Table(("steps of", "count", "min_ms", "median_ms", "p90_ms", "p95_ms", "p99_ms", "max_ms"), rows)

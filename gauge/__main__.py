"""`python -m gauge recompute FILE...`: the verdicts of a run, computed again from its raw samples.

Exit status: 0 when every verdict on the Worker is passed, 1 when one is not, 2 when a file was refused.
"""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from gauge.clock import clock_file
from gauge.latency import freeze_file, key_file, picture_file, sampled_file, step_file
from gauge.memory import memory_file, series_file
from gauge.sealed_file import InvalidSampleFile, format_of
from gauge.verdict import Verdict


class Recomputed(Protocol):
    """What a format's reader gives: verdicts that count, and those for comparison beside them."""

    @property
    def judged(self) -> tuple[Verdict, ...]: ...

    @property
    def baseline(self) -> tuple[Verdict, ...]: ...


@dataclass(frozen=True)
class SingleVerdict:
    """The one verdict of a file."""

    judged: tuple[Verdict, ...]
    baseline: tuple[Verdict, ...] = ()


def single(recompute_one: Callable[[str], Verdict]) -> Callable[[str], Recomputed]:
    return lambda text: SingleVerdict((recompute_one(text),))


READERS: dict[str, Callable[[str], Recomputed]] = {
    clock_file.FORMAT: single(clock_file.recompute),
    step_file.FORMAT: step_file.recompute,
    memory_file.FORMAT: memory_file.recompute,
    sampled_file.FORMAT: single(sampled_file.recompute),
    key_file.FORMAT: single(key_file.recompute),
    freeze_file.FORMAT: single(freeze_file.recompute),
    picture_file.FORMAT: single(picture_file.recompute),
    series_file.GAMES: single(series_file.recompute_games),
    series_file.HEAPS: single(series_file.recompute_heaps),
}


def recompute(path: Path) -> Recomputed:
    """The verdicts from one file, of whichever format; InvalidSampleFile names it otherwise."""
    try:
        # Line ends as they are: a changed one is a changed file.
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        found = format_of(text)
        if found not in READERS:
            raise InvalidSampleFile(
                f"it is in another format: {found!r} is none of {', '.join(sorted(READERS))}"
            )
        return READERS[found](text)
    except UnicodeDecodeError:
        raise InvalidSampleFile(f"{path} is refused: it is no text, so no file of raw samples.") from None
    except OSError as error:
        raise InvalidSampleFile(
            f"{path} cannot be read: {error.strerror}; give the path of a raw samples file."
        ) from error
    except InvalidSampleFile as error:
        raise InvalidSampleFile(f"{path} is refused: {error}.") from error


def report(verdicts: Recomputed) -> str:
    """Every sentence, every figure to the last digit, and the tables."""
    parts = []
    labelled = [(verdict, "") for verdict in verdicts.judged]
    labelled += [(verdict, " (for comparison)") for verdict in verdicts.baseline]
    for verdict, label in labelled:
        figures = "\n".join(f"  {key} = {value!r}" for key, value in verdict.figures.items())
        headline, _, rest = verdict.to_text().partition("\n")
        parts.append(f"{headline}{label}\n{rest}\n\n{figures}")
    return "\n\n".join(parts)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m gauge", description="Measures and verdicts, offline.")
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser(
        "recompute", help="compute the verdicts of a run again from its raw samples"
    )
    command.add_argument("files", nargs="+", type=Path, metavar="FILE", help="raw samples, from the report")
    command.add_argument("--json", action="store_true", help="print each verdict as one JSON object")
    options = parser.parse_args(arguments)
    status = 0
    for path in options.files:
        try:
            verdicts = recompute(path)
        except InvalidSampleFile as error:
            print(error, file=sys.stderr)
            status = 2
            continue
        if len(options.files) > 1 and not options.json:
            print(f"== {path}")
        if options.json:
            print("\n".join(verdict.to_json() for verdict in (*verdicts.judged, *verdicts.baseline)))
        else:
            print(report(verdicts))
        if not all(verdict.passed for verdict in verdicts.judged):
            status = max(status, 1)
    return status


if __name__ == "__main__":
    if hasattr(signal, "SIGPIPE"):  # who reads only the first lines ends it without a traceback
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    sys.exit(main())

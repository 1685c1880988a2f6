"""Raw samples as text that can be told from a damaged copy.

A preamble, then CSV::

    # format: kitchen-gauge/steps
    # version: 2
    # sha256: 9f86d0...            of all that follows this line
    # rows: 9600
    # rules: {"fps": 30.0, ...}    what the verdicts depend on beside the samples
    pair,arm,player,frame,call_ms,return_ms
    1,worker,0,0,5120.005,5120.31
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

_PREAMBLE = ("format", "version", "sha256", "rows", "rules")
Row = TypeVar("Row")


class InvalidSampleFile(ValueError):  # noqa: N818 - the message is for people, who are shown no class
    """A file that no verdict can be recomputed from; the message is one sentence that says why."""


def seal(
    format_name: str, version: int, rules: str, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> str:
    """Samples as text that `unseal` can tell from a damaged copy; `rules` is one line."""
    with io.StringIO(newline="") as body:
        writer = csv.writer(body, lineterminator="\n")
        writer.writerow(columns)
        count = 0
        for row in rows:
            writer.writerow(row)
            count += 1
        sealed = f"# rows: {count}\n# rules: {rules}\n{body.getvalue()}"
    return f"# format: {format_name}\n# version: {version}\n# sha256: {_digest(sealed)}\n{sealed}"


def unseal(text: str, format_name: str, version: int, columns: Sequence[str]) -> tuple[str, list[list[str]]]:
    """The rules and rows that were sealed; InvalidSampleFile when the text is not what `seal` made.

    What is missing or in excess is found before the checksum is compared, because it says more.
    """
    found = format_of(text)
    if found != format_name:
        raise InvalidSampleFile(f"it is in another format: {found!r} instead of {format_name!r}")
    lines = text.split("\n", len(_PREAMBLE))
    values = {}
    for key, line in zip(_PREAMBLE, lines, strict=False):
        if not line.startswith(f"# {key}: "):
            raise InvalidSampleFile(f"it is damaged: its preamble has no {key} where it belongs")
        values[key] = line.removeprefix(f"# {key}: ").rstrip("\r")
        if key == "version" and values[key] != str(version):
            raise InvalidSampleFile(
                f"it is of version {values[key]}, and this program reads version {version} only;"
                " recompute it with the release that wrote it"
            )
    if len(lines) <= len(_PREAMBLE):
        raise InvalidSampleFile("it is damaged: it ends within its preamble")
    try:
        table = list(csv.reader(io.StringIO(lines[-1], newline="")))
    except csv.Error as error:
        raise InvalidSampleFile(f"it is damaged: its rows cannot be read ({error})") from error
    header, rows = (table[0], table[1:]) if table else ([], [])
    if tuple(header) != tuple(columns):
        raise InvalidSampleFile(
            f"it is damaged: its columns are {', '.join(header)} instead of {', '.join(columns)}"
        )
    if str(len(rows)) != values["rows"]:
        raise InvalidSampleFile(
            f"it is damaged: it holds {len(rows)} rows instead of the {values['rows']} written"
        )
    for number, row in enumerate(rows, start=1):
        if len(row) != len(columns):
            raise InvalidSampleFile(
                f"it is damaged: row {number} has {len(row)} cells instead of {len(columns)}"
            )
    if _digest(text.split("\n", 3)[3]) != values["sha256"]:
        raise InvalidSampleFile("it is damaged: its checksum differs, so it was changed after it was written")
    return values["rules"], rows


def parsed(rows: Iterable[list[str]], parse: Callable[[list[str]], Row]) -> list[Row]:
    """Every row as `parse` makes it; InvalidSampleFile names the first that it cannot use."""
    found = []
    for number, row in enumerate(rows, start=1):
        with refusing(f"row {number} cannot be used"):
            found.append(parse(row))
    return found


@contextmanager
def refusing(what: str) -> Iterator[None]:
    """Turns what goes wrong with the content of a file into an InvalidSampleFile that says what."""
    try:
        yield
    except InvalidSampleFile:
        raise
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise InvalidSampleFile(f"it is damaged: {what} ({error})") from error


def format_of(text: str) -> str:
    """The format that a file says it has; InvalidSampleFile when it says none."""
    first = text.split("\n", 1)[0].rstrip("\r")
    if not first.startswith("# format: "):
        raise InvalidSampleFile("it is no file of raw samples: it does not begin with '# format: '")
    return first.removeprefix("# format: ")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

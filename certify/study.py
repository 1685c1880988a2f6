"""One study: a run of the acceptance feature in a folder of its own, and what it stated."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from filelock import ReadWriteLock

from certify.budgets import FEATURE
from certify.cases import Case
from certify.identity import Identity
from reporting.evidence import VERDICT_DATA
from reporting.results import ReportPaths, read_results
from tools.paths import ROOT, behave_folder

LONGEST_S = 900.0


@dataclass(frozen=True)
class Stated:
    """One verdict of a study."""

    requirement: str
    outcome: str
    sentence: str
    figures: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Study:
    """What one study gave; `trouble` is why it gave nothing."""

    case: str
    identity: Identity
    seconds: float
    stated: tuple[Stated, ...] = ()
    trouble: str = ""

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Study:
        """ValueError or TypeError for what `to_json` did not write."""
        data = json.loads(text)
        stated = tuple(Stated(**each) for each in data.pop("stated"))
        return cls(identity=Identity(**data.pop("identity")), stated=stated, **data)

    def worst(self, requirement: str) -> str | None:
        """A requirement's outcome: failed before inconclusive before passed; None when nothing was said."""
        outcomes = {each.outcome for each in self.stated if each.requirement == requirement}
        return next((o for o in ("failed", "inconclusive", "passed") if o in outcomes), None)


def play(case: Case, options: Mapping[str, str]) -> Study:
    """Plays the case once, with the checkout, browser and scratch folder of the machine that it runs on."""
    identity = Identity.here(options)
    with (
        machine(alone=case.timed),
        tempfile.TemporaryDirectory(prefix="certify-", ignore_cleanup_errors=True) as scratch,
    ):
        began = time.monotonic()
        folder = behave_folder(Path(scratch))
        settings = dict(options) | ({"bad": case.bad} if case.bad else {})
        words = [f"{name}={value}" for name, value in settings.items()]
        command = [sys.executable, "-m", "behave", FEATURE, "--tags", " or ".join(case.scenarios)]
        command += [word for setting in words for word in ("-D", setting)]
        trouble = _run(command, folder)
        stated = tuple(_stated(ReportPaths(folder / "reports")))
    if stated:
        trouble = ""
    return Study(case.name, identity, time.monotonic() - began, stated, trouble)


@contextlib.contextmanager
def machine(*, alone: bool) -> Iterator[None]:
    """While it lasts other studies on this machine wait; or only those that have to be alone."""
    lock = ReadWriteLock(Path(tempfile.gettempdir()) / "certify-machine.db", is_singleton=False)
    with contextlib.closing(lock), lock.write_lock() if alone else lock.read_lock():
        yield


def _run(command: list[str], folder: Path) -> str:
    """Runs to the end; why it may have stated nothing, if it did not."""
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    with subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        preexec_fn=_end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - one thread
    ) as child:
        try:
            said, _ = child.communicate(timeout=LONGEST_S)
        except BaseException as error:
            child.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(30)
            child.kill()
            if isinstance(error, subprocess.TimeoutExpired):
                return f"It did not end within {LONGEST_S:g} s."
            raise
    return " ".join(said.strip().splitlines()[-3:]) or f"It ended with {child.returncode} and said nothing."


def _end_with_parent() -> None:
    """A run whose worker is killed ends as well, so that the study can be given to another one."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def _stated(paths: ReportPaths) -> Iterator[Stated]:
    """The verdicts of a run, from its attachments."""
    for result in read_results(paths):
        for attachment in _attachments(result.data):
            if attachment["name"] == VERDICT_DATA:
                data = json.loads((paths.results / attachment["source"]).read_text(encoding="utf-8"))
                yield Stated(data["requirement"], data["outcome"], data["sentence"], data["figures"])


def _attachments(node: Mapping[str, Any]) -> Iterator[Mapping[str, str]]:
    yield from node.get("attachments", [])
    for step in node.get("steps", []):
        yield from _attachments(step)

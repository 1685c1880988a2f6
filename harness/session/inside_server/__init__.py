"""What runs inside a server that the harness starts, and how it is asked."""

from __future__ import annotations

import json
import os
import select
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent / "hook"
PIPES = "HARNESS_SERVER_PIPES"
ANSWER_WITHIN_S = 5.0
# python-engineio's thread that waits for the time of a socket's next ping; away until its pong has come
PING = "Socket._send_ping"


@dataclass(frozen=True)
class Report:
    """Kind, and place in its code, of each timer and job that a server has; places by path and by command.

    Jobs that wait to ping a socket are ``pings`` and nothing else: one for each, or none for a moment.
    """

    timers: Sequence[tuple[str, str]] = ()
    jobs: Sequence[tuple[str, str]] = ()
    pings: int = 0
    opened: Mapping[str, str] = field(default_factory=dict)
    started: Mapping[str, str] = field(default_factory=dict)


class InsideServer:
    """Two pipes into a server in Python; one that is none, or that stays silent once, is not asked again."""

    def __init__(self) -> None:
        self._theirs_asked, self._asking = os.pipe()
        self._answers, self._theirs_answers = os.pipe()
        self._open = True
        self.silent = False
        """Whether it was asked and did not answer."""

    @property
    def handed_over(self) -> tuple[int, int]:
        """The ends that the server is started with."""
        return self._theirs_asked, self._theirs_answers

    def environment(self) -> dict[str, str]:
        """What has to be in the server's environment."""
        known = os.environ.get("PYTHONPATH")
        path = os.pathsep.join([str(FOLDER), *([known] if known else [])])
        return {"PYTHONPATH": path, PIPES: ",".join(map(str, self.handed_over))}

    def begin(self) -> None:
        """Once the server has its ends."""
        for end in self.handed_over:
            os.close(end)

    def report(self) -> Report | None:
        """None where the server does not tell."""
        if not self._open:
            return None
        try:
            os.write(self._asking, b"\n")
            told = json.loads(self._line())
        except (OSError, ValueError):
            self.silent = True
            self.close()
            return None
        timers, jobs = ([(kind, at) for kind, at in told[name]] for name in ("timers", "jobs"))
        lasting = [job for job in jobs if PING not in job[0]]
        return Report(timers, lasting, len(jobs) - len(lasting), told["opened"], told["started"])

    def close(self) -> None:
        """May be called again."""
        if self._open:
            self._open = False
            os.close(self._asking)
            os.close(self._answers)

    def _line(self) -> bytes:
        """ValueError when it does not come in time, or the server has closed its end."""
        line = b""
        while not line.endswith(b"\n"):
            ready, _, _ = select.select([self._answers], [], [], ANSWER_WITHIN_S)
            piece = os.read(self._answers, 1 << 16) if ready else b""
            if not piece:
                raise ValueError("no answer")
            line += piece
        return line

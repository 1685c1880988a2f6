"""How much of the machine was free while something ran: what tells a late game from a busy machine."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import psutil


@dataclass(frozen=True)
class MachineIdle:
    """Counts from when it is made; all processors, whoever uses them."""

    _began: Any = field(default_factory=psutil.cpu_times)

    def percent(self) -> float:
        """The share of all processors' time since then in which nothing ran, in percent."""
        now = psutil.cpu_times()
        spent = sum(now) - sum(self._began)
        return 100 * (now.idle - self._began.idle) / spent if spent > 0 else 0.0

"""One run at a time writes into a folder of reports: two would empty each other's results."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

LOCK_FILE = ".in-use"


class ReportsInUseError(RuntimeError):
    """Another run writes into the folder; the text names it and says what to do."""


def lock(reports_root: Path) -> FileLock:
    """Keep the folder for this process until it releases the lock or ends, in whatever way it ends.

    Raises ReportsInUseError when another process has it.
    """
    reports_root.mkdir(parents=True, exist_ok=True)
    held = FileLock(reports_root / LOCK_FILE)
    try:
        held.acquire(blocking=False)
    except Timeout:
        raise ReportsInUseError(
            f"{reports_root}: another run writes its report there; wait until it has ended, or start this one"
            " in another folder."
        ) from None
    return held

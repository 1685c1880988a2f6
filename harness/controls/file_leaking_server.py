"""``python -m harness.controls.file_leaking_server GAME ...``: leaves a file open for every game."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any

from harness.controls.hoarding_server import serve

LEFT_OPEN: list[IO[bytes]] = []


class OpensFiles(dict[str, Any]):
    """Opens a file with each game that is put in, and never closes it."""

    def __setitem__(self, key: str, value: Any) -> None:
        LEFT_OPEN.append(Path(__file__).open("rb"))  # noqa: SIM115 - a leak is what it is for
        super().__setitem__(key, value)


if __name__ == "__main__":
    serve(OpensFiles)

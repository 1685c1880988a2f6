"""Tells the person at the terminal how far a long run is."""

from __future__ import annotations

import sys

from rich.console import Console


class Progress:
    """One line at a time to the terminal itself.

    behave captures ``sys.stderr`` while a step runs and shows it only when the step fails; a person who
    waits for minutes wants the line now.
    """

    def __init__(self) -> None:
        self._console = Console(file=sys.__stderr__, highlight=False, soft_wrap=True)

    def say(self, line: str) -> None:
        self._console.print(f"    [dim]·[/dim] {line}")

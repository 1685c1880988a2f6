"""The studies so far: one JSON object a line, written as each study ends, so that nothing is lost."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from certify.identity import Identity
from certify.study import Study

VERSION = 1
FILE = "studies.jsonl"


class StoreError(Exception):
    """The results cannot be read or written; the sentence says why and what to do."""


@dataclass(frozen=True)
class Store:
    """The studies in a folder. The file's first line names its version."""

    folder: Path

    @property
    def path(self) -> Path:
        return self.folder / FILE

    def load(self) -> list[Study]:
        """All studies, of whatever identity. StoreError for a file of another version or a damaged line."""
        if not self.path.exists() or not self.path.stat().st_size:
            return []
        try:
            first, *lines = self._whole_lines().decode().splitlines()
            version = json.loads(first)["version"]
        except (OSError, ValueError, KeyError, TypeError):
            raise StoreError(
                f"{self.path} is no file of studies; give another folder with --results."
            ) from None
        if version != VERSION:
            raise StoreError(
                f"{self.path} is of version {version}, and this is version {VERSION}; "
                "move it away, or give another folder with --results."
            )
        studies = []
        for number, line in enumerate(lines, start=2):
            try:
                studies.append(Study.from_json(line))
            except (ValueError, KeyError, TypeError):
                raise StoreError(f"{self.path}: line {number} is damaged; remove it.") from None
        return studies

    def add(self, study: Study) -> None:
        """Appends one study. StoreError when it cannot be written; what was written stays."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.path.touch()
            whole = self._whole_lines()
            os.truncate(self.path, len(whole))
            with self.path.open("a", encoding="utf-8") as file:
                if not whole:
                    file.write(json.dumps({"version": VERSION}) + "\n")
                file.write(study.to_json() + "\n")
        except OSError as error:
            raise StoreError(
                f"{self.path} cannot be written: {error.strerror}. What was measured before stays; "
                "make room and start again to go on."
            ) from error

    def _whole_lines(self) -> bytes:
        """Without the line that a full disk, or a run that was killed as it wrote, has cut off."""
        whole, end, _cut = self.path.read_bytes().rpartition(b"\n")
        return whole + end


def of(identity: Identity, studies: Iterable[Study]) -> list[Study]:
    """The studies that count together with those made here."""
    return [study for study in studies if study.identity == identity]


def counts(studies: Iterable[Study]) -> Counter[str]:
    """How many studies of each case gave a verdict."""
    return Counter(study.case for study in studies if study.stated)

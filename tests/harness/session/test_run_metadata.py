"""Which version of the project was run is said, and whether files differ from it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.session import run_metadata


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(run_metadata, "PROJECT", tmp_path)
    run_metadata.commit.cache_clear()
    yield tmp_path
    run_metadata.commit.cache_clear()


def git(folder: Path, *words: str) -> None:
    identity = ["-c", "user.name=Anyone", "-c", "user.email=anyone@example.org"]
    subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True)


def test_changes_that_are_not_committed_are_told(checkout: Path) -> None:
    (checkout / "file").write_text("one")
    for words in (["init"], ["add", "file"], ["commit", "-m", "first"]):
        git(checkout, *words)
    head = run_metadata.commit()
    assert head.isalnum()
    run_metadata.commit.cache_clear()
    (checkout / "file").write_text("two")
    assert run_metadata.commit() == f"{head} with changes that are not committed"


def test_without_git_it_is_unknown(checkout: Path) -> None:
    assert run_metadata.commit() == "unknown: not a Git checkout", checkout

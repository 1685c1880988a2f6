"""Studies count together until something changes that judges or is judged."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from certify import identity
from certify.identity import Identity

AS_SOMEBODY = ("git", "-c", "user.name=Somebody", "-c", "user.email=somebody@example.org")


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(identity, "ROOT", tmp_path)
    monkeypatch.setattr(identity, "_browser", lambda _: "Chromium 1")
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    _committed(tmp_path, "gauge/verdict.py")
    return tmp_path


def test_documents_samples_tests_and_the_counting_make_no_new_commit(checkout: Path) -> None:
    before = Identity.here({})
    for name in (
        "certify/cases.py",
        "docs/certificate/studies.jsonl",
        "README.md",
        "examples/reports/a.html",
        "tests/test_a.py",
        "tools/checks.py",
    ):
        _committed(checkout, name)
    (checkout / "README.md").write_text("more", encoding="utf-8")
    assert Identity.here({}) == before


def test_changed_code_is_another_commit_and_uncommitted_changes_are_marked(checkout: Path) -> None:
    before = Identity.here({}).commit
    _committed(checkout, "examples/mug/serve.py")
    after = Identity.here({}).commit
    (checkout / "examples/mug/serve.py").write_text("more", encoding="utf-8")
    assert len({before, after}) == 2
    assert Identity.here({}).commit == f"{after}+changes"


def _committed(checkout: Path, name: str) -> None:
    file = checkout / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("", encoding="utf-8")
    subprocess.run(["git", "add", "."], cwd=checkout, check=True)
    subprocess.run([*AS_SOMEBODY, "commit", "-q", "-m", name], cwd=checkout, check=True)

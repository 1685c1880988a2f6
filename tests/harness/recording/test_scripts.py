"""Init scripts are taken from modules as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.recording.scripts import init_script


def test_a_script_without_that_function_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "other.js"
    file.write_text("export function one() {}")
    assert "return one({" in init_script(file, "one", {"a": 1})
    with pytest.raises(ValueError, match="exports no function two"):
        init_script(file, "two", {})

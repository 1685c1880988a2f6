"""`python -m gauge recompute`: the run's sentences and figures again, or a refusal with exit status 2."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from gauge import __main__ as command
from gauge.latency.step_file import StudyRules, judge_steps, write_steps
from tests.gauge.latency.step_samples import study

RULES = StudyRules(frames=240, margins_ms={0.5: 2.0, 0.95: 5.0}, on_time_percent=98.0)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "steps.csv"
    path.write_text(write_steps(study(1), RULES), encoding="utf-8", newline="")
    return path


@pytest.fixture
def slowed(tmp_path: Path) -> Path:
    path = tmp_path / "slowed.csv"
    records = study(1, worker_extra_ms=lambda _frame: 3.0)
    path.write_text(write_steps(records, RULES), encoding="utf-8", newline="")
    return path


def test_sentences_and_figures_are_those_of_the_run(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["recompute", str(good)]) == 0
    printed = capsys.readouterr().out
    ran = judge_steps(study(1), RULES)
    for verdict in (*ran.judged, *ran.baseline):
        assert f"{verdict.requirement}: {verdict.outcome.value}" in printed
        assert verdict.sentence in printed
        assert all(f"{key} = {value!r}" in printed for key, value in verdict.figures.items())
    assert "VALID-03c: passed (for comparison)" in printed


def test_a_verdict_that_is_not_passed_gives_status_1(slowed: Path, good: Path) -> None:
    assert command.main(["recompute", str(slowed)]) == 1
    assert command.main(["recompute", str(slowed), str(good)]) == 1


def test_json_holds_the_figures(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command.main(["recompute", "--json", str(good)])
    first, _ = json.JSONDecoder().raw_decode(capsys.readouterr().out)
    assert first["figures"] == dict(judge_steps(study(1), RULES).degradation.figures)


def test_refusals_name_the_file_in_one_line_and_the_others_are_still_read(
    good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture, foreign, cut = tmp_path / "chart.png", tmp_path / "heap.csv", tmp_path / "cut.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\xff")
    foreign.write_text("# format: kitchen-gauge/unheard\n")
    cut.write_bytes(good.read_bytes()[:5000])
    files = [tmp_path / "missing.csv", tmp_path, picture, foreign, cut, good]
    assert command.main(["recompute", *map(str, files)]) == 2
    captured = capsys.readouterr()
    assert f"== {good}" in captured.out
    refusals = captured.err.splitlines()
    assert [line.split(" ")[0] for line in refusals] == [str(path) for path in files[:-1]]
    reasons = ["cannot be read", "cannot be read", "no text", "in another format", "rows instead of"]
    for line, reason in zip(refusals, reasons, strict=True):
        assert reason in line


def test_another_format_can_be_added(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(command.READERS, "kitchen-gauge/other", lambda _text: judge_steps(study(1), RULES))
    (tmp_path / "other.csv").write_text("# format: kitchen-gauge/other\n")
    assert command.main(["recompute", str(tmp_path / "other.csv")]) == 0
    assert "VALID-03b: passed" in capsys.readouterr().out


@pytest.mark.process
def test_the_command_runs_as_a_module(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "gauge", "recompute", str(tmp_path / "none.csv")],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=Path(command.__file__).parents[1],
    )
    assert run.returncode == 2
    assert run.stderr.count("\n") == 1

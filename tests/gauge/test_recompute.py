"""`python -m gauge recompute`: the run's sentences and figures again, or a refusal with exit status 2."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from gauge import __main__ as command
from gauge.flow.games import GameRecord, judge_complete
from gauge.latency import freeze_file, sampled_file
from gauge.latency.freeze_file import write_freezes
from gauge.latency.freezes import FreezeReading, judge_freezes
from gauge.latency.sampled_file import write_samples
from gauge.latency.sampled_median import PipelineReading, PipelineSamples, judge_players
from gauge.latency.step_file import StudyRules, judge_steps, write_steps
from gauge.memory import series_file
from gauge.memory.heap_ratio import HeapReading, judge_heap_ratio
from gauge.memory.memory_file import MemoryRun, write_memory
from gauge.memory.series_file import write_games, write_heaps
from gauge.sealed_file import seal
from gauge.verdict import Verdict
from tests.gauge.latency.step_samples import study
from tests.gauge.memory.memory_samples import run

RULES = StudyRules(frames=240, margins_ms={0.5: 2.0, 0.95: 5.0}, on_time_percent=98.0)


def sampled(*step_ms: float, asked: int = 3, limit_ms: float = 50.0) -> tuple[str, Verdict]:
    readings = tuple(PipelineReading(n, 0.1 + n * 33, 0.1 + n * 33 + ms) for n, ms in enumerate(step_ms))
    players = [PipelineSamples(readings, 2, 9, asked, 1, 3, player=player) for player in (0, 1)]
    return write_samples(players, limit_ms), judge_players(players, limit_ms)


def frozen(worker_ms: float | None, direct_ms: float = 1200, limit_ms: float = 500.0) -> tuple[str, Verdict]:
    readings = [FreezeReading(n, "worker", 0, worker_ms, (60, 0.1 + 0.2), 3000) for n in (1, 2)]
    readings += [FreezeReading(n, "direct", 0, direct_ms, (), 3000.5) for n in (1, 2)]
    return write_freezes(readings, limit_ms), judge_freezes(readings, limit_ms)


def heaps(last: int | None, factor: float = 2.0) -> tuple[str, Verdict]:
    sizes = {1: 2_700_001, 2: last}
    readings = [HeapReading(game, player, size) for game, size in sizes.items() for player in (0, 1)]
    taken = [(reading, 5 if reading.player else None) for reading in readings]
    return write_heaps(taken, 2, factor), judge_heap_ratio(readings, 2, factor)


def games(*episodes: int | None, stopped: str | None = None) -> tuple[str, Verdict]:
    played = [GameRecord(n, f"g{n}", 240, (1, count), 4.1, 7.9, 236) for n, count in enumerate(episodes, 1)]
    played.append(GameRecord(9, None, None, (1, 1), None, 8.0, None))
    given = ("VALID-04a", len(episodes) + 1, played, stopped)
    return write_games(*given), judge_complete(*given)


SINGLE = {
    "steps in time": sampled(3.0, 4.0, 0.1),
    "steps too slow": sampled(61.0, 70.0, 55.5),
    "too few samples": sampled(3.0),
    "no freeze": frozen(40),
    "a freeze": frozen(640.25),
    "a window not measured": frozen(None),
    "heaps flat": heaps(2_700_002),
    "heaps grown": heaps(6_000_000),
    "heaps not measurable": heaps(None),
    "games complete": games(1, 1),
    "a game without an end": games(1, None),
    "a series that stopped": games(1, stopped="The page “g2”,\nhas crashed."),
}
FILES = {
    sampled_file.FORMAT: (sampled_file.COLUMNS, sampled(1.0, 2.0, 3.0)[0]),
    freeze_file.FORMAT: (freeze_file.COLUMNS, frozen(40)[0]),
    series_file.HEAPS: (series_file.HEAP_COLUMNS, heaps(3_000_000)[0]),
    series_file.GAMES: (series_file.GAME_COLUMNS, games(1, 1)[0]),
}


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


@pytest.mark.parametrize(("text", "ran"), SINGLE.values(), ids=SINGLE)
def test_a_file_of_one_verdict_gives_it_again_to_the_last_digit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, ran: Verdict
) -> None:
    path = tmp_path / "raw.csv"
    path.write_text(text, encoding="utf-8", newline="")
    assert command.main(["recompute", str(path)]) == (0 if ran.passed else 1)
    assert ran.to_text() in capsys.readouterr().out
    (again,) = command.recompute(path).judged
    assert again == ran


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_one_verdict_that_is_not_as_written_is_refused_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    columns, text = FILES[name]
    rules = text.splitlines()[4].removeprefix("# rules: ")
    broken = {
        "rows instead of": text[: text.rindex("\n", 0, -1) + 1],
        "checksum differs": text.replace(rules, f"{rules} "),
        "of version 9": text.replace("# version: 1\n", "# version: 9\n"),
        "rules cannot be read": seal(name, 1, "{}", columns, []),
        "row 1 cannot be used": seal(name, 1, rules, columns, [["?"] * len(columns)]),
        "its columns are": text.replace(columns[-1], "other"),
    }
    for reason, changed in broken.items():
        path = tmp_path / "raw.csv"
        path.write_text(changed, encoding="utf-8", newline="")
        assert command.main(["recompute", str(path)]) == 2, reason
        refusal = capsys.readouterr().err
        assert reason in refusal
        assert refusal.count("\n") == 1


def test_a_verdict_that_is_not_passed_gives_status_1(slowed: Path, good: Path, tmp_path: Path) -> None:
    assert command.main(["recompute", str(slowed)]) == 1
    assert command.main(["recompute", str(slowed), str(good)]) == 1
    for readings, status in ((run(), 0), (run(leaks={"canvases": 1}), 1)):
        path = tmp_path / "memory.csv"
        path.write_text(write_memory(MemoryRun(readings)), encoding="utf-8", newline="")
        assert command.main(["recompute", str(path)]) == status


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
    ended = subprocess.run(
        [sys.executable, "-m", "gauge", "recompute", str(tmp_path / "none.csv")],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=Path(command.__file__).parents[1],
    )
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1


@pytest.mark.process
def test_a_reader_who_stops_reading_sees_no_traceback(good: Path) -> None:
    command = [sys.executable, "-m", "gauge", "recompute", str(good)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as started:
        assert started.stdout is not None
        assert started.stderr is not None
        started.stdout.close()
        assert not started.stderr.read()

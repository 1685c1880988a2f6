"""The benchmark on the real game: a short run as a user starts it, and a page that is not fit to measure."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from harness.bench.__main__ import main
from harness.bench.bench_page import BenchError, BenchPage
from harness.bench.figures import figures_of
from harness.controls import SlowWorker
from harness.session.browser import Browser, Window
from harness.session.server import PROJECT, GameServer
from tests.harness.kitchen import KITCHEN_COMMAND

pytestmark = pytest.mark.process

SHORT = ["--passes", "2", "--rounds", "15", "--warm-up", "5", "--pause-ms", "4"]
TWO_LAYOUTS = ["--layout", "cramped_room", "--layout", "grand_kitchen"]


def test_a_run_prints_its_tables_writes_its_files_and_leaves_nothing_behind(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "harness.bench", *SHORT, *TWO_LAYOUTS, "--reports", str(tmp_path)]
    with subprocess.Popen(
        command,
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as run:
        out, err = run.communicate(timeout=100)
    assert run.returncode == 0, err
    assert "pass 2 of 2" in err
    for text in ("cramped_room", "grand_kitchen", "What limits it", "Growth with the kitchen"):
        assert text in out
    assert not left_behind(run.pid, tmp_path)

    read = json.loads((tmp_path / "bench.json").read_text(encoding="utf-8"))
    assert [one["cells"] for one in read["figures"]] == [20, 375]
    assert [one["layout"] for one in read["passes"]] == [
        "cramped_room",
        "grand_kitchen",
        "grand_kitchen",
        "cramped_room",
    ]
    for one in read["passes"]:
        for name in ("echo", "direct", "worker", "busy", "crossing", "unpacking"):
            assert len(one[name]) == 15
            assert min(one[name]) >= 0
    for one in read["figures"]:
        assert one["worker"]["median_ms"] > one["busy_ms"] > 0
        assert one["echo"]["median_ms"] > 0
    assert {"machine", "browser", "pyodide", "python in the browser"} <= set(read["about"])


def left_behind(session: int, log_folder: Path) -> list[str]:
    """Processes of the run's session, and the server, which has a session of its own but its log here."""
    found = []
    for process in psutil.process_iter(["cmdline"]):
        try:
            logs = any(entry.path.startswith(str(log_folder)) for entry in process.open_files())
            if logs or os.getsid(process.pid) == session:
                found.append(" ".join(process.info["cmdline"] or []))
        except (psutil.Error, OSError):
            continue
    return found


def test_a_step_that_python_refuses_ends_the_measuring_with_a_sentence(
    browser: Browser, tmp_path: Path
) -> None:
    server = GameServer(tmp_path / "server.log", KITCHEN_COMMAND)
    try:
        page = BenchPage(browser, server.url)
        with pytest.raises(BenchError, match="There is no layout 'nowhere'"):
            page.measure("nowhere", seed=1, warm_up=1, rounds=1, pause_ms=4)
        assert page.measure("cramped_room", seed=1, warm_up=0, rounds=1, pause_ms=4).width == 5
        workers = len(page._window.page.workers)
        page.close()
        page.close()
    finally:
        server.stop()
    assert workers == 3


@pytest.mark.timing
def test_a_worker_slowed_by_two_milliseconds_misses_the_aim(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_window = browser.new_window

    def with_slow_workers(who: str, home: str, *, trace: bool) -> Window:
        window = open_window(who, home, trace=trace)
        SlowWorker(add_ms=2).install(window.context)
        return window

    monkeypatch.setattr(browser, "new_window", with_slow_workers)
    server = GameServer(tmp_path / "server.log", KITCHEN_COMMAND)
    try:
        page = BenchPage(browser, server.url)
        (figures,) = figures_of(
            [page.measure("cramped_room", seed=1, warm_up=10, rounds=40, pause_ms=4) for _ in range(2)]
        )
        page.close()
    finally:
        server.stop()
    # what a Worker costs anyway, and the machine's noise, come on top
    assert 2 <= figures.added_ms < 4
    assert not figures.within_aim
    assert figures.echo.median_ms < 2


@pytest.mark.parametrize("words", [["--rounds", "0"], ["--rounds", "ten"], ["--layout", "nowhere"]])
def test_wrong_options_are_refused_before_anything_starts(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert words[1] in capsys.readouterr().err


def test_a_browser_that_is_not_there_is_said_in_a_sentence(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "harness.bench", "--browser", "/no/browser", "--reports", str(tmp_path)]
    run = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 1
    assert run.stderr.startswith("bench: setting browser=/no/browser")
    assert not (tmp_path / "bench.json").exists()

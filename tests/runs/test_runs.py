"""Whole runs of behave: what they say, how they end, and that nothing is left of them."""

import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.runs.behave_run import PROJECT, BehaveRun, attachments

pytestmark = pytest.mark.whole_run

STEP = "A game step is quick"
FRESH = "Memory stays flat when every game has new windows"
TOY = ("-D", f"game={PROJECT / 'tests' / 'harness' / 'toy' / 'toy.toml'}")
SAME = "Games in the same windows leave nothing behind"

Start = Callable[..., BehaveRun]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    started: list[BehaveRun] = []

    def begin(*words: str, **options: str) -> BehaveRun:
        started.append(BehaveRun(tmp_path, *words, **options))
        return started[-1]

    yield begin
    for run in started:
        run.end()


def nowhere() -> str:
    """An address at which nobody answers."""
    with socket.create_server(("127.0.0.1", 0)) as unused:
        return f"http://127.0.0.1:{unused.getsockname()[1]}/"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("-D", "games=0"), "setting games=0: not allowed, give a whole number from 1 to 200."),
        (("-D", "swiftness=9"), "setting swiftness: there is no such setting, there are game, base_url, "),
        (("-D", "browser=/no/chrome"), "setting browser=/no/chrome: there is no program of that name"),
        (("-D", f"base_url={nowhere()}"), "; start the game there or correct the address."),
    ],
)
def test_bad_input_is_refused_in_one_sentence(start: Start, words: tuple[str, ...], sentence: str) -> None:
    run = start(*words)
    assert run.wait() == 2
    said = [line for line in run.output.splitlines() if not line.startswith("USING RUNNER")]
    assert len(said) == 1, run.output
    assert sentence in said[0]
    assert not run.survivors()
    assert not (run.folder / "reports" / "SUMMARY.md").exists()


def test_two_runs_do_not_write_into_the_same_report(start: Start, tmp_path: Path, toy_url: str) -> None:
    first = start(*TOY, "-D", f"base_url={toy_url}?frames=1000", "-n", STEP)
    first.wait_for(lambda: "Scenario:" in first.output, "first scenario")
    second = start(*TOY, "-D", f"base_url={toy_url}", "-n", STEP, output="second.txt")
    assert second.wait() == 2
    assert f"{tmp_path / 'reports'}: another run writes its report there; wait until" in second.output
    assert first.wait() == 0, first.output
    assert STEP in first.results()


def test_a_page_that_is_no_game_is_refused(start: Start, toy_url: str) -> None:
    run = start(*TOY, "-D", f"base_url={toy_url}toy.js")
    assert run.wait() == 2
    assert "answers, but no game of this kind is there" in run.output
    assert "Traceback" not in run.output
    assert not run.survivors()


def test_a_baseline_with_python_in_a_worker_is_refused(start: Start, toy_url: str) -> None:
    run = start(*TOY, "-D", f"base_url={toy_url}", "-D", f"baseline_url={toy_url}?frames=150")
    assert run.wait() == 2
    assert "has Python in a Worker itself" in run.output
    assert not run.survivors()


def test_a_good_game_passes_and_leaves_a_report_and_no_process(start: Start, toy_url: str) -> None:
    run = start(*TOY, "-D", f"base_url={toy_url}?frames=800", "-D", "games=2", "-n", STEP, "-n", FRESH)
    assert run.wait() == 0, run.output
    assert not run.survivors()
    assert {name: result["status"] for name, result in run.results().items()} == dict.fromkeys(
        (STEP, FRESH), "passed"
    )
    assert {"Verdict", "Step samples", "Screen of the first player"} <= attachments(run.results()[STEP])
    assert not {name for name in attachments(run.results()[STEP]) if "trace" in name}
    assert "game 2 of 2" in run.output
    assert (run.folder / "reports" / "SUMMARY.md").exists()


def test_a_game_that_leaves_its_worker_fails_with_its_evidence(start: Start, toy_url: str) -> None:
    run = start(*TOY, "-D", f"base_url={toy_url}?fault=leaves_worker&frames=150", "-D", "games=2", "-n", SAME)
    assert run.wait() == 1
    assert "Python workers (player 1): " in run.output
    assert "limit 0 (none may be left)" in run.output
    assert "Traceback" not in run.output
    result = run.results()[SAME]
    assert result["status"] == "failed"
    assert {"Measured so far", "Consoles", "Playwright trace of the first player"} <= attachments(result)
    assert not run.survivors()


def test_memory_that_cannot_be_measured_is_said_and_is_not_green(start: Start, toy_url: str) -> None:
    run = start(*TOY, "-D", f"base_url={toy_url}?frames=150", "-D", "games=2", "-n", SAME)
    assert run.wait() == 1, run.output
    result = run.results()[SAME]
    assert result["status"] == "broken"
    assert "no Worker with Python was seen at work" in result["statusDetails"]["message"]
    assert {
        "Chart: Memory over games, layer by layer",
        "Every reading of memory (raw samples)",
        "Memory after each game (table)",
    } <= attachments(result)
    assert not run.survivors()


def test_an_error_on_a_page_fails_the_scenario_and_is_quoted(start: Start, toy_url: str) -> None:
    run = start(*TOY, "-D", f"base_url={toy_url}?fault=worker_error&frames=1000", "-D", "games=2", "-n", STEP)
    assert run.wait() == 1
    assert "toy worker is broken" in run.output
    assert run.results()[STEP]["status"] == "failed"


@pytest.mark.parametrize(
    ("number", "everyone"), [(signal.SIGINT, True), (signal.SIGTERM, False), (signal.SIGTERM, True)]
)
def test_a_run_that_is_stopped_keeps_what_it_measured(
    start: Start, toy_url: str, number: signal.Signals, everyone: bool
) -> None:
    run = start(*TOY, "-D", f"base_url={toy_url}", "-n", FRESH)
    run.wait_for(lambda: "game 1 of 10" in run.output, "first game")
    assert run.members("--type=renderer")
    run.interrupt(number, everyone=everyone)
    assert run.wait(45) not in (0, None)
    assert not run.survivors()
    assert "Measured so far" in attachments(run.results()[FRESH])
    assert run.results()[FRESH]["status"] == "broken"
    assert "aborted" in (run.folder / "reports" / "SUMMARY.md").read_text()


def test_a_killed_run_leaves_no_server_no_browser_and_no_driver(start: Start) -> None:
    run = start("-n", STEP)
    run.wait_for(lambda: run.members("-m game"), "server")
    run.wait_for(lambda: run.members("--type=renderer"), "browser window")
    assert run.members("run-driver")
    run.interrupt(signal.SIGKILL)
    assert not run.survivors()


@pytest.mark.parametrize("which", ["--remote-debugging", "run-driver"], ids=["browser", "driver"])
def test_a_browser_that_dies_is_named_and_replaced(start: Start, toy_url: str, which: str) -> None:
    run = start(*TOY, "-D", f"base_url={toy_url}?frames=2000", "-D", "games=2", "-n", STEP, "-n", FRESH)
    run.wait_for(lambda: "the game runs to its end" in run.output, "last steps of the first scenario")
    for process in run.members(which):
        process.kill()
    assert run.wait() == 1
    results = run.results()
    assert "The browser has ended in the middle of the scenario" in results[STEP]["statusDetails"]["message"]
    assert (results[STEP]["status"], results[FRESH]["status"]) == ("broken", "passed")
    assert not run.survivors()


def test_a_server_that_dies_is_named(start: Start) -> None:
    run = start("-D", "games=2", "-n", FRESH)
    run.wait_for(lambda: "game 1 of 2" in run.output, "first game")
    for server in run.members("-m game"):
        server.kill()
    assert run.wait() == 1
    assert "The game's server ended by signal 9" in run.results()[FRESH]["statusDetails"]["message"]
    assert run.results()[FRESH]["status"] == "failed"
    assert not run.survivors()

"""Whole runs of behave: what they say, how they end, and that nothing is left of them."""

import socket
from pathlib import Path

import pytest

from tests.runs.behave_run import FRESH, SAME, STEP, TOY, Start, attachments

pytestmark = pytest.mark.whole_run


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


def test_a_good_game_passes_and_leaves_nothing_but_a_report(start: Start, toy_url: str) -> None:
    run = start(*TOY, "-D", f"base_url={toy_url}?frames=800", "-D", "games=2", "-n", STEP, "-n", FRESH)
    assert run.wait() == 0, run.output
    assert not run.survivors()
    assert not run.temporary_files()
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

"""Whole runs in which something breaks, or that are stopped: what they say, and what is left of them."""

import signal
import time

import pytest

from tests.runs.behave_run import FRESH, STEP, TOY, Start, attachments

pytestmark = pytest.mark.whole_run


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
    assert not run.temporary_files()
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


@pytest.mark.parametrize(
    "killed", [("--type=renderer", "--remote-debugging"), ("run-driver",)], ids=["pages first", "driver"]
)
def test_a_browser_that_dies_is_named_and_replaced(
    start: Start, toy_url: str, killed: tuple[str, ...]
) -> None:
    run = start(*TOY, "-D", f"base_url={toy_url}?frames=1200", "-D", "games=2", "-n", STEP, "-n", FRESH)
    run.wait_for(lambda: "the game runs to its end" in run.output, "last steps of the first scenario")
    for word in killed:
        for process in run.members(word):
            process.kill()
        time.sleep(0.2)
    assert run.wait() == 1
    results = run.results()
    assert "The browser has ended in the middle of the scenario" in results[STEP]["statusDetails"]["message"]
    assert (results[STEP]["status"], results[FRESH]["status"]) == ("broken", "passed")
    assert not run.survivors()
    assert not run.temporary_files()


def test_a_server_that_dies_is_named(start: Start) -> None:
    run = start("-D", "games=2", "-n", FRESH)
    run.wait_for(lambda: "game 1 of 2" in run.output, "first game")
    for server in run.members("-m game"):
        server.kill()
    assert run.wait() == 1
    assert "The game's server ended by signal 9" in run.results()[FRESH]["statusDetails"]["message"]
    assert run.results()[FRESH]["status"] == "failed"
    assert not run.survivors()

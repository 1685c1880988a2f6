"""A look at the build with Python on the page before anything is compared with it."""

from __future__ import annotations

from harness.players.player import Player, must_be_a_game
from harness.probes.worker_census import python_workers_of
from harness.session.errors import PlayerError, ServerError
from harness.session.run import Run


def must_be_a_baseline(run: Run) -> None:
    """ServerError when no game is at baseline_url, or one whose Python is in a Worker once it is ready."""
    must_be_a_game(run, "direct")
    visitor = Player.new(run, "a first visitor", arm="direct")
    try:
        visitor.arrive()
        visitor.read_instructions()
        visitor.wait_for_python()
        workers = python_workers_of(visitor.window, run.profile.worker_address)
    except PlayerError as error:
        raise ServerError(f"baseline_url={run.address('direct')} cannot be compared with. {error}") from None
    finally:
        visitor.leave()
    if workers:
        raise ServerError(
            f"baseline_url={run.address('direct')} has Python in a Worker itself ({workers[0]}), so that "
            "nothing would be compared; give the address of the build with Python on the page."
        )

"""Python in its Worker, from start to end: in a game that is watched, and tried in a page of its own.

What is tried is the kitchen's own way to Python, ``/web/js/python/PyodideWorker.js``, as its server hands it
out; no other game has that (``@game.kitchen``).
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Route

from gauge.flow.lifecycle import Answer, Picture, Said, WatchedPlayer
from gauge.latency.match_steps import Arm
from harness.players.match import Match
from harness.players.player import Player
from harness.probes.base import ask_page
from harness.probes.heap_usage import collected_usage
from harness.probes.live_objects import PYODIDE_ON_PAGE
from harness.probes.process_memory import memory_bytes, renderer_of
from harness.probes.worker_census import python_workers_of, settled_by, workers_left
from harness.recording.command_recorder import CommandRecorder
from harness.session.browser import Window
from harness.session.run import Run
from harness.session.stopping import noting_what_stopped

HERE = Path(__file__).parent
FOLDER = "worker-life/"
LOOK_AT_FRAME = 20
WARM_UP = 2
# Chromium gives a Worker that is at work 2 s before it ends it by force
BUSY_ENDS_WITHIN_S = 6.0
# every Worker counts, also one in which Python is not there yet
EVERY = "."


@dataclass
class WatchedGame:
    """A game of which everything is kept that passed to and from its Workers; ``stopped`` says why not."""

    run: Run
    arm: Arm = "worker"
    players: list[WatchedPlayer] = field(default_factory=list)
    pictures: list[tuple[str, bytes]] = field(default_factory=list)
    stopped: str | None = None

    def play_once(self) -> None:
        """Plays the game, if it has not been played."""
        if not self.players and self.stopped is None:
            self._play()

    def _play(self) -> None:
        recorders: list[CommandRecorder] = []

        def prepare(windows: tuple[Window, Window]) -> None:
            recorders.extend(CommandRecorder.install(window.context) for window in windows)

        with noting_what_stopped(self):
            match = Match.arrive(self.run, arm=self.arm, prepare=prepare)
            match.read_instructions()
            match.start()
            match.wait_for_frame(LOOK_AT_FRAME, self.run.end_within_s)
            places = [
                (len(python_workers_of(window)), bool(window.evaluate(f"() => {PYODIDE_ON_PAGE}")))
                for window in match.windows
            ]
            match.wait_for_end(self.run.end_within_s)
            self.pictures = match.photograph()
            for player, recorder, place in zip(match.players, recorders, places, strict=True):
                said = recorder.read(player.window.page)
                picture = self._picture(player, said)
                self.players.append(WatchedPlayer(*place, said, player.state_hashes(), picture))

    def seen(self) -> Sequence[WatchedPlayer]:
        """Both players; AssertionError with the reason where the game did not get to its end."""
        assert self.stopped is None, self.stopped
        return self.players

    def _picture(self, player: Player, said: Sequence[Said]) -> Picture | None:
        """Of the last frame, beside what Python in a fresh Worker renders of the same game."""
        asked = [one for one in said if one.kind == "asked"]
        given = {
            name: [one.args[0] for one in asked if one.what == name] for name in ("initEnv", "reset", "step")
        }
        if not all(given.values()):
            return None
        played = {
            "kitchen": given["initEnv"][0],
            "seed": given["reset"][0],
            "actions": given["step"],
            "canvas": player.profile.canvas,
        }
        serve(player.window, self.run.address(self.arm))
        return Picture(**call(player.window, "replay.js", "replay", played))


@dataclass
class Trials:
    """The kitchen's way to Python, tried in a page of its origin that has nothing else in it."""

    run: Run
    init_script: str = ""
    left: list[int] = field(default_factory=list)
    heap_bytes: list[int] = field(default_factory=list)
    process_bytes: list[int] = field(default_factory=list)
    stopped: str | None = None

    def __post_init__(self) -> None:
        home = self.run.address()
        self.window = self.run.new_window("the page that tries Python", home)
        if self.init_script:
            self.window.context.add_init_script(self.init_script)
        serve(self.window, home)
        self.window.do(lambda: self.window.page.goto(page_address(home)))

    def try_out(self, what: str) -> dict[str, list[Answer]]:
        """One of the trials of worker_life.js: answers by what they answer. Workers left are counted."""
        found = call(self.window, "worker_life.js", what)
        self.left.append(len(workers_left(self.window, time.monotonic() + BUSY_ENDS_WITHIN_S, EVERY)))
        return {name: [Answer(**one) for one in answers] for name, answers in found.items()}

    def repeat(self, times: int, warm_up: int = WARM_UP) -> None:
        """Starts and ends Python that often after ``warm_up`` times, and reads memory and Workers."""
        process = renderer_of(self.window)
        for number in range(-warm_up, times):
            call(self.window, "worker_life.js", "once")
            left = len(workers_left(self.window, settled_by(), EVERY))
            if number >= 0:
                self.left.append(left)
                usage = collected_usage(lambda method: ask_page(self.window, method))
                self.heap_bytes.append(usage.live_bytes)
                self.process_bytes.append(memory_bytes(process))
        self.run.progress.say(f"started and ended {times} times: {max(self.left)} Workers left")


def page_address(home: str) -> str:
    return home.split("?")[0] + FOLDER


def serve(window: Window, home: str) -> None:
    """Adds an empty page and the scripts beside this module to the game's origin, for this window alone; they
    have the headers of the game's own page, and obey its policy."""

    def answer(route: Route) -> None:
        name = route.request.url.rsplit("/", 1)[1]
        body = (HERE / name).read_text(encoding="utf-8") if name else "<!doctype html><title>Python</title>"
        kind = "text/javascript" if name else "text/html"
        route.fulfill(response=route.fetch(url=home), body=body, content_type=kind)

    window.context.route(f"{page_address(home)}**", answer)


def call(window: Window, script: str, function: str, argument: Any = None) -> Any:
    """What an exported function of a script beside this module gives, called in the page."""
    return window.evaluate(
        f"async (given) => (await import('/{FOLDER}{script}')).{function}(given)", argument
    )

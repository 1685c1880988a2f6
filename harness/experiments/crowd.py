"""Visitors who arrive one after another and all load Python at once (VALID-01, VALID-02)."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from playwright.sync_api import WebSocket

from gauge.flow.crowd import Visitor
from gauge.latency.equal_work import PLACES
from gauge.latency.match_steps import Arm
from harness.players.match import photograph
from harness.players.player import Player
from harness.recording import FreezeRecorder, StepRecorder
from harness.session.run import Run
from harness.session.stopping import noting_what_stopped


@dataclass
class _Arrival:
    """One visitor whose page is watched from before it opens."""

    player: Player
    freezes: FreezeRecorder
    steps: StepRecorder
    sockets: int = 0
    lost: int = 0
    startable_ms: float = 0.0

    def watch(self) -> None:
        self.player.window.page.on("websocket", self._opened)

    def _opened(self, socket: WebSocket) -> None:
        self.sockets += 1
        socket.on("close", self._closed)

    def _closed(self, _socket: WebSocket) -> None:
        if not self.player.window.closed:
            self.lost += 1


@dataclass
class Crowd:
    """``asked`` visitors, ``apart_s`` apart; ``stopped`` says why one of them did not get to the end."""

    run: Run
    arm: Arm
    asked: int
    apart_s: float
    visitors: list[Visitor] = field(default_factory=list)
    pictures: list[tuple[str, bytes]] = field(default_factory=list)
    stopped: str | None = None

    def play_once(self) -> None:
        """Plays all games, if they have not been played."""
        if self.visitors or self.stopped is not None:
            return
        with noting_what_stopped(self):
            arrivals = [self._arrive(number) for number in range(1, self.asked + 1)]
            for each in arrivals:
                each.player.read_instructions()
            for each in arrivals:
                each.player.wait_for_python()
                each.startable_ms = each.freezes.mark(each.player.window.page)
            for each in arrivals:
                each.player.press_start()
            ends = [each.player.wait_for_end(self.run.end_within_s) for each in arrivals]
            self.pictures = photograph(each.player.window for each in arrivals)
            for each, end in zip(arrivals, ends, strict=True):
                page = each.player.window.page
                self.visitors.append(
                    Visitor(
                        who=each.player.who,
                        game_id=end.game_id,
                        player_id=end.player_id,
                        finished=end.done and end.episodes == 1,
                        frames=end.frame,
                        sockets=each.sockets,
                        lost=each.lost,
                        freeze_ms=each.freezes.stop(page, until_ms=each.startable_ms).longest_gap_ms,
                        to_first_step_s=each.steps.read(page).call_ms[0] / 1000,
                        hashes=each.player.state_hashes(),
                    )
                )
            self.run.progress.say(f"{self.asked} players, Python {PLACES[self.arm]}: all games ended")

    def _arrive(self, number: int) -> _Arrival:
        player = Player.new(self.run, f"player {number}", arm=self.arm)
        context = player.window.context
        freezes = FreezeRecorder.install(context)
        arrival = _Arrival(player, freezes, StepRecorder.install(context, self.run.profile))
        arrival.watch()
        began = time.monotonic()
        player.arrive()
        player.window.pause(max(0.0, 1000 * (self.apart_s - (time.monotonic() - began))))
        return arrival

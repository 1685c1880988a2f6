"""Two visitors play one game and note what the page offers on the way."""

from __future__ import annotations

from dataclasses import dataclass, field

from gauge.flow.contract import judge_offer
from gauge.verdict import Verdict
from harness.players.canvas_difference import COLUMNS, LEAST_CELLS, ROWS, changed, thumbnail
from harness.players.match import Match
from harness.probes.base import NotMeasurableError
from harness.probes.game_server import health
from harness.probes.worker_census import python_workers_of
from harness.profile.offers import OFFERS
from harness.recording import RecordingError, StepRecorder
from harness.session.browser import Window
from harness.session.errors import NotOfferedError
from harness.session.run import Run
from harness.session.stopping import noting_what_stopped

EARLY_FRAME, LATE_FRAME = 10, 50
NOTHING_THERE = "nothing was found there"


@dataclass
class ContractSurvey:
    """``seen`` and ``missing`` by the name of an offer; ``stopped`` says how far the visitors got."""

    run: Run
    seen: dict[str, str] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    pictures: list[tuple[str, bytes]] = field(default_factory=list)
    stopped: str | None = None

    def judge(self, name: str) -> Verdict:
        """One offer; KeyError for one that the contract does not know."""
        offer = OFFERS[name]
        missing = self.missing.get(name) or self.stopped or NOTHING_THERE
        return judge_offer(
            name, offer.entry, offer.makes_possible, self.seen.get(name), missing, required=offer.required
        )

    def play(self) -> None:
        """One game, and the beginning of another."""
        self._ask_server()
        recorders: list[StepRecorder] = []

        def prepare(windows: tuple[Window, Window]) -> None:
            recorders.extend(StepRecorder.install(w.context, self.run.profile) for w in windows)

        with noting_what_stopped(self):
            match = Match.arrive(self.run, prepare=prepare)
            match.read_instructions()
            first, second = match.start()
            self.seen["a way into a game"] = (
                f"from arrival to the first step in {match.to_first_step_s:.1f} s"
            )
            self.seen["a picture of the game"] = f"{self.run.profile.canvas} is on the screen"
            self.seen["a rising frame number"] = f"frame {first.frame} soon after the start"
            self._note(
                "a game id that both players share",
                f"{first.game_id}" if first.game_id is not None and first.game_id == second.game_id else None,
                f"the pages say {first.game_id} and {second.game_id}",
            )
            self._watch(match)
            first, _ = match.wait_for_end(self.run.end_within_s)
            self.seen["an end of the game"] = f"state {first.state} after frame {first.frame}"
            self._read_recordings(match, recorders[0])
            self._play_again(match)

    def _watch(self, match: Match) -> None:
        """While the game runs."""
        run, player = self.run, match.first
        match.wait_for_frame(EARLY_FRAME, run.end_within_s)
        before = thumbnail(player)
        match.wait_for_frame(LATE_FRAME, run.end_within_s)
        moved = len(changed(before, thumbnail(player)))
        self.pictures = match.photograph()
        acts = run.profile.query or run.profile.keys
        places = f"{moved} of {COLUMNS * ROWS} places of the picture changed"
        self._note(
            "players who play by themselves",
            places if acts and moved > LEAST_CELLS else None,
            f"only {places}, as when nobody acts" if acts else "the profile names no query and no keys",
        )
        reading = player.read_pipeline()
        stamped = reading is not None and reading.call_ms is not None and reading.return_ms is not None
        step_ms = player.clock_resolution_ms()
        self._note("step timestamps", f"on a clock that ticks every {step_ms:.3g} ms" if stamped else None)
        fps = player.read(run.profile.fps)
        self._note("frames per second to aim at", None if fps is None else f"{fps}")
        workers = python_workers_of(match.first.window, run.profile.worker_address)
        self._note("Python in a Worker", ", ".join(workers) or None, "no Worker at work holds Python")

    def _read_recordings(self, match: Match, recorder: StepRecorder) -> None:
        hashes, work = match.first.state_hashes(), match.first.read(self.run.profile.work)
        told = sum(map(bool, hashes))
        account = f"{told} hashes" if told else None if work is None else f"{work}"
        self._note("hashes of its states, or an account of them", account)
        try:
            steps = len(recorder.read(match.first.window.page).frames)
            self._note("step timestamps that can be recorded", f"{steps} steps" if steps else None)
        except RecordingError as error:
            self.missing["step timestamps that can be recorded"] = str(error)

    def _play_again(self, match: Match) -> None:
        name = "another game in the same window"
        try:
            match.play_again()
            again, _ = match.start()
            self.seen[name] = f"game {again.game_id} after {match.to_first_step_s:.1f} s"
        except NotOfferedError as error:
            self.missing[name] = str(error)

    def _ask_server(self) -> None:
        run = self.run
        try:
            self.seen["a build with Python on the page"] = run.address("direct")
        except NotOfferedError as error:
            self.missing["a build with Python on the page"] = str(error)
        pid = run.server.pid
        self._note("a server whose memory can be read", None if pid is None else f"process {pid}")
        try:
            report = health(run.server.url, run.profile.health) if run.profile.health else {}
            self._note("a server that tells of its games", ", ".join(report) or None)
        except NotMeasurableError as error:
            self.missing["a server that tells of its games"] = str(error)

    def _note(self, name: str, seen: str | None, missing: str = NOTHING_THERE) -> None:
        if seen is None:
            self.missing[name] = missing
        else:
            self.seen[name] = seen

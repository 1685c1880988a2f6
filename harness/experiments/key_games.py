"""Two people at their keyboards, with Python in a Worker and on the page: when do their keys show?"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass, field

from gauge.latency.equal_work import PLACES, ComparedMatch, judge_places
from gauge.latency.key_delay import ARMS, KEYS, LOOKS, REQUIREMENT, KeyDelay, judge_key_delay
from gauge.latency.match_steps import Arm
from gauge.verdict import Outcome, Verdict
from harness.controls import PageControl, make_bad
from harness.players.key_delay import key_delays_ms, turn, wait_until_still, watch_keys
from harness.players.match import Match
from harness.players.played_game import policy
from harness.probes.worker_census import python_workers_of
from harness.session.browser import Window
from harness.session.run import Run
from harness.session.stopping import noting_what_stopped

# for a game that does not say it
ASSUMED_FPS = 30.0
SEED = 7
GOES_ON_WITHIN_S = 5.0


@dataclass
class KeyGames:
    """What has been played so far; ``control`` makes the pages with a Worker bad."""

    run: Run
    control: PageControl | None = None
    keys: list[KeyDelay] = field(default_factory=list)
    matches: list[ComparedMatch] = field(default_factory=list)
    pictures: list[tuple[str, bytes]] = field(default_factory=list)
    stopped: str | None = None

    def play(self) -> None:
        """One game more in each setup, as long as its keys take."""
        with noting_what_stopped(self):
            for arm in ARMS:
                self._play_game(len(self.matches) // 2 + 1, arm)

    def judge(self, margin_ms: float) -> Verdict:
        """VALID-03e; while it cannot tell, more games are played up to the bound."""
        while self.stopped is None:
            places = judge_places(self.matches)
            verdict = judge_key_delay(self.keys, margin_ms) if places.passed else places
            told = verdict.outcome is not Outcome.INCONCLUSIVE or not places.passed
            if told or len(self.matches) >= 2 * LOOKS:
                return verdict
            self.run.progress.say("not enough keys to tell: one more game in each setup")
            self.play()
        return Verdict(REQUIREMENT, Outcome.FAILED, f"A game did not go on. {self.stopped}")

    def _query(self) -> Mapping[str, str] | None:
        """People play where nobody else does: by keys alone, or in a game in which no bot acts."""
        return None if self.run.profile.keys else policy(self.run, "nobody acts")

    def _play_game(self, number: int, arm: Arm) -> None:
        run, where = self.run, f"Python {PLACES[arm]}"

        def prepare(windows: tuple[Window, Window]) -> None:
            make_bad(windows, self.control if arm == "worker" else None)

        match = Match.arrive(run, self._query(), f" with {where}", arm, prepare)
        match.read_instructions()
        match.start()
        watch_keys(match)
        workers = tuple(len(python_workers_of(w, run.profile.worker_address)) for w in match.windows)
        pressed = self._press(match, 1000 / (match.first.read(run.profile.fps) or ASSUMED_FPS))
        for seat, player in enumerate(match.players):
            shown = key_delays_ms(player)
            lost = [math.inf] * ((pressed + 1 - seat) // 2 - len(shown))
            self.keys += [KeyDelay(arm, number, seat, ms) for ms in (*shown, *lost)]
        frame = match.first.look().frame or 0
        self.matches.append(ComparedMatch(number, arm, arm, frame, (), workers))
        self.pictures = match.photograph()
        match.leave()
        run.progress.say(f"{where}: {pressed} keys pressed")

    @staticmethod
    def _press(match: Match, frame_ms: float) -> int:
        """Both press keys in turn; how many they did before the game ended."""
        chance = random.Random(SEED)
        for number in range(2 * KEYS):
            player = match.players[number % 2]
            # the last picture came with a frame: keys must not all fall into the same part of one
            player.window.pause(chance.uniform(0, frame_ms))
            turn(player, number // 2)
            wait_until_still(match)
            # one that has failed is quoted instead
            seen = [
                each.wait("could press no more keys", lambda now: now.playing or now.done, GOES_ON_WITHIN_S)
                for each in match.players
            ]
            if any(now.done for now in seen):
                return number
        return 2 * KEYS

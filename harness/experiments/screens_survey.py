"""Every screen of a game, on a computer and on a phone, looked at by axe-core.

https://github.com/dequelabs/axe-core/blob/develop/doc/API.md
"""

from __future__ import annotations

from base64 import b64decode
from dataclasses import dataclass, field

from gauge.flow.screens import Finding, Screen
from harness.players.match import Match
from harness.players.phone import SIDEWAYS_PX, UPRIGHT_PX, hold_phones
from harness.players.player import Player
from harness.session.run import Run
from harness.session.server import PROJECT

AXE = PROJECT / "node_modules" / "axe-core" / "axe.min.js"
LOOK = """async () => {
  const {violations, passes} = await axe.run({resultTypes: ['violations', 'passes']});
  return {
    findings: violations.map(({id, impact, nodes}) => [id, impact, nodes.map((n) => n.target.join(' '))]),
    rules: violations.length + passes.length,
    width: document.documentElement.scrollWidth,
    window: document.documentElement.clientWidth,
  };
}"""
UNKNOWN = {"bot": "nobody-knows"}
"""A query that the game refuses, to see how it says so."""


@dataclass
class ScreensSurvey:
    """The screens seen so far, and a picture of each."""

    run: Run
    screens: list[Screen] = field(default_factory=list)
    pictures: list[tuple[str, bytes]] = field(default_factory=list)

    def look(self) -> None:
        """A player at a computer and one who holds a phone, from the instructions to the result."""
        refused = Player.new(self.run, "a player at a wrong address", UNKNOWN)
        refused.arrive()
        refused.wait(
            "was not refused", lambda seen: seen.failed, self.run.profile.arrival_s, even_failed=True
        )
        self._see(refused, "refusal")
        refused.leave()
        match = Match.arrive(self.run, prepare=lambda windows: hold_phones(windows[1:]))
        self._see_both(match, "instructions")
        match.read_instructions()
        for player in match.players:
            player.wait_for_python()
        self._see_both(match, "ready to start")
        match.first.press_start()
        match.first.wait_for_waiting_room()
        self._see(match.first, "waiting room")
        match.second.press_start()
        match.first.wait_for_game()
        self._see_both(match, "game")
        hold_phones(match.windows[1:], SIDEWAYS_PX)
        self._see(match.second, "game, held sideways")
        hold_phones(match.windows[1:], UPRIGHT_PX)
        match.wait_for_end(self.run.end_within_s)
        self._see_both(match, "result")

    def _see_both(self, match: Match, name: str) -> None:
        self._see(match.first, name)
        self._see(match.second, f"{name}, phone")

    def _see(self, player: Player, name: str) -> None:
        window = player.window
        # as the window is now; Playwright's own picture would give it back the size that it was opened with
        taken = window.send("Page.captureScreenshot", format="png")
        self.pictures.append((name, b64decode(taken["data"])))
        window.send("Runtime.evaluate", expression=AXE.read_text("utf-8"))
        seen = window.evaluate(LOOK)
        findings = tuple(Finding(rule, impact, tuple(where)) for rule, impact, where in seen["findings"])
        self.screens.append(Screen(name, seen["width"], seen["window"], findings, seen["rules"]))

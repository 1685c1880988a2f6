"""Whether the screens of a game keep anybody out: those who see little, hear them read, or hold a phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gauge.tables import Table
from gauge.verdict import Outcome, Verdict, quantity

SCREENS = "ACCESS"
SERIOUS = ("serious", "critical")


@dataclass(frozen=True)
class Finding:
    """What axe-core minds: its rule and impact (minor, moderate, serious, critical), and the elements."""

    rule: str
    impact: str
    elements: tuple[str, ...]


@dataclass(frozen=True)
class Screen:
    """One screen on one device. ``width_px`` is what the page is wide, ``window_px`` what there is for it."""

    name: str
    width_px: int
    window_px: int
    findings: tuple[Finding, ...] = ()
    rules: int = 0


def judge_findings(screens: Sequence[Screen]) -> Verdict:
    """Passed when no screen has a serious or critical finding; without a rule that applied, inconclusive."""
    if not screens or not all(screen.rules for screen in screens):
        return Verdict(SCREENS, Outcome.INCONCLUSIVE, "Not every screen could be looked at.")
    found = [(screen, each) for screen in screens for each in screen.findings]
    serious = [(screen, each) for screen, each in found if each.impact in SERIOUS]
    sentence = (
        f"{quantity(len(serious), 'serious finding')} on {quantity(len(screens), 'screen')} (limit: 0; "
        f"{len(found) - len(serious)} lesser)."
    )
    for screen, each in serious:
        sentence += f" {screen.name}: {each.rule} ({each.impact}) at {', '.join(each.elements)}."
    return Verdict(SCREENS, Outcome.FAILED if serious else Outcome.PASSED, sentence)


def judge_widths(screens: Sequence[Screen]) -> Verdict:
    """Passed when no page is wider than its window, so that nobody has to scroll sideways."""
    if not screens:
        return Verdict(SCREENS, Outcome.INCONCLUSIVE, "No screen could be looked at.")
    wide = [screen for screen in screens if screen.width_px > screen.window_px]
    sentence = f"{quantity(len(wide), 'screen')} of {len(screens)} wider than the window (limit: 0)."
    for screen in wide:
        sentence += f" {screen.name}: {screen.width_px} px, the window {screen.window_px} px."
    return Verdict(SCREENS, Outcome.FAILED if wide else Outcome.PASSED, sentence)


def screens_table(screens: Sequence[Screen]) -> Table:
    """A row a screen."""
    rows = [
        (s.name, s.width_px, s.window_px, s.rules, "; ".join(f"{f.rule} ({f.impact})" for f in s.findings))
        for s in screens
    ]
    return Table(("screen", "page_px", "window_px", "rules_applied", "findings"), rows)

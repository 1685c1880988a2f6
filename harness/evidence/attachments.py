"""Attaches to the scenario that runs; the report is made from it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable

import allure
from allure_commons.types import AttachmentType

from gauge.clock.clock_file import Seen, write_clock
from gauge.verdict import Verdict
from harness.players.match import photograph
from harness.session.errors import HarnessError
from harness.session.faults import Fault
from harness.session.run import Run
from reporting.evidence import Attachment, of_verdict, samples, screenshot
from reporting.verdict_log import LOG

PAGE_TEXT = "() => document.body.innerText + '\\n\\n' + JSON.stringify(window.game ?? null, null, 1)"


def attach(attachments: Iterable[Attachment]) -> None:
    """Attaches to the step that runs, or to the scenario when none does."""
    for item in attachments:
        allure.attach(item.body, name=item.name, attachment_type=item.media_type, extension=item.extension)


def attach_verdict(verdict: Verdict, more: Iterable[Attachment] = ()) -> Verdict:
    """Hands the verdict to the report, attaches it and what it rests on, and gives it back to be judged."""
    LOG.add(verdict)
    attach([*of_verdict(verdict), *more])
    return verdict


def attach_pictures(pictures: Iterable[tuple[str, bytes]]) -> None:
    attach(screenshot(f"Screen of {who}", png) for who, png in pictures)


def attach_text(name: str, text: str) -> None:
    allure.attach(text, name=name, attachment_type=AttachmentType.TEXT)


def attach_clock(seen: Seen) -> None:
    """What a second clock saw of every step; ``python -m gauge recompute`` reads it."""
    attach([samples("What a second clock saw (raw samples)", write_clock(seen))])


def attach_accepted(faults: list[Fault]) -> None:
    """Errors that the game's profile knows: counted and quoted, not judged."""
    if faults:
        name = f"Errors accepted by the game's profile ({len(faults)})"
        attach_text(name, "\n\n".join(str(fault) for fault in faults))


def attach_failure(run: Run, faults: list[Fault]) -> None:
    """What explains a scenario that did not pass: errors, screens, page texts, consoles, log, traces."""
    if faults:
        attach_text("Errors", "\n\n".join(str(fault) for fault in faults))
    windows = run.open_windows()
    attach_pictures(photograph(windows))
    for window in windows:
        with contextlib.suppress(HarnessError):
            attach_text(f"Page of {window.who}", str(window.evaluate(PAGE_TEXT)))
    attach_text("Consoles", run.console_text() or "(silent)")
    attach_text("Server log", run.server_log() or "(none: the server is not ours, or it said nothing)")
    for number, window in enumerate(windows, start=1):
        saved = window.save_trace(run.reports / "logs" / f"trace-{number}.zip")
        if saved is not None:
            allure.attach(
                saved.read_bytes(),
                name=f"Playwright trace of {window.who}",
                attachment_type="application/vnd.allure.playwright-trace",
                extension="zip",
            )
            saved.unlink()

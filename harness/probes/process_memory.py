"""Layers renderer_process, browser_process and gpu_process: what the system counts for the browser."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import CDPSession, Error

from harness.probes.base import NotMeasurableError, Probe, ask, ask_page, owner_name
from harness.session.browser import Window
from harness.session.errors import PlayerError, first_line
from harness.session.waiting import wait_until

TRACE_WITHIN_S = 10.0
TRACE_CATEGORY = "disabled-by-default-devtools.timeline"


class ProcessMemoryProbe(Probe):
    """Proportional set size: private pages, and each shared page divided by those who share it.

    Where the system does not tell it, the unique set size stands in; never the resident set size, which
    counts the same shared pages for every process.
    """

    layers = ("renderer_process", "browser_process", "gpu_process")

    def __init__(self, windows: Sequence[Window]) -> None:
        super().__init__()
        self._windows = windows
        self._session: CDPSession | None = None
        self.renderers: dict[int, int | NotMeasurableError] = {}
        """Process of the page by seat."""

    def at_frame(self, reading: int) -> None:
        for seat in range(len(self._windows)):

            def renderer(seat: int = seat) -> float:
                return memory_bytes(self._renderer(seat))

            self._measure("renderer_process", f"renderer of {owner_name(seat)}", reading, renderer)

        for layer, kind in (("browser_process", "browser"), ("gpu_process", "GPU")):
            self._measure(layer, kind, reading, partial(self._bytes_of, kind))

    def after_game(self, game: int) -> None:
        self.at_frame(game)

    def cleanup(self) -> None:
        if self._session is not None:
            with contextlib.suppress(Error):  # the browser may be gone
                self._session.detach()
            self._session = None

    def _renderer(self, seat: int) -> int:
        """Looked for once, after the first game: to ask takes a trace, however short."""
        if seat not in self.renderers:
            try:
                self.renderers[seat] = renderer_of(self._windows[seat])
            except NotMeasurableError as error:
                self.renderers[seat] = error
        process = self.renderers[seat]
        if isinstance(process, NotMeasurableError):
            raise process
        return process

    def _bytes_of(self, kind: str) -> float:
        return memory_bytes(self._process(kind))

    def _process(self, kind: str) -> int:
        _must_be_here(self._windows[0])
        if self._session is None:
            self._session = _browser_session(self._windows[0])
        for process in ask(self._session, "SystemInfo.getProcessInfo")["processInfo"]:
            if process["type"] == kind:
                return int(process["id"])
        raise NotMeasurableError(f"the browser lists no {kind} process")


def memory_bytes(pid: int) -> int:
    """Proportional set size without mapped files, else the whole of it, else the unique set size.

    What is mapped from files is program text: how it is divided changes when any other browser on the machine
    starts or ends, by more than a game can leak, and nothing that leaks is in it
    (https://docs.kernel.org/filesystems/proc.html, smaps_rollup).
    """
    try:
        parts = _rollup(pid)
        if "Pss_Anon" in parts and "Pss_Shmem" in parts:
            return 1024 * (parts["Pss_Anon"] + parts["Pss_Shmem"])
        memory = psutil.Process(pid).memory_full_info()
    except (psutil.NoSuchProcess, ProcessLookupError, FileNotFoundError):
        raise NotMeasurableError(f"process {pid} has ended") from None
    except (psutil.Error, OSError) as error:
        raise NotMeasurableError(first_line(error)) from None
    size: int | None = getattr(memory, "pss", None) or getattr(memory, "uss", None)
    if not size:
        raise NotMeasurableError("the system tells neither PSS nor USS of a process")
    return size


def _rollup(pid: int) -> dict[str, int]:
    """What Linux tells of a process's memory, in KiB; nothing on other systems."""
    path = Path(f"/proc/{pid}/smaps_rollup")
    if not Path("/proc/self/smaps_rollup").exists():
        return {}
    lines = (line.split() for line in path.read_text(encoding="ascii").splitlines()[1:])
    return {words[0].rstrip(":"): int(words[1]) for words in lines if len(words) == 3}


def _must_be_here(window: Window) -> None:
    """Another machine's process may have the number of one of this machine's."""
    if window.elsewhere is not None:
        raise NotMeasurableError(f"the browser runs elsewhere, at {window.elsewhere}")


def renderer_of(window: Window) -> int:
    """The process in which the page runs, as the browser itself says at the head of a trace of this page.

    ``SystemInfo.getProcessInfo`` lists renderers without saying what is in them, spare ones included; the
    event TracingStartedInBrowser names frame and process together.
    """
    _must_be_here(window)
    cdp = window.cdp
    events: list[Mapping[str, Any]] = []
    ended: list[bool] = []

    def collect(event: Mapping[str, Any]) -> None:
        events.extend(event["value"])

    def end(_event: Mapping[str, Any]) -> None:
        ended.append(True)

    cdp.on("Tracing.dataCollected", collect)
    cdp.on("Tracing.tracingComplete", end)
    try:
        wanted = {"includedCategories": [TRACE_CATEGORY], "excludedCategories": ["*"]}
        ask_page(window, "Tracing.start", {"traceConfig": wanted, "transferMode": "ReportEvents"})
        ask_page(window, "Tracing.end")
        wait_until(
            lambda: ended,
            bool,
            pause=lambda: window.pause(2.0),
            within_s=TRACE_WITHIN_S,
            what="the trace that tells the page's process did not end",
        )
        frame = ask_page(window, "Page.getFrameTree")["frameTree"]["frame"]["id"]
    except PlayerError as error:
        raise NotMeasurableError(first_line(error)) from None
    finally:
        cdp.remove_listener("Tracing.dataCollected", collect)
        cdp.remove_listener("Tracing.tracingComplete", end)
    for event in events:
        for traced in event.get("args", {}).get("data", {}).get("frames", ()):
            if traced.get("frame") == frame and traced.get("processId"):
                return int(traced["processId"])
    raise NotMeasurableError("the browser does not say in which process the page runs")


def _browser_session(window: Window) -> CDPSession:
    browser = window.context.browser
    if browser is None:
        raise NotMeasurableError("the browser offers no session of its own")
    try:
        return browser.new_browser_cdp_session()
    except Error as error:
        raise NotMeasurableError(first_line(error)) from None

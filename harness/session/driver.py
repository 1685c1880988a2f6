"""Playwright's driver: the process that starts and steers every browser of a run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

from playwright.sync_api import Playwright, sync_playwright

from harness.session.waiting import bounded

START_WITHIN_S = 60
STOP_WITHIN_S = 15


@contextmanager
def driver() -> Iterator[Playwright]:
    """Playwright, with a folder of its own for the temporary files of its browsers, which ends with it.

    Without one, profiles stay behind when a browser is killed, and a folder for each window whose trace
    nobody asked for.
    """
    with TemporaryDirectory(prefix="browsers-", ignore_cleanup_errors=True) as folder:
        before = os.environ.get("TMPDIR")
        os.environ["TMPDIR"] = folder
        try:
            with bounded(START_WITHIN_S, "Starting Playwright"):
                playwright = sync_playwright().start()
        finally:
            del os.environ["TMPDIR"]
            if before is not None:
                os.environ["TMPDIR"] = before
        try:
            yield playwright
        finally:
            with bounded(STOP_WITHIN_S, "Stopping Playwright"):
                playwright.stop()

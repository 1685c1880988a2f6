"""Answers what a page loads from other addresses out of a folder, so that no internet is needed."""

from __future__ import annotations

import mimetypes
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from playwright.sync_api import BrowserContext, Route

from harness.session.errors import SettingError

TYPES = {
    ".wasm": "application/wasm",
    ".mjs": "text/javascript",
    ".js": "text/javascript",
    ".whl": "application/zip",
}
# a page that is isolated may load only what says that others may load it
HEADERS = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}


@dataclass
class OfflineAssets:
    """A folder laid out by host and path: ``cdn.example/lib/1.0/lib.js``; ``index.html`` answers for folders.

    ``refused`` are addresses that were asked for and are not there; the page gets no answer for them, as when
    there is no network. SettingError for a folder that is missing or empty.
    """

    folder: Path
    refused: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        if not self.folder.is_dir() or not any(self.folder.iterdir()):
            raise SettingError(
                f"offline_assets={self.folder}: there is nothing; fill the folder with what the pages load "
                "from other addresses, by host and path (for mug: python3 examples/mug/prepare.py)."
            )

    def serve(self, context: BrowserContext, home: str) -> None:
        """From now on nothing in the context reaches an address other than ``home``'s."""
        elsewhere = re.compile(f"^https?://(?!{re.escape(urlsplit(home).netloc)}(/|$))")
        context.route(elsewhere, self._answer)

    def _answer(self, route: Route) -> None:
        file = self.find(route.request.url)
        if file is None:
            self.refused.append(route.request.url)
            route.abort("internetdisconnected")
            return
        kind = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        route.fulfill(path=file, headers={**HEADERS, "Content-Type": kind})

    def find(self, url: str) -> Path | None:
        """The file for an address; None where there is none, or where it would lie outside the folder."""
        parts = urlsplit(url)
        file = (self.folder / (parts.hostname or "") / unquote(parts.path).lstrip("/")).resolve()
        if not file.is_relative_to(self.folder.resolve()):
            return None
        file = file / "index.html" if file.is_dir() else file
        return file if file.is_file() else None

"""Init scripts: JavaScript that runs in a page before any script of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Error, Page

from harness.session.errors import HarnessError, first_line
from harness.session.waiting import bounded

READ_WITHIN_S = 30.0


class RecordingError(HarnessError):
    """A recording that is not there or not whole: one sentence saying which and why."""


def init_script(
    file: Path, function: str, options: Mapping[str, Any], reads: Mapping[str, str] | None = None
) -> str:
    """A call, as an expression, of the function which ``file``, a module without imports, exports.

    ``reads`` are JavaScript expressions of ``game``; the function gets them as the functions of ``reads``.
    """
    source = file.read_text(encoding="utf-8")
    exported = f"export function {function}("
    if exported not in source:
        raise ValueError(f"{file} exports no function {function}; name one that it does.")
    body = source.replace(exported, f"function {function}(")
    functions = ", ".join(f"{name}: (game) => ({text or 'null'})" for name, text in (reads or {}).items())
    argument = f"{{...{json.dumps(dict(options))}, reads: {{{functions}}}}}"
    return f"(() => {{\n{body}\nreturn {function}({argument});\n}})()"


def install(
    context: BrowserContext,
    file: Path,
    function: str,
    options: Mapping[str, Any],
    reads: Mapping[str, str] | None = None,
) -> None:
    """Runs the function in every page that the context opens from now on.

    An init script is no script of the page: its Content-Security-Policy does not apply to it.
    """
    context.add_init_script(init_script(file, function, options, reads) + ";")


def ask(page: Page, symbol: str, script: str) -> Any:
    """What ``script``, a function of the recorder, returns in the page; a number that is not finite is None.

    It comes as one text: Playwright checks each number of a list by itself, half a second for a long game.
    RecordingError when the page has no such recorder or cannot be asked.
    """
    key = f"Symbol.for({json.dumps(symbol)})"
    try:
        with bounded(READ_WITHIN_S, "Reading a recorder"):
            told = page.evaluate(
                f"async () => {key} in window ? JSON.stringify(await ({script})(window[{key}])) : false"
            )
    except Error as error:
        raise RecordingError(f"The recorder in {page.url} cannot be read: {first_line(error)}.") from None
    if told is False:
        raise RecordingError(
            f"The page {page.url} has no recorder ({symbol}); install it before the page is opened."
        )
    return json.loads(told)

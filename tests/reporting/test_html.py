"""A missing or failing Allure costs the HTML file only, and one sentence says what to do."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest

from reporting import finish
from reporting import html as report_html
from reporting.html import CSP, ReportUnavailable, build_html, find_node
from reporting.results import ReportPaths, empty_last_run, write_run_metadata


@pytest.fixture
def paths(tmp_path: Path) -> ReportPaths:
    made = ReportPaths(tmp_path / "reports")
    empty_last_run(made)
    return made


def project_with(folder: Path, script: str) -> Path:
    (folder / "node_modules" / "allure").mkdir(parents=True)
    (folder / "node_modules" / "allure" / "cli.js").write_text(script, encoding="utf-8")
    return folder


def test_without_node_it_says_what_to_type(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(report_html.sys, "executable", str(tmp_path / "python"))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ReportUnavailable, match=r"needs Node.*make setup"):
        find_node()


def test_without_allure_the_summary_is_written_all_the_same(paths: ReportPaths, tmp_path: Path) -> None:
    done = finish(paths, [], title="T", environment={"Browser": "none"}, project_root=tmp_path)
    assert done.index is None
    assert "npm ci" in done.unavailable
    assert "npm ci" in paths.summary.read_text(encoding="utf-8")
    assert (paths.results / "categories.json").is_file()


def test_an_allure_that_fails_is_quoted(paths: ReportPaths, tmp_path: Path) -> None:
    root = project_with(tmp_path, "console.log('first'); throw new Error('no space left');")
    with pytest.raises(ReportUnavailable, match=r"ended with code 1.*no space left"):
        build_html(paths, "T", root)


def test_an_allure_that_hangs_is_stopped(
    paths: ReportPaths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_html, "ALLURE_TIMEOUT_S", 0.3)
    root = project_with(tmp_path, "setInterval(() => {}, 1000);")
    before = set(psutil.Process().children(recursive=True))
    with pytest.raises(ReportUnavailable, match="did not finish"):
        build_html(paths, "T", root)
    assert sorted(entry.name for entry in paths.root.iterdir()) == ["allure-report", "allure-results"]
    assert set(psutil.Process().children(recursive=True)) <= before


def test_the_page_cannot_call_anyone() -> None:
    script = '<script async src="https://www.googletagmanager.com/gtag/js?id=G-1"></script>'
    analytics = f"{script}\n<script>gtag();</script>"
    page = report_html._kept_private(f"<html><head><title>T</title></head><body>a{analytics}b</body></html>")
    assert "gtag" not in page
    assert "ab</body>" in page
    assert page.index(CSP) < page.index("<title>")
    assert "http" not in CSP


def test_environment_keys_and_values_survive_a_properties_reader(paths: ReportPaths) -> None:
    write_run_metadata(paths, "T", {"Settings: a=b": "C:\\x\ny", "Größe": "5 MiB"})
    text = (paths.results / "environment.properties").read_text(encoding="utf-8")
    assert text == "Settings\\:\\ a\\=b = C:\\\\x y\nGröße = 5 MiB\n"


def test_what_the_last_run_left_is_removed_and_the_history_kept(paths: ReportPaths) -> None:
    (paths.results / "old-result.json").write_text("{}")
    (paths.results / "folder").mkdir()
    paths.index.write_text("old")
    paths.summary.write_text("old")
    paths.history.write_text("{}\n")
    empty_last_run(paths)
    assert list(paths.results.iterdir()) == list(paths.html.iterdir()) == []
    assert not paths.summary.exists()
    assert paths.history.read_text() == "{}\n"

"""The page to sign, as a reader meets it: in a browser, light and dark, wide and narrow, on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright

from gauge.verdict import Measure
from harness.session.chromium import find_chromium
from reporting.certificate import Certificate
from reporting.page import write_page
from reporting.results import ReportPaths
from reporting.summary import headline, overall
from tests.reporting.made_up import ENVIRONMENT, STATUS, judged, record, runs, step
from tests.reporting.tiny_project import ROOT, run_behave

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS = {"desktop": 1280, "phone": 360}
SHARE = Measure(
    "frames on time", 99.1, "%", 98.0, "at least", 98.6, 99.4, samples="3,360 frames of 12 matches"
)
LONG = "http://127.0.0.1:38473/vendor/pyodide/" + "python_stdlib" * 9

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    program = find_chromium(None, playwright.chromium.executable_path)
    opened = playwright.chromium.launch(executable_path=program)
    yield opened
    opened.close()


@pytest.fixture
def open_page(chromium: Browser, tmp_path: Path) -> Iterator[Open]:
    """A page with every verdict there is, or those asked for, and as many earlier runs."""
    contexts = []

    def opened(*words: str, earlier: int = 0, width: int = 1280, scheme: Any = "light") -> Page:
        results = [
            judged(f"VALID-{number:02}", word, step(0.92, line="player 2"), SHARE, sentence=f"See {LONG}.")
            for number, word in enumerate(words or STATUS)
        ]
        problems = [] if words else ["The server did not stop."]
        paths = ReportPaths(tmp_path)
        past = runs([1.0 + number % 3 for number in range(earlier)])
        now = record(results, headline(results, problems))
        word = overall(results, problems)
        page = write_page(
            paths,
            results,
            "Acceptance",
            ENVIRONMENT,
            now,
            past,
            overall=word,
            problems=problems,
            certificate=Certificate("0 false alarms in 120 verdicts.", "../docs/certificate.md"),
        )
        context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
        contexts.append(context)
        shown = context.new_page()
        shown.goto(page.as_uri())
        return shown

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
def test_nothing_keeps_a_reader_out(open_page: Open, width: int, scheme: str) -> None:
    page = open_page(earlier=25, width=width, scheme=scheme)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    found = page.evaluate("axe.run().then((result) => result.violations)")
    assert [(one["id"], one["impact"], [node["html"] for node in one["nodes"]]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        (["passed", "not asked"], "All proved that was asked: 1 of 1 scenarios proved; 1 not asked"),
        (["passed", "failed"], "NOT proved: 1 of 2 scenarios proved"),
        (
            ["passed", "inconclusive"],
            "Inconclusive: 1 of 2 scenarios proved, the data cannot tell about the others",
        ),
    ],
)
def test_the_verdict_comes_first_and_each_card_says_its_own(
    open_page: Open, words: list[str], verdict: str
) -> None:
    page = open_page(*words)
    assert page.locator(".verdict").inner_text() == verdict
    assert [text.strip() for text in page.locator(".card > header .word").all_inner_texts()] == words
    shapes = page.locator(".card > header .word svg").evaluate_all("all => all.map((each) => each.innerHTML)")
    assert len(set(shapes)) == len(words)


def test_a_card_shows_the_number_its_limit_and_what_it_rests_on(open_page: Open) -> None:
    card = open_page("passed").locator(".card")
    assert "99.10 % Frames on time; limit: at least 98 %" in card.inner_text()
    assert "3,360 frames of 12 matches" in card.inner_text()
    label = card.get_by_role("img").get_attribute("aria-label")
    assert label == "99.10 %; limit: at least 98 %; 95 % interval 98.60 % to 99.40 %"


def test_the_page_stands_alone_and_runs_nothing(open_page: Open) -> None:
    page = open_page(earlier=3)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    assert asked == [page.url]
    assert page.locator("script").count() == 0


def test_what_is_signed_fits_on_the_first_sheet(open_page: Open) -> None:
    # A4 without margins of 12 mm, in CSS pixels
    page = open_page(*["passed"] * 6, "failed", "inconclusive", earlier=9, width=703)
    page.emulate_media(media="print")
    box = page.locator(".sign").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 1031


def test_on_paper_there_is_a_place_to_sign_and_no_link(open_page: Open) -> None:
    page = open_page(earlier=3)
    assert not page.locator(".sign").is_visible()
    page.emulate_media(media="print")
    assert page.locator(".sign").is_visible()
    assert "Name" in page.locator(".sign").inner_text()
    assert not page.locator("details").first.is_visible()


def test_evidence_leads_to_the_scenario_in_the_report_beside_it(chromium: Browser, tmp_path: Path) -> None:
    feature = "Feature: F\n  @VALID-00\n  Scenario: Fine\n    Given it is judged passed at 3\n"
    other = "  Scenario: Other\n    Given it works\n"
    ran = run_behave(tmp_path, {"a": feature + other}, root=ROOT)
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto(ran.paths.page.as_uri())
        page.get_by_role("link", name="Evidence for Fine").click()
        page.frame_locator("iframe").get_by_text("Shown to hold.").wait_for()
        assert page.url.startswith(ran.paths.index.as_uri())
        # parts of Allure's page that are always empty
        assert not page.get_by_text("Retries").is_visible()
        tree = context.new_page()
        tree.goto(ran.paths.index.as_uri())
        # features in which everything passed are folded
        tree.get_by_test_id("tree-section-title").click()
        tree.get_by_test_id("tree-section-title").filter(has_text="VALID-00 Fine").wait_for(timeout=10_000)

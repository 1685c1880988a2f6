"""reports/index.html, the first page: whether to release, in one self-contained file without scripts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reporting.cards import cards_of
from reporting.certificate import Certificate
from reporting.changes import COMPARED_RUNS, day, what_changed
from reporting.results import AllureResult, ReportPaths
from reporting.runs import RunRecord
from reporting.small_charts import against_limit
from reporting.trends import trends_of
from reporting.wording import MARKS, MEANINGS, amount, duration, limit_text, noticed, rate, titled, word_for

TEMPLATE = "page.html.jinja"
FOLDED = ("Setting ", "Browser program", "Python of the run")


def write_page(
    paths: ReportPaths,
    results: Sequence[AllureResult],
    title: str,
    environment: Mapping[str, str],
    this: RunRecord,
    earlier: Sequence[RunRecord],
    *,
    overall: str,
    problems: Sequence[str] = (),
    html: Path | None = None,
    certificate: Certificate | None = None,
) -> Path:
    """Write `paths.page` and give it back.

    `earlier` are the runs to compare `this` one with, the oldest first; `overall` is the run's verdict in one
    word, `html` the Allure report beside the page when there is one, `problems` sentences about the run,
    `certificate` what is quoted of how often verdicts are wrong.
    """
    words = [word_for(result) for result in results]
    environment_rows = [(name, value, name.startswith(FOLDED)) for name, value in environment.items()]
    page = (
        _templates()
        .get_template(TEMPLATE)
        .render(
            title=title,
            headline=this.headline,
            overall=overall,
            counts=[(word, words.count(word)) for word in MARKS if word in words],
            cards=cards_of(results),
            problems=problems,
            certificate=certificate,
            changes=what_changed(this, earlier),
            earlier=earlier,
            compared=COMPARED_RUNS,
            trends=trends_of([*earlier, this]) if earlier else None,
            ended=day(this.ended),
            wall=duration(this.wall_s),
            about=this.about,
            environment=environment_rows,
            report=None if html is None else html.relative_to(paths.root).as_posix(),
        )
    )
    paths.page.write_text(page, encoding="utf-8")
    return paths.page


def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"amount": amount, "rate": rate, "titled": titled, "day": day}
    made.globals |= {
        "against_limit": against_limit,
        "limit_text": limit_text,
        "noticed": noticed,
        "marks": MARKS,
        "meanings": MEANINGS,
    }
    return made

"""reports/junit.xml: the scenarios for machines that read JUnit's format, as CI services do.

behave can write such files itself, but shows a scenario whose after-hook failed as passed; these are made
from the results that were held against behave.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

from reporting.results import AllureResult, ReportPaths
from reporting.wording import brief_of, requirement_of, sentence_of, word_for

# what JUnit calls a test that is not green: a failure was judged, an error was not
ELEMENT = {
    "failed": "failure",
    "inconclusive": "error",
    "broken": "error",
    "not run": "error",
    "not asked": "skipped",
}
# characters that XML 1.0 does not have
UNFIT = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


def write_junit(paths: ReportPaths, results: Sequence[AllureResult]) -> Path:
    """One suite per feature, one case per scenario; gives `paths.junit`."""
    root = ElementTree.Element("testsuites")
    for feature in dict.fromkeys(result.feature for result in results):
        _suite(root, feature, [result for result in results if result.feature == feature])
    ElementTree.indent(root)
    ElementTree.ElementTree(root).write(paths.junit, encoding="utf-8", xml_declaration=True)
    return paths.junit


def _suite(root: ElementTree.Element, feature: str, results: Sequence[AllureResult]) -> None:
    elements = [ELEMENT.get(word_for(result), "") for result in results]
    suite = ElementTree.SubElement(
        root,
        "testsuite",
        name=_fit(feature),
        tests=str(len(results)),
        failures=str(elements.count("failure")),
        errors=str(elements.count("error")),
        skipped=str(elements.count("skipped")),
        time=_seconds(sum(result.stop_ms - result.start_ms for result in results)),
    )
    for result, element in zip(results, elements, strict=True):
        name = _fit(f"{requirement_of(result)} {result.name}".strip())
        seconds = _seconds(result.stop_ms - result.start_ms)
        case = ElementTree.SubElement(suite, "testcase", classname=_fit(feature), name=name, time=seconds)
        if element:
            told = ElementTree.SubElement(
                case, element, type=word_for(result), message=_fit(brief_of(result))
            )
            told.text = _fit(sentence_of(result))
        elif text := sentence_of(result):
            ElementTree.SubElement(case, "system-out").text = _fit(text)


def _seconds(ms: int) -> str:
    return f"{ms / 1000:.3f}"


def _fit(text: str) -> str:
    return UNFIT.sub("�", text)

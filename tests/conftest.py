"""Marks every test by what makes it slow, as pyproject.toml says, and starts the one browser driver."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Playwright

from harness.session.driver import driver

FIXTURES = {
    "browser": {"playwright"},
    "process": {"server", "start"},
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        used = set(getattr(item, "fixturenames", ()))
        for mark, fixtures in FIXTURES.items():
            if used & fixtures:
                item.add_marker(mark)
    # files are handed out one by one: those that take longest must not come last
    items.sort(key=lambda item: "whole_run" not in item.keywords)


# two drivers cannot run at once in one process
@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with driver() as started:
        yield started

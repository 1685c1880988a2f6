"""Marks every test by what makes it slow; pyproject.toml says what the marks mean."""

from __future__ import annotations

import pytest

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

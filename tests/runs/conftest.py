"""Whole runs are tried on the toy game."""

from collections.abc import Iterator

import pytest

from tests.harness.toy_game import toy_game


@pytest.fixture(scope="module")
def toy_url() -> Iterator[str]:
    with toy_game() as url:
        yield url

"""Whole runs are tried on the toy game."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.harness.toy_game import toy_game
from tests.runs.behave_run import BehaveRun, Start


@pytest.fixture(scope="module")
def toy_url() -> Iterator[str]:
    with toy_game() as url:
        yield url


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    started: list[BehaveRun] = []

    def begin(*words: str, **options: str) -> BehaveRun:
        started.append(BehaveRun(tmp_path, *words, **options))
        return started[-1]

    yield begin
    for run in started:
        run.end()

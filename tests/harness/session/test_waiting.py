"""Bounds: each ends what takes too long, an inner one does not switch an outer one off."""

import time

import pytest

from harness.session.errors import StuckError
from harness.session.waiting import bounded


def spin(seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass


def test_what_takes_too_long_is_ended() -> None:
    with (
        pytest.raises(StuckError, match=r"The page did not come back within 0\.05 s"),
        bounded(0.05, "The page"),
    ):
        spin(5)


def test_an_outer_bound_goes_on_after_an_inner_one() -> None:
    def block() -> None:
        with bounded(1.0, "The inner block"):
            spin(0.02)
        spin(20)

    with pytest.raises(StuckError, match="outer"), bounded(1.2, "The outer block"):
        block()


def test_the_bound_that_is_due_first_counts() -> None:
    with (
        pytest.raises(StuckError, match="outer"),
        bounded(0.05, "The outer block"),
        bounded(9, "The inner block"),
    ):
        spin(5)
    with (
        pytest.raises(StuckError, match="inner"),
        bounded(9, "The outer block"),
        bounded(0.05, "The inner block"),
    ):
        spin(5)


def test_nothing_rings_after_a_block_has_ended() -> None:
    with bounded(0.05, "The outer block"), bounded(0.02, "The inner block"):
        pass
    spin(0.1)

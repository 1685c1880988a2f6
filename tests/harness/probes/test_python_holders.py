"""What refers to a Python object is named as a programmer would look for it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from harness.probes.python_holders import holders_as_json


class Soup:
    """What is left behind."""


class Pot:
    shelf: list[Any] = []  # noqa: RUF012 - kept by the class on purpose

    def __init__(self) -> None:
        self.soups: list[Any] = []


KEPT: list[Any] = []
BY_NAME: dict[str, Any] = {}
HERE = __name__


@pytest.fixture(autouse=True)
def _empty() -> Any:
    yield
    KEPT.clear()
    BY_NAME.clear()
    Pot.shelf.clear()
    globals().pop("ALONE", None)


def holders(name: str = "Soup", proxied: tuple[int, ...] = ()) -> dict[str, int]:
    return dict(json.loads(holders_as_json([name], proxied))[name])


def test_a_list_that_is_a_global_is_named_with_its_module() -> None:
    KEPT.extend(Soup() for _ in range(3))
    assert holders() == {f"a list in global KEPT of module {HERE}": 3}


def test_what_is_in_a_dict_in_a_dict_is_followed() -> None:
    BY_NAME["pots"] = {"a": Soup()}
    assert holders() == {f"a dict in a dict in global BY_NAME of module {HERE}": 1}


def test_a_global_a_class_and_an_object_are_told_apart() -> None:
    globals()["ALONE"] = Soup()
    assert holders() == {f"global ALONE of module {HERE}": 1}
    del globals()["ALONE"]
    Pot.shelf.append(Soup())
    assert holders() == {"a list in attribute shelf of class Pot": 1}
    Pot.shelf.clear()
    pot = Pot()
    pot.soups.append(Soup())
    assert holders() == {"a list in attribute soups of a Pot": 1}


def test_variables_of_functions_that_wait_or_live_on_are_named() -> None:
    def cook() -> Iterator[None]:
        soup = Soup()
        yield
        assert soup is not None

    cooking = cook()
    next(cooking)
    assert holders() == {f"variable soup of function {cook.__qualname__}": 1}
    cooking.close()

    def serve() -> Callable[[], Soup]:
        plate = Soup()
        return lambda: plate

    serving = serve()
    assert holders() == {f"variable plate of function {serving.__qualname__}": 1}


def test_only_what_has_a_proxy_counts_as_proxied() -> None:
    KEPT.extend([Soup(), Soup()])
    assert holders("PyProxy of Soup", (id(KEPT[0]),)) == {f"a list in global KEPT of module {HERE}": 1}
    assert holders("PyProxy of Soup") == {}
    assert holders("Nobody") == {}

"""How the value of an entry in a profile is read, and what is allowed in the words of the page contract."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Entry:
    """``read`` gives the value in its final form and raises ValueError for one that is not ``allowed``."""

    allowed: str
    read: Callable[[Any], Any]


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(value)
    return value


def _some_text(value: Any) -> str:
    if not _text(value).strip():
        raise ValueError(value)
    return _text(value)


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError(value)
    return tuple(_some_text(each) for each in value)


def _patterns(value: Any) -> tuple[str, ...]:
    return tuple(_pattern(each) for each in _texts(value))


def _pattern(value: Any) -> str:
    try:
        re.compile(_text(value))
    except re.error as error:
        raise ValueError(str(error)) from None
    return _text(value)


def _query(value: Any) -> Mapping[str, str]:
    if not isinstance(value, dict):
        raise ValueError(value)
    return {key: _text(each) for key, each in value.items()}


def _queries(value: Any) -> Mapping[str, Mapping[str, str]]:
    if not isinstance(value, dict):
        raise ValueError(value)
    return {key: _query(each) for key, each in value.items()}


def _seconds(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 3600:
        raise ValueError(value)
    return float(value)


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 10_000:
        raise ValueError(value)
    return value


def one_of(*words: str) -> Entry:
    """An entry that is one of these words."""
    return Entry(
        "one of " + ", ".join(f'"{word}"' for word in words), lambda value: words[words.index(value)]
    )


TEXT = Entry("a text", _some_text)
EXPRESSION = Entry('a JavaScript expression, or "" for none', _text)
SELECTOR = Entry('a CSS selector, or "" for none', _text)
SELECTORS = Entry("a list of CSS selectors", _texts)
WORDS = Entry("a list of texts", _texts)
PATTERN = Entry('a regular expression, or "" for none', _pattern)
PATTERNS = Entry("a list of regular expressions", _patterns)
QUERY = Entry("a table of texts", _query)
QUERIES = Entry("a table of tables of texts", _queries)
COMMAND = Entry('a command line, or "" for none', _text)
PATH = Entry('a path, or "" for none', _text)
SECONDS = Entry("seconds, more than 0 and at most 3600", _seconds)
COUNT = Entry("a whole number from 0 to 10000", _count)

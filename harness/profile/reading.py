"""Reads a game's profile from its TOML file; what is wrong in it is said in one sentence."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import Field, fields
from pathlib import Path
from typing import Any

from harness.profile.game_profile import GameProfile

FOLDER = Path(__file__).parent / "games"
BUILT_IN = tuple(sorted(file.stem for file in FOLDER.glob("*.toml")))


class ProfileError(ValueError):
    """A profile that cannot be used: one sentence naming file, entry, value and what is allowed."""


def load_profile(game: str) -> GameProfile:
    """The profile of a built-in game by its name, or the one in a file by its path."""
    file = FOLDER / f"{game}.toml" if game in BUILT_IN else Path(game).expanduser()
    if game not in BUILT_IN and file.suffix != ".toml":
        raise ProfileError(f"give {', '.join(BUILT_IN)} or the path of a profile that ends in .toml")
    try:
        return parse_profile(file.read_text(encoding="utf-8"), str(file))
    except OSError as error:
        raise ProfileError(f"{file} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ProfileError(f"{file} is no text in UTF-8") from None


def parse_profile(text: str, where: str) -> GameProfile:
    """A profile from the text of its file; ``where`` names it in errors."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(f"{where} is no TOML: {error}") from None
    known = {_full_name(each): each for each in fields(GameProfile)}
    values: dict[str, Any] = {}
    for name, value in _entries(table, {name.split(".")[0] for name in known if "." in name}):
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]}" if near else "the entries are in docs/page-contract.md"
            raise ProfileError(f"{where}: there is no entry {name}, {hint}")
        entry = known[name].metadata["entry"]
        try:
            values[known[name].name] = entry.read(value)
        except ValueError:
            raise ProfileError(f"{where}: {name} = {value!r} is not allowed, give {entry.allowed}") from None
    return GameProfile(**values)


def _entries(table: Mapping[str, Any], sections: set[str]) -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if key in sections and isinstance(value, dict):
            yield from ((f"{key}.{inner}", each) for inner, each in value.items())
        else:
            yield key, value


def _full_name(each: Field[Any]) -> str:
    """How an entry is called in the file, its section first."""
    section = each.metadata["section"]
    return f"{section}.{each.name}" if section else each.name


def contract_table() -> str:
    """Every entry with its default, what it is and what needs it, in Markdown (docs/page-contract.md)."""
    rows = ["| entry | default | what it is | without it cannot be judged |", "|---|---|---|---|"]
    for each in fields(GameProfile):
        default = getattr(GameProfile(), each.name)
        words = ", ".join(default) if isinstance(default, tuple) else str(default or "")
        shown = words.removesuffix(".0")
        rows.append(
            f"| `{_full_name(each)}` | {f'`{shown}`' if shown else 'none'} "
            f"| {each.metadata['about']} | {each.metadata['needed_for']} |"
        )
    return "\n".join(rows) + "\n"

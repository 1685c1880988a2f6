"""The settings of a run, given as ``behave -D name=value``."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from harness.profile.game_profile import GameProfile
from harness.profile.reading import BUILT_IN, ProfileError, load_profile
from harness.session.errors import SettingError

LAYOUTS = (
    "cramped_room",
    "asymmetric_advantages",
    "coordination_ring",
    "forced_coordination",
    "counter_circuit",
    "grand_kitchen",
)
# settled when a game's server starts
OF_THE_GAME = ("layout", "fps", "frames", "seed")
_YES_NO = {
    **dict.fromkeys(("yes", "true", "on", "1"), True),
    **dict.fromkeys(("no", "false", "off", "0"), False),
}


@dataclass(frozen=True)
class Kind:
    """How the text of a setting is read, and what is allowed in the words of the README."""

    allowed: str
    read: Callable[[str], Any]


def _address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(text)
    _ = parts.port  # raises ValueError on a port that is no port
    return text


def _remote(text: str) -> str:
    scheme, _, rest = text.partition("://")
    _address(f"http://{rest}")
    return {"ws": text, "wss": text, "http": text, "https": text}[scheme]


def _path(text: str) -> str:
    if not text.strip():
        raise ValueError(text)
    return text


def _one_of(names: tuple[str, ...]) -> Kind:
    return Kind("one of " + ", ".join(names), lambda text: names[names.index(text)])


def _whole(least: int, most: int) -> Kind:
    def read(text: str) -> int:
        # int() alone would let "1_0", " 10" and digits of other scripts through
        if not (text.isascii() and text.isdigit()):
            raise ValueError(text)
        value = int(text)
        if not least <= value <= most:
            raise ValueError(text)
        return value

    return Kind(f"a whole number from {least} to {most}", read)


def _folder(text: str) -> str:
    if not Path(text).expanduser().is_dir():
        raise ValueError(text)
    return text


def _game(text: str) -> str:
    load_profile(text)
    return text


GAME = Kind(f"{', '.join(BUILT_IN)} or the path of a profile that ends in .toml", _game)
FOLDER = Kind("the path of a folder that exists", _folder)
ADDRESS = Kind("an address that starts with http:// or https://", _address)
REMOTE = Kind("an address that starts with ws://, wss://, http:// or https://", _remote)
FILE_PATH = Kind("the path of a Chrome or Chromium program", _path)
YES_OR_NO = Kind("yes or no", lambda text: _YES_NO[text.lower()])


def _setting(default: Any, kind: Kind, about: str) -> Any:
    return field(default=default, metadata={"kind": kind, "about": about})


@dataclass(frozen=True)
class Settings:
    """Every setting of a run; the README's table is made from these fields."""

    game: str = _setting(
        "kitchen", GAME, "the game that is judged; a profile tells how it is played and read"
    )
    base_url: str | None = _setting(
        None, ADDRESS, "address of a game that already runs; without it the profile's command starts one"
    )
    baseline_url: str | None = _setting(
        None,
        ADDRESS,
        "address of the same game with Python on the page, to compare with (VALID-03b, VALID-03c)",
    )
    server_pid: int | None = _setting(
        None,
        _whole(1, 2**31 - 1),
        "process of the server at base_url, so that its memory can be read (VALID-04c)",
    )
    offline_assets: str | None = _setting(
        None,
        FOLDER,
        "answers what pages load from other addresses, by host and path; without it the profile's",
    )
    bad: str | None = _setting(
        None,
        Kind("what docs/controls.md calls it", str),
        "makes the game bad on purpose, to see the run fail: 'the Worker is slowed by 3 ms in every step'",
    )
    headed: bool = _setting(False, YES_OR_NO, "show the browser windows")
    browser: str | None = _setting(
        None,
        FILE_PATH,
        "the browser to use; without it Playwright's own, then the system's Chrome or Chromium",
    )
    remote: str | None = _setting(
        None,
        REMOTE,
        "plays in a browser elsewhere: of a Playwright server (ws://) or at a DevTools address (http://)",
    )
    games: int = _setting(10, _whole(1, 200), "games in a series")
    trace: bool = _setting(
        False, YES_OR_NO, "record one more game for the browser's Performance tab and attach it (VALID-04b)"
    )
    layout: str = _setting("cramped_room", _one_of(LAYOUTS), "the kitchen that is played")
    fps: int = _setting(30, _whole(5, 60), "frames per second of the latency scenarios")
    # 100 frames come first, then ten timings of each player, also at 60 frames a second
    frames: int = _setting(240, _whole(180, 5000), "length of their games in frames")
    seed: int = _setting(7, _whole(0, 2**31 - 1), "where the cooks start; every game of a run starts alike")

    @classmethod
    def from_userdata(cls, userdata: Mapping[str, str]) -> Settings:
        """Settings from behave's ``-D`` pairs; a wrong name or value raises SettingError.

        Names with a dot belong to formatters (``AllureFormatter.hide_excluded``) and are let through.
        """
        kinds: dict[str, Kind] = {f.name: f.metadata["kind"] for f in fields(cls)}
        values: dict[str, Any] = {}
        for name, text in userdata.items():
            if "." in name:
                continue
            if name not in kinds:
                raise SettingError(_unknown(name, list(kinds)))
            try:
                values[name] = kinds[name].read(str(text))
            except ProfileError as error:
                raise SettingError(f"setting {name}={text}: {error}.") from None
            except (ValueError, KeyError):
                allowed = kinds[name].allowed
                raise SettingError(f"setting {name}={text}: not allowed, give {allowed}.") from None
        settings = cls(**values)
        if wrong := settings._contradiction(values):
            raise SettingError(wrong)
        return settings

    @cached_property
    def profile(self) -> GameProfile:
        """How the game is played and read."""
        return load_profile(self.game)

    def _contradiction(self, given: Collection[str]) -> str | None:
        """What is wrong with settings that are allowed, but not together or not with this game."""
        for name in OF_THE_GAME:
            setting = f"setting {name}={getattr(self, name)}: "
            if name in given and self.base_url is not None:
                return (
                    f"{setting}not possible together with base_url, because the game at {self.base_url} has "
                    "its own; leave one of the two out."
                )
            if name in given and name not in self.profile.options:
                return (
                    f"{setting}the server of {self.profile.name} does not take it (server.options of "
                    "its profile); leave it out."
                )
        if self.base_url is None and not self.profile.command:
            return (
                f"setting game={self.game}: its profile has no server.command; start its server and give "
                "its address with -D base_url=ADDRESS."
            )
        if self.remote is not None and self.remote.startswith("http"):
            for name in ("headed", "browser"):
                if name in given:
                    return f"setting {name}: the browser at {self.remote} is running already; leave it out."
        for name in ("baseline_url", "server_pid"):
            if name in given and self.base_url is None:
                return f"setting {name}: it belongs to a game at base_url; give that as well."
        if self.baseline_url is not None and self.baseline_url == self.base_url:
            return (
                f"setting baseline_url={self.baseline_url}: the same game as base_url; give the address "
                "of its build with Python on the page."
            )
        return None

    def as_rows(self) -> list[tuple[str, str]]:
        """Name and value of each setting, for the report."""
        rows = [(f.name, show(getattr(self, f.name))) for f in fields(self)]
        taken = () if self.base_url is not None else self.profile.options
        foreign = {name for name in OF_THE_GAME if name not in taken}
        return [(name, "the game's own" if name in foreign else value) for name, value in rows]


def _unknown(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean {near[0]}" if near else "there are " + ", ".join(known)
    return f"setting {name}: there is no such setting, {hint}."


def show(value: object) -> str:
    """A setting's value as a person would type it; empty for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def settings_table() -> str:
    """The table of settings for the README, in Markdown."""
    rows = ["| setting | default | allowed | what it does |", "|---|---|---|---|"]
    for f in fields(Settings):
        default = show(f.default) or "none"
        rows.append(f"| `{f.name}` | {default} | {f.metadata['kind'].allowed} | {f.metadata['about']} |")
    return "\n".join(rows) + "\n"

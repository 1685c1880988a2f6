"""What can be chosen on the command line, with defaults and bounds."""

from __future__ import annotations

import argparse
import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

from game.kitchen.layouts import LAYOUT_NAMES


class OptionError(Exception):
    """A value that cannot be used; the message is one sentence naming option, value and what is allowed."""


@dataclass(frozen=True)
class Options:
    """Settings of one server process.

    `frames` is the length of an episode, `fps` its frames a second, `input_delay` the frames between a key
    press and its effect. `seed` is the seed of every game, None for
    a random one each time. `max_players` bounds the sockets connected at one time. `reconnect` is for how
    many seconds a game waits for a player whose line is broken.
    """

    host: str = "127.0.0.1"
    port: int = 5702
    layout: str = "cramped_room"
    frames: int = 450
    fps: int = 30
    input_delay: int = 3
    seed: int | None = None
    max_players: int = 200
    reconnect: int = 6
    exit_with_stdin: bool = False


def is_loopback(host: str) -> bool:
    """Whether only programs on this machine can reach a server bound to `host`."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class _Parser(argparse.ArgumentParser):
    """Raises instead of printing usage and leaving, so that an error stays one sentence."""

    def error(self, message: str) -> NoReturn:
        raise OptionError(f"{message}; see `python -m game --help`.")


def _whole(name: str, lowest: int, highest: int, text: str) -> int:
    # int() alone would also take "1_0", " 5 " and digits of other scripts.
    plain = re.fullmatch(r"-?[0-9]{1,12}", text)
    number = int(text) if plain else lowest - 1
    if not lowest <= number <= highest:
        raise OptionError(f"{name} is {text!r}, but must be a whole number from {lowest} to {highest}.")
    return number


def _parser() -> _Parser:
    default = Options()
    parser = _Parser(
        prog="python -m game", description="Serve a cooperative kitchen for two cooks.", allow_abbrev=False
    )
    parser.add_argument("--host", default=default.host, help=f"address to listen on ({default.host})")
    parser.add_argument("--port", default=str(default.port), help=f"0 picks a free one ({default.port})")
    parser.add_argument("--layout", default=default.layout, help=f"one of {', '.join(LAYOUT_NAMES)}")
    parser.add_argument("--frames", default=str(default.frames), help=f"frames a game ({default.frames})")
    parser.add_argument("--fps", default=str(default.fps), help=f"frames a second ({default.fps})")
    parser.add_argument(
        "--input-delay",
        default=str(default.input_delay),
        help=f"frames from key press to effect ({default.input_delay})",
    )
    parser.add_argument("--seed", default=None, help="seed of every game (random for each)")
    parser.add_argument(
        "--max-players",
        default=str(default.max_players),
        help=f"connected players at one time ({default.max_players})",
    )
    parser.add_argument(
        "--reconnect",
        default=str(default.reconnect),
        help=f"seconds a game waits for a player whose line is broken ({default.reconnect})",
    )
    parser.add_argument("--exit-with-stdin", action="store_true", help="end when standard input closes")
    return parser


def parse(arguments: Sequence[str]) -> Options:
    """Options from command line words (without the program's name).

    Raises OptionError with one sentence for anything that cannot be used; `--help` prints and leaves.
    """
    chosen = _parser().parse_args(list(arguments))
    if chosen.layout not in LAYOUT_NAMES:
        raise OptionError(f"--layout is {chosen.layout!r}, but must be one of {', '.join(LAYOUT_NAMES)}.")
    if not chosen.host or any(letter.isspace() for letter in chosen.host):
        raise OptionError(f"--host is {chosen.host!r}, but must be an address such as 127.0.0.1.")
    return Options(
        host=chosen.host,
        port=_whole("--port", 0, 65535, chosen.port),
        layout=chosen.layout,
        frames=_whole("--frames", 1, 100_000, chosen.frames),
        fps=_whole("--fps", 1, 120, chosen.fps),
        input_delay=_whole("--input-delay", 0, 30, chosen.input_delay),
        seed=None if chosen.seed is None else _whole("--seed", 0, 2**31 - 1, chosen.seed),
        max_players=_whole("--max-players", 2, 2000, chosen.max_players),
        reconnect=_whole("--reconnect", 0, 60, chosen.reconnect),
        exit_with_stdin=chosen.exit_with_stdin,
    )

"""The command line."""

from __future__ import annotations

import pytest

from game.server.options import OptionError, Options, is_loopback, parse


def test_defaults() -> None:
    assert parse([]) == Options("127.0.0.1", 5702, "cramped_room", 450, 30, 3, None, 200, 6, False)


def test_all_options() -> None:
    words = "--host ::1 --port 0 --layout grand_kitchen --frames 120 --fps 60 --input-delay 0 --seed 7"
    assert parse([*words.split(), "--max-players", "4", "--reconnect", "0", "--exit-with-stdin"]) == Options(
        "::1", 0, "grand_kitchen", 120, 60, 0, 7, 4, 0, True
    )


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("--port x", "--port is 'x'"),
        ("--port 65536", "0 to 65535"),
        ("--port 1_0", "--port is '1_0'"),
        ("--port 99999999999999999999", "0 to 65535"),
        ("--layout attic", "cramped_room"),
        ("--frames 0", "--frames is '0'"),
        ("--fps 1.5", "--fps is '1.5'"),
        ("--fps 0", "1 to 120"),
        ("--input-delay -1", "0 to 30"),
        ("--seed x", "2147483647"),
        ("--max-players 1", "2 to 2000"),
        ("--por 1", "--por"),
        ("--port", "--port"),
        ("more", "more"),
    ],
)
def test_unusable_values_are_named_in_one_sentence(words: str, named: str) -> None:
    with pytest.raises(OptionError) as caught:
        parse(words.split())
    assert named in str(caught.value)
    assert "\n" not in str(caught.value)
    assert str(caught.value).endswith(".")


def test_empty_host_is_refused() -> None:
    with pytest.raises(OptionError, match="--host"):
        parse(["--host", ""])


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.0.0.9", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("192.168.0.1", False),
        ("::", False),
        ("example.org", False),
    ],
)
def test_loopback(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback

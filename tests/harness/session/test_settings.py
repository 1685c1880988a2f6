"""Settings: every value that is let in, every one that is refused, in one sentence."""

import pytest

from harness.session.errors import SettingError
from harness.session.settings import Settings, settings_table


def test_nothing_given_means_the_defaults() -> None:
    assert Settings.from_userdata({}) == Settings()
    assert (Settings().games, Settings().fps, Settings().layout) == (10, 30, "cramped_room")


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("base_url", "http://127.0.0.1:5702/", "http://127.0.0.1:5702/"),
        ("base_url", "https://kitchen.example/play?a=1", "https://kitchen.example/play?a=1"),
        ("headed", "yes", True),
        ("headed", "No", False),
        ("headed", "true", True),
        ("browser", "/usr/bin/chromium", "/usr/bin/chromium"),
        ("games", "1", 1),
        ("games", "200", 200),
        ("layout", "counter_circuit", "counter_circuit"),
        ("fps", "60", 60),
        ("frames", "180", 180),
        ("frames", "5000", 5000),
        ("seed", "0", 0),
    ],
)
def test_an_allowed_value_is_read(name: str, text: str, value: object) -> None:
    assert getattr(Settings.from_userdata({name: text}), name) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("base_url", "127.0.0.1:5702"),
        ("base_url", "ftp://host/"),
        ("base_url", "http://"),
        ("base_url", "http://host:99999/"),
        ("base_url", ""),
        ("headed", "maybe"),
        ("headed", ""),
        ("browser", " "),
        ("games", "0"),
        ("games", "-1"),
        ("games", "201"),
        ("games", "ten"),
        ("games", "1.5"),
        ("games", " 5"),
        ("games", "1_0"),
        ("games", "٣"),
        ("games", ""),
        ("layout", "Cramped Room"),
        ("layout", ""),
        ("fps", "4"),
        ("fps", "61"),
        ("frames", "179"),
        ("frames", "5001"),
        ("seed", "-1"),
    ],
)
def test_a_wrong_value_is_refused_with_what_is_allowed(name: str, text: str) -> None:
    with pytest.raises(SettingError) as refused:
        Settings.from_userdata({name: text})
    sentence = str(refused.value)
    assert sentence.startswith(f"setting {name}={text}: not allowed, give ")
    assert "\n" not in sentence


def test_an_unknown_name_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(SettingError, match=r"setting game_s: there is no such setting, did you mean games\."):
        Settings.from_userdata({"game_s": "3"})
    with pytest.raises(SettingError, match="there are game, base_url, "):
        Settings.from_userdata({"zzz": "3"})


def test_names_with_a_dot_belong_to_formatters() -> None:
    assert Settings.from_userdata({"AllureFormatter.hide_excluded": "true"}) == Settings()


@pytest.mark.parametrize("name", ["layout", "fps", "frames", "seed"])
def test_what_a_running_game_has_settled_cannot_be_set_as_well(name: str) -> None:
    value = {"layout": "cramped_room", "fps": "30", "frames": "240", "seed": "7"}[name]
    with pytest.raises(SettingError, match=f"setting {name}=.*together with base_url"):
        Settings.from_userdata({"base_url": "http://127.0.0.1:5702/", name: value})


def test_the_table_for_the_readme_has_every_setting() -> None:
    table = settings_table()
    assert all(f"| `{name}` |" in table for name, _ in Settings().as_rows())
    assert "| `games` | 10 | a whole number from 1 to 200 |" in table

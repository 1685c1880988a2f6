"""Profiles: what is left out has the contract's default; what is wrong is named in one sentence."""

from dataclasses import fields
from pathlib import Path

import pytest

from harness.profile.game_profile import CONTRACT, GameProfile
from harness.profile.reading import BUILT_IN, ProfileError, contract_table, load_profile, parse_profile
from harness.session.errors import SettingError
from harness.session.settings import Settings

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "page-contract.md"


def test_an_empty_profile_is_the_page_contract() -> None:
    assert parse_profile("", "empty.toml") == CONTRACT


@pytest.mark.parametrize("game", BUILT_IN)
def test_built_in_games_have_a_profile(game: str) -> None:
    assert load_profile(game).name != CONTRACT.name


def test_entries_are_read_from_their_sections() -> None:
    profile = parse_profile(
        'name = "Tag"\n[game]\nplaying = ["ready"]\n[players]\nkeys = ["a"]\nframes_apart = 3\n'
        "[limits]\ngame_s = 60\n"
        '[players.policies]\n"both run" = { bot = "run" }\n',
        "tag.toml",
    )
    assert (profile.name, profile.playing, profile.keys, profile.frames_apart) == (
        "Tag",
        ("ready",),
        ("a",),
        3,
    )
    assert profile.game_s == 60.0
    assert profile.policies == {"both run": {"bot": "run"}}
    assert profile.state == CONTRACT.state


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("name = ", r"tag\.toml is no TOML: Invalid value"),
        ("nam = 'x'", r"there is no entry nam, did you mean name"),
        ("[game]\nstat = 'x'", r"there is no entry game\.stat, did you mean game\.state"),
        ("[gmae]\nstate = 'x'", r"there is no entry gmae, did you mean name|there is no entry gmae"),
        ("[game]\nstate = 3", r"game\.state = 3 is not allowed, give a JavaScript expression"),
        ("[game]\ndone = 'done'", r"game\.done = 'done' is not allowed, give a list of texts"),
        (
            "[players]\nnext_game = 'maybe'",
            r"players\.next_game = 'maybe' is not allowed, give one of \"button\"",
        ),
        ("[players]\nframes_apart = -1", r"players\.frames_apart = -1 is not allowed, give a whole number"),
        ("[python]\nworker_address = '('", r"python\.worker_address = '\(' is not allowed, give a regular"),
        (
            "[report]\nknown_errors = ['[']",
            r"report\.known_errors = .* is not allowed, give a list of regular",
        ),
        ("[limits]\ngame_s = true", r"limits\.game_s = True is not allowed, give seconds"),
        ("[limits]\ngame_s = 0", r"limits\.game_s = 0 is not allowed, give seconds"),
        ("[players.query]\nbot = 3", r"players\.query = .* is not allowed, give a table of texts"),
    ],
)
def test_what_is_wrong_is_named(text: str, sentence: str) -> None:
    with pytest.raises(ProfileError, match=sentence) as refused:
        parse_profile(text, "tag.toml")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (
            {"game": "chess"},
            r"setting game=chess: give kitchen.* or the path of a profile that ends in \.toml\.",
        ),
        (
            {"game": "/no/such.toml"},
            r"setting game=/no/such\.toml: .* cannot be read: No such file or directory\.",
        ),
        ({"baseline_url": "http://h/"}, r"setting baseline_url: it belongs to a game at base_url"),
        ({"server_pid": "1"}, r"setting server_pid: it belongs to a game at base_url"),
        ({"base_url": "http://h/", "baseline_url": "http://h/"}, r"the same game as base_url"),
        ({"base_url": "http://h/", "baseline_url": "h"}, r"setting baseline_url=h: not allowed"),
        (
            {"offline_assets": "/no/such/folder"},
            r"offline_assets=/no/such/folder: not allowed, give the path of a folder",
        ),
    ],
)
def test_settings_that_do_not_fit_are_refused(given: dict[str, str], sentence: str) -> None:
    with pytest.raises(SettingError, match=sentence):
        Settings.from_userdata(given)


def test_a_profile_without_a_command_needs_an_address(tmp_path: Path) -> None:
    file = tmp_path / "tag.toml"
    file.write_text('name = "Tag"\n')
    with pytest.raises(SettingError, match=r"no server\.command; start its server and give its address"):
        Settings.from_userdata({"game": str(file)})
    assert Settings.from_userdata({"game": str(file), "base_url": "http://h/"}).profile.name == "Tag"
    with pytest.raises(SettingError, match=r"setting fps=30: not possible together with base_url"):
        Settings.from_userdata({"game": str(file), "base_url": "http://h/", "fps": "30"})
    file.write_text('[server]\ncommand = "serve"\n')
    with pytest.raises(SettingError, match=r"setting fps=30: the server of a game does not take it"):
        Settings.from_userdata({"game": str(file), "fps": "30"})


def test_the_document_lists_every_entry() -> None:
    assert contract_table() in DOCUMENT.read_text(encoding="utf-8")
    assert len(contract_table().splitlines()) == len(fields(GameProfile)) + 2

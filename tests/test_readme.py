"""What the README says of the settings is what the settings are."""

from pathlib import Path

from harness.session.settings import settings_table

README = Path(__file__).resolve().parents[1] / "README.md"


def test_the_table_of_settings_is_up_to_date() -> None:
    assert settings_table() in README.read_text(encoding="utf-8")

"""What README and docs/your-own-game.md say of settings and quote of the certificate is what these are."""

from harness.session.server import STEADY_MEMORY
from harness.session.settings import settings_table
from reporting.certificate import certificate
from tools.paths import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_table_of_settings_is_up_to_date() -> None:
    assert settings_table() in README


def test_the_certificate_is_quoted_word_for_word() -> None:
    certified = certificate(ROOT, ROOT)
    _, *quoted = README.split("<!-- certificate -->\n")
    assert bool(quoted) == (certified is not None)
    if certified is not None:
        assert quoted[0].startswith(certified.line)


def test_a_server_started_by_hand_is_given_the_memory_settings_of_one_that_a_run_starts() -> None:
    page = (ROOT / "docs" / "your-own-game.md").read_text(encoding="utf-8")
    _, _, line = page.partition("\nexport ")
    assert line.partition("\n")[0].split() == [f"{name}={value}" for name, value in STEADY_MEMORY.items()]

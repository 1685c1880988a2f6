"""What the README says of the settings and quotes of the certificate is what these are."""

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

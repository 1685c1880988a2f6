"""docs/architecture.md shows the structure as it is."""

from tools.paths import ROOT
from tools.structure import draw


def test_the_picture_of_the_structure_is_the_codes_own() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    shown = text.split("<!-- structure -->\n```mermaid\n")[1].split("\n```\n<!-- /structure -->")[0]
    assert shown == draw(), "run `python3 -m tools structure` and put its output there"

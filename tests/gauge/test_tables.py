"""Tables tell what is not measurable from zero, and break at nothing."""

import pytest

from gauge.tables import Table


def test_what_is_not_measurable_is_never_zero() -> None:
    table = Table(("game", "used_bytes"), [(1, None), (2, 5)])
    assert table.csv().splitlines()[1] == "1,"
    assert table.text().count("not measurable") == 1
    assert table.markdown().count("not measurable") == 1


def test_a_bar_or_line_break_in_a_cell_does_not_break_the_table() -> None:
    assert Table(("a",), [("x|y\nz",)]).markdown().splitlines()[-1] == "| x\\|y z |"


def test_a_row_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ValueError, match="2 cells for 1 headings"):
        Table(("a",), [(1, 2)])

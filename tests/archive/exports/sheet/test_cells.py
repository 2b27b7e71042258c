"""Cells that no spreadsheet runs, and that any reader of CSV gets back."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.exports.sheet.cells import LONGEST, csv_text, defused

FORMULAS = ["=1+1", "+84 274 3822", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "  =1", "\n=1"]


@pytest.mark.parametrize("text", [*FORMULAS, '=HYPERLINK("http://x";"y")', "=cmd|' /C calc'!A0"])
def test_what_begins_like_a_formula_is_text(text: str) -> None:
    assert str(defused(text)).startswith("'")


@pytest.mark.parametrize("value", ["4500/KH-UBND", "Đất đai = tài sản", "", None, 7, -1, 1.5])
def test_other_values_are_as_they_were(value: object) -> None:
    assert defused(value) == value


def test_a_cell_is_no_longer_than_one_of_excel() -> None:
    text = str(defused("ă" * 40_000))
    assert len(text) == LONGEST
    assert text.endswith(" […]")
    assert len(str(defused("=" * LONGEST))) == LONGEST


@given(st.lists(st.lists(st.text(), min_size=2, max_size=4), max_size=5))
def test_whatever_stands_in_it_a_row_stays_a_row(rows: list[list[str]]) -> None:
    read = list(csv.reader(StringIO(csv_text(rows), newline="")))
    assert read == [[defused(cell) for cell in row] for row in rows]
    for row in read:
        assert not any(cell.lstrip().startswith(tuple("=+-@")) for cell in row)

"""Cells of a CSV file (RFC 4180) that a spreadsheet shows, and never runs."""

import csv
import re
from collections.abc import Iterable
from io import StringIO

BOM = "\ufeff"
"""What tells Excel that a file is UTF-8, at its very beginning."""
_FORMULA = tuple("=+-@\t\r＝＋－＠")
"""What a formula begins with (OWASP, CSV Injection), in full width, too."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
LONGEST = 32_767
"""Letters that a cell of Excel holds; a longer one would spill over the next rows."""
_CUT = " […]"


def defused(value: object) -> object:
    """Return a value that no spreadsheet takes for a formula, cut to what a cell holds.

    An apostrophe before it has spreadsheets show the text as it is. Numbers are left alone.
    """
    if not isinstance(value, str):
        return value
    text = _CONTROL.sub("", value.replace("\r\n", "\n"))
    if text.lstrip().startswith(_FORMULA) or text.startswith(_FORMULA):
        text = f"'{text}"
    return text if len(text) <= LONGEST else text[: LONGEST - len(_CUT)] + _CUT


def csv_text(rows: Iterable[Iterable[object]]) -> str:
    """Write rows as CSV text, their cells defused."""
    stream = StringIO()
    csv.writer(stream).writerows(map(defused, row) for row in rows)
    return stream.getvalue()

"""Spreadsheets: XLSX by openpyxl, XLS by xlrd; a sheet becomes a page, a row a line."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time
from io import BytesIO

import openpyxl
import xlrd

from pipelines.parsing.documents.office.contents import Contents
from pipelines.parsing.documents.office.properties import CREATED, says

MAX_CELLS = 2_000_000
"""Cells of one file that are read; a sheet may claim 17 billion."""


def read_xlsx(payload: bytes) -> Contents:
    """Read the values that cells show as last computed; formulas are not run."""
    book = openpyxl.load_workbook(BytesIO(payload), read_only=True, data_only=True)
    budget = _Budget(MAX_CELLS)
    pages = tuple(
        _page(sheet.title, sheet.iter_rows(values_only=True), budget) for sheet in book.worksheets
    )
    created = book.properties.created if says(payload, CREATED) else None
    return Contents(pages, (), book.properties.title, created.isoformat() if created else None)


def read_xls(payload: bytes) -> Contents:
    """Read a BIFF file; xlrd opens nothing else."""
    book = xlrd.open_workbook(file_contents=payload, on_demand=True, logfile=_Silence())
    budget = _Budget(MAX_CELLS)
    pages = []
    for name in book.sheet_names():
        sheet = book.sheet_by_name(name)
        rows = ([_xls_value(cell, book.datemode) for cell in row] for row in sheet.get_rows())
        pages.append(_page(name, rows, budget))
    return Contents(tuple(pages))


class _Budget:
    """Counts cells down over all sheets of a file."""

    def __init__(self, cells: int) -> None:
        self._left = cells

    def spend(self, cells: int) -> bool:
        self._left -= cells
        return self._left >= 0


class _Silence:
    """A place for what xlrd would print."""

    def write(self, text: str) -> None:
        """Drop it."""

    def flush(self) -> None:
        """Nothing to flush."""


def _page(name: str, rows: Iterable[Iterable[object]], budget: _Budget) -> str:
    return "\n".join([name, *_lines(rows, budget)])


def _lines(rows: Iterable[Iterable[object]], budget: _Budget) -> Iterator[str]:
    for row in rows:
        cells = [_written(value) for value in row]
        if not budget.spend(len(cells) + 1):
            return
        line = "\t".join(cells).rstrip("\t")
        if line:
            yield line


def _written(value: object) -> str:
    """Write a value as a reader would: whole numbers without a fraction, dates in ISO form."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return str(value)


def _xls_value(cell: xlrd.sheet.Cell, datemode: int) -> object:
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return xlrd.xldate.xldate_as_datetime(cell.value, datemode)
        except (ValueError, OverflowError):
            return cell.value
    return None if cell.ctype == xlrd.XL_CELL_ERROR else cell.value

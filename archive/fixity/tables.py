"""Tables compared row by row with those of a database derived again."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Table

from archive.errors import UNREADABLE
from archive.fixity.database import database_fault
from archive.fixity.faults import REBUILD, Fault, FaultKind
from archive.fixity.rows import open_copy, shown
from archive.folder import DATABASE
from archive.schema import metadata

MOST = 100
"""Faults that are told of one table; a database that differs more often is another one."""

_RANKS = {type(None): 0, int: 1, float: 1, str: 2, bytes: 3}
"""The order in which SQLite sorts values of different types."""
_Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class _Compared:
    """A table: its name, a query for all rows in the order of their keys, columns keys first."""

    name: str
    query: str
    columns: tuple[str, ...]
    keys: int = 1


_SCHEMA = _Compared(
    "sqlite_master",
    "SELECT type || ' ' || name, tbl_name, sql FROM sqlite_master ORDER BY 1",
    ("name", "table", "sql"),
)


def compare_tables(copy: Path, derived: Path) -> list[Fault]:
    """Compare all tables, and the schema, of two databases; the second is the truth.

    The full-text indexes are no tables of their own: `check_database` compares them with texts.
    """
    faults: list[Fault] = []
    with open_copy(copy) as one, open_copy(derived) as other:
        for table in (_SCHEMA, *map(_compared, metadata.tables.values())):
            faults += _guarded(_compare(table, one, other))
    return faults


def _compared(table: Table) -> _Compared:
    """Select all rows by key, from the table itself: an index may be wrong by itself."""
    keys = [column.name for column in table.primary_key.columns]
    others = [c.name for c in table.columns if c.computed is None and c.name not in keys]
    # Qualified, for SQLite takes a quoted name that it does not know for a text.
    names = ", ".join(f'"{table.name}"."{name}"' for name in (*keys, *others))
    order = ", ".join(str(place + 1) for place in range(len(keys)))
    query = f'SELECT {names} FROM "{table.name}" NOT INDEXED ORDER BY {order}'  # noqa: S608 -- names of the schema
    return _Compared(table.name, query, (*keys, *others), len(keys))


def _guarded(faults: Iterator[Fault]) -> Iterator[Fault]:
    try:
        yield from islice(faults, MOST)
    except UNREADABLE as error:
        yield database_fault(str(error))


def _compare(
    table: _Compared, one: sqlite3.Connection, other: sqlite3.Connection
) -> Iterator[Fault]:
    ours, truths = one.execute(table.query), other.execute(table.query)
    row, truth = next(ours, None), next(truths, None)
    while row is not None or truth is not None:
        side = _side(table, row, truth)
        if side < 0 and table is not _SCHEMA:  # tables that somebody added are no fault
            yield _fault(table, row, "the WARC files do not give this row")
        elif side > 0:
            yield _fault(table, truth, "the WARC files give this row, and it is not here")
        elif side == 0:
            yield from _differences(table, row or (), truth or ())
        row = next(ours, None) if side <= 0 else row
        truth = next(truths, None) if side >= 0 else truth


def _side(table: _Compared, row: _Row | None, truth: _Row | None) -> int:
    """Tell which row comes first: -1 ours, 1 the true one, 0 both are of one key."""
    if row is None or truth is None:
        return 1 if row is None else -1
    ours, true = (tuple(map(_order, each[: table.keys])) for each in (row, truth))
    return (ours > true) - (ours < true)


def _order(key: Any) -> tuple[int, Any]:
    rank = _RANKS[type(key)]
    return rank, key.encode("utf-8", "surrogateescape") if rank == 2 else key or 0


def _differences(table: _Compared, row: _Row, truth: _Row) -> Iterator[Fault]:
    for column, value, true in zip(table.columns, row, truth, strict=True):
        if value != true or type(value) is not type(true):
            what = f"column {column} says {shown(value)}; the WARC files give {shown(true)}"
            yield _fault(table, row, what)


def _fault(table: _Compared, row: _Row | None, what: str) -> Fault:
    key = ", ".join(map(shown, (row or ())[: table.keys]))
    return Fault(FaultKind.ROW, DATABASE, None, None, f"{table.name}, row {key}: {what}", REBUILD)

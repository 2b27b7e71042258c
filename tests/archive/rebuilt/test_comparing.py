"""Comparing two databases takes time in proportion to them, not to their square."""

from pathlib import Path

import pytest

from archive.catalogue import open_catalogue
from archive.rebuilt.comparing import _ALONE, _LOST, _side_by_side, compare


@pytest.fixture
def both(tmp_path: Path) -> tuple[Path, Path]:
    old, new = tmp_path / "old.db", tmp_path / "new.db"
    for path in (old, new):
        open_catalogue(path).dispose()
    return old, new


@pytest.mark.parametrize(
    "query",
    [_LOST, _ALONE.format(one="old", other="main"), _ALONE.format(one="main", other="old")],
)
def test_records_are_looked_up_by_their_place(both: tuple[Path, Path], query: str) -> None:
    with _side_by_side(*both) as db:
        plan = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {query}")]
    assert any("(file=? AND offset=?)" in step for step in plan), plan
    assert sum(step.startswith("SCAN") for step in plan) == 1, plan


def test_two_empty_databases_say_the_same(both: tuple[Path, Path]) -> None:
    comparison = compare(*both)
    assert comparison is not None
    assert (comparison.versions, comparison.files, comparison.lost) == ((), (), ())

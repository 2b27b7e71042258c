"""CSV of the whole archive: from the command line and from the browser, the same rows."""

import csv
import sqlite3
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from archive.exports.sheet import rows as module
from archive.exports.sheet.rows import SHEETS, all_rows
from archive.folder import ArchiveFolder
from archive.queries.reading import reading
from tests.archive.queries.telling import tell

Exported = Callable[..., dict[str, Any]]


@pytest.fixture
def folder(tmp_path: Path) -> ArchiveFolder:
    """An archive whose portal wrote a formula into a title."""
    (tmp_path / "data").mkdir()
    tell(tmp_path / "data").engine.dispose()
    with sqlite3.connect(tmp_path / "data" / "archive.db") as db:
        db.execute("UPDATE versions SET title = '=1+1' WHERE article_id = 2")
    return ArchiveFolder(tmp_path / "data")


def read(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def test_articles(folder: ArchiveFolder, exported: Exported, tmp_path: Path) -> None:
    report = exported(folder.path, "csv", tmp_path / "a.csv")
    assert report["counts"] == {"articles": 2}
    plan, notice = read(tmp_path / "a.csv")
    assert plan["title"] == "Kế hoạch thi đua đặc biệt"
    assert plan["keywords"] == "thi đua, Covid-19"
    assert "15/10" in plan["body_text"]
    assert notice["title"] == "'=1+1"
    assert notice["gone_at"].startswith("2021-09-09")


def test_a_mark_for_excel(folder: ArchiveFolder, exported: Exported, tmp_path: Path) -> None:
    exported(folder.path, "csv", tmp_path / "a.csv", "--bom")
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfid,portal,")
    exported(folder.path, "csv", tmp_path / "a.csv", "--force")
    assert (tmp_path / "a.csv").read_bytes().startswith(b"id,portal,")


@pytest.mark.parametrize(("sheet", "count"), [("articles", 2), ("documents", 1), ("changes", 5)])
def test_every_sheet_has_all_rows_of_a_portal(
    folder: ArchiveFolder, monkeypatch: pytest.MonkeyPatch, sheet: str, count: int
) -> None:
    for at_once in (1, 2, 500):
        monkeypatch.setattr(module, "AT_ONCE", at_once)
        with reading(folder.database) as db:
            assert len(list(all_rows(db, sheet))) == count + 1
            assert len(list(all_rows(db, sheet, "portal"))) == count + 1
            assert len(list(all_rows(db, sheet, "other"))) == 1


def test_sheets_are_named_by_their_tables() -> None:
    assert list(SHEETS) == ["articles", "documents", "changes"]

"""`luutru export files`."""

import json
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from pathlib import Path

from sqlalchemy import Connection

from archive.errors import NotInArchiveError
from archive.exports.files.articles import articles_of
from archive.exports.files.folders import FolderWriter, Saved
from archive.exports.files.names import Names, safe_name
from archive.exports.files.rendering import link, render
from archive.exports.report import Report, size_of
from archive.exports.selection import Selection
from archive.exports.software import software
from archive.exports.target import Destination, make_whole
from archive.folder import ArchiveFolder
from archive.queries.articles import Standing

MARKS = ("index.html", "export.json")
"""The files by which an earlier tree is known."""
UNDATED = "undated"
_TITLE = 60
"""Characters of a title in the name of a folder."""


def export_files(
    folder: ArchiveFolder,
    db: Connection,
    destination: Destination,
    selection: Selection,
    moment: datetime,
) -> Report:
    """Write the articles of a selection as a tree of plain files, with pages to browse it.

    Raises NotInArchiveError where the selection holds no article.
    """
    report = Report("files", destination.path)
    with make_whole(destination, folder.path) as workshop:
        root = workshop.result
        root.mkdir()
        writer = FolderWriter(db, folder.warc, workshop.scratch, report)
        rows = workshop.scratch / "rows.jsonl"
        years = [
            _write_year(root, rows, year, articles, writer)
            for year, articles in groupby(articles_of(db, selection), key=_year)
        ]
        if not years:
            raise NotInArchiveError(f"There are no articles: {selection.in_words()}.")
        about = {"moment": moment, "software": software(), "selection": selection.in_words()}
        render(root / "index.html", "index.html", years=years, report=report, **about)
        made = {"software": software(), "made_at": moment.isoformat(), "counts": report.counts}
        (root / "export.json").write_text(json.dumps(made, indent=2) + "\n", encoding="utf-8")
        report.size = size_of(root)
    return report


def _write_year(
    root: Path, rows: Path, year: str, articles: Iterator[Standing], writer: FolderWriter
) -> tuple[str, int]:
    """Write the articles of one year and the page that lists them; return how many they are.

    What the page lists waits on the disk, so that a year may be of any size.
    """
    count = 0
    with rows.open("w", encoding="utf-8") as stream:
        for month, of_month in groupby(articles, key=_month):
            names = Names()
            for article in of_month:
                name = names.take(_folder_name(article), file=False)
                parts = [*month, name]
                saved = writer.write(article, root.joinpath(year, *parts))
                stream.write(json.dumps(_row(article, parts, saved)) + "\n")
                count += 1
    render(root / year / "index.html", "year.html", year=year, count=count, rows=_rows(rows))
    return year, count


def _year(article: Standing) -> str:
    return article.published_at[:4] if article.published_at else UNDATED


def _month(article: Standing) -> list[str]:
    return [article.published_at[5:7]] if article.published_at else []


def _folder_name(article: Standing) -> str:
    title = safe_name(article.title or f"article {article.id}", _TITLE, file=False)
    return f"{article.published_at[8:10]} {title}" if article.published_at else title


def _row(article: Standing, parts: list[str], saved: Saved) -> dict[str, object]:
    return {
        "title": article.title or article.url,
        "published_at": article.published_at,
        "portal": article.portal,
        "category": article.category,
        "gone": bool(article.gone_at),
        "link": link([*parts, "article.html"]),
        "files": [(name, link([*parts, name])) for _, name in saved],
    }


def _rows(path: Path) -> Iterator[dict[str, object]]:
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)

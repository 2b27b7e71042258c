"""What a look at an unchanged page costs: bytes in the WARC files and in the database."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from scraper.demo import Portal, serve

ARTICLES = 300
WEIGHT = 80_000
"""Bytes of an article page, about."""


def report(folder: Path) -> str:
    """Crawl the bundled portal three times, unchanged, and say what the third crawl cost."""
    archive = folder / "data"
    portal = Portal(articles=ARTICLES, weight=WEIGHT)
    with serve(portal) as base:
        _crawl(archive, base)
        _crawl(archive, base, "--all")
        before = _compact(archive / "archive.db")
        _crawl(archive, base, "--all")
    after = _compact(archive / "archive.db")
    with sqlite3.connect(archive / "archive.db") as database:
        captures, pages, changes = database.execute(
            "SELECT count(*), count(*) FILTER (WHERE kind = 'article'),"
            " (SELECT count(*) FROM changes WHERE crawl_id = 3) FROM captures WHERE crawl_id = 3"
        ).fetchone()
        exchanges = list(_exchanges(database))
    return (
        f"A look at an unchanged page of {WEIGHT // 1000} kB (mean of {pages}):"
        f" {sum(exchanges) / len(exchanges):.0f} bytes in the WARC files, request included,"
        f" {(after - before) / captures:.0f} bytes in the database; {changes} changes reported"
    )


def _exchanges(database: sqlite3.Connection) -> Iterator[int]:
    """Yield the bytes of each exchange with an article: its request record and what answers."""
    end = None
    for kind, offset, length in database.execute(
        "SELECT kind, warc_offset, warc_length FROM captures WHERE crawl_id = 3 ORDER BY id"
    ):
        if kind == "article" and end is not None:
            yield offset + length - end
        end = offset + length


def _crawl(archive: Path, base: str, *options: str) -> None:
    command = [sys.executable, "-m", "scraper.cli", "--archive", str(archive), "crawl", "demo"]
    subprocess.run(
        [*command, "--home", base, "--no-progress", *options],
        check=True,
        stderr=subprocess.DEVNULL,
    )


def _compact(database: Path) -> int:
    """Bring the database to its smallest, so that free pages do not count; return its size."""
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.execute("VACUUM")
    connection.close()
    return database.stat().st_size

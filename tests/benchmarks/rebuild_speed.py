"""How fast the database is made again from the WARC files, and in how much memory."""

import shutil
import sqlite3
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.measuring import Cost, measure
from tests.benchmarks.serving import build, nginx

PORT = 18085
SHARES = (4, 1)
"""Portals that are measured, as parts of the one asked for: memory must be the same for both."""

_PAGES = (
    "SELECT count(*), avg(size) FROM captures WHERE kind IN ('article', 'listing') AND size > 0"
)
_VERSIONS = (
    "SELECT count(*), count(DISTINCT payload_sha256) FROM versions AS v"
    " JOIN captures AS c ON c.id = v.capture_id"
)
_INDEXED = "SELECT count(*) FROM versions_fts WHERE versions_fts MATCH 'khu'"
_MEANT = "SELECT count(*) FROM versions WHERE body_text || ' ' || title LIKE '% khu %'"


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What rebuilding an archive of so many pages cost, run after run."""

    pages: int
    size: float
    articles: int
    costs: list[Cost]

    def line(self) -> str:
        """Write it as a row of a Markdown table."""
        rate = statistics.median(self.pages / cost.wall for cost in self.costs)
        cpu = statistics.median(cost.cpu / self.pages * 1000 for cost in self.costs)
        memory = max(cost.memory for cost in self.costs) / 1e6
        return (
            f"| {self.pages:,} | {self.articles:,} | {self.size / 1000:.0f} kB "
            f"| {rate:.0f} | {cpu:.2f} | {1000 / cpu:.0f} | {memory:.0f} |"
        )


def report(folder: Path, articles: int, rounds: int) -> str:
    """Crawl a quarter of the portal, and all of it, and rebuild each; write a table."""
    head = "| pages | articles | size | pages/s | CPU s per 1,000 | pages per CPU s | memory, MB |"
    return "\n".join([head, "|---" * 7 + "|", *_rows(folder, articles, rounds)])


def _rows(folder: Path, articles: int, rounds: int) -> Iterator[str]:
    for share in SHARES:
        place = _crawled(folder, articles // share)
        costs = [measure(_luutru("rebuild"), place) for _ in range(rounds)]
        yield _checked(place / "data" / "archive.db", articles // share, costs).line()


def _crawled(folder: Path, articles: int) -> Path:
    """Crawl the portal's files, once for all runs; return the folder that the archive is in."""
    place, making = folder / f"rebuild-{articles}", folder / "making-archive"
    if not place.exists():
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir()
        with nginx(folder, build(folder, articles, f"http://127.0.0.1:{PORT}"), PORT) as base:
            crawl = _luutru("crawl", "demo", "--home", base, "--no-progress")
            subprocess.run(crawl, cwd=making, check=True, stderr=subprocess.DEVNULL)
        making.rename(place)
    return place


def _luutru(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "scraper.cli", "--archive", "data", *arguments]


def _checked(database: Path, articles: int, costs: list[Cost]) -> Rebuilt:
    """Raise RuntimeError unless every article is there: a page of its own, read and indexed."""
    with closing(sqlite3.connect(database)) as db:
        pages, size = db.execute(_PAGES).fetchone()
        versions, payloads = db.execute(_VERSIONS).fetchone()
        (indexed,), (meant,) = db.execute(_INDEXED).fetchone(), db.execute(_MEANT).fetchone()
    if not (versions == payloads == articles and indexed >= meant > 0):
        raise RuntimeError(f"{database} holds {versions} versions of {articles} articles")
    return Rebuilt(pages, size, articles, costs)

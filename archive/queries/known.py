"""What is known of a portal when a crawl of it begins."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from archive.times import from_text

_ARTICLES = text("""
    SELECT a.url, a.first_seen_at, v.valid_from,
           (SELECT max(c.fetched_at) FROM captures AS c
              JOIN resources AS r ON r.id = c.resource_id
             WHERE r.article_id = a.id AND c.crawl_id < :crawl) AS looked_at
    FROM articles AS a JOIN versions AS v ON v.article_id = a.id AND v.valid_to IS NULL
    WHERE a.portal = :portal
    ORDER BY a.id
""")
_OTHERS = text("""
    SELECT r.url AS url, a.url AS main
    FROM resources AS r JOIN articles AS a ON a.id = r.article_id
    WHERE a.portal = :portal AND r.url_key != a.url_key AND EXISTS (
      SELECT 1 FROM captures AS c WHERE c.resource_id = r.id AND c.crawl_id < :crawl)
    ORDER BY r.id
""")
_EXHAUSTIVE = text("""
    SELECT count(*) FROM crawls
    WHERE portal = :portal AND id < :crawl AND exhaustive AND status = 'complete'
""")


@dataclass(frozen=True, slots=True)
class Known:
    """An article as it stood before a crawl; moments are aware."""

    url: str
    first_seen_at: datetime
    last_seen_at: datetime
    last_changed_at: datetime


def known_articles(db: Connection, portal: str, crawl_id: int) -> Iterator[Known]:
    """Yield the articles that earlier crawls than this one found, gone ones included."""
    for row in db.execute(_ARTICLES, {"portal": portal, "crawl": crawl_id}):
        if row.looked_at is not None:
            yield Known(
                row.url,
                from_text(row.first_seen_at),
                from_text(row.looked_at),
                min(from_text(row.valid_from), from_text(row.looked_at)),
            )


def other_addresses(db: Connection, portal: str, crawl_id: int) -> Iterator[tuple[str, str]]:
    """Yield further addresses that earlier crawls found, each with where its article stands."""
    for row in db.execute(_OTHERS, {"portal": portal, "crawl": crawl_id}):
        yield row.url, row.main


def was_exhaustive(db: Connection, portal: str, crawl_id: int) -> bool:
    """Tell whether an earlier crawl read every listing to its end."""
    count: int = db.execute(_EXHAUSTIVE, {"portal": portal, "crawl": crawl_id}).scalar_one()
    return count > 0

"""What is known of a portal when a crawl of it begins."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from archive.times import from_text

_ARTICLES = text("""
    SELECT a.id, a.url, a.first_seen_at, v.published_at,
           a.missing_since IS NOT NULL AND a.gone_at IS NULL AS missed,
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
_CHANGES = text("""
    SELECT x.article_id, max(x.changed_at) AS at, (
        SELECT max(c.fetched_at) FROM captures AS c JOIN resources AS r ON r.id = c.resource_id
        WHERE r.article_id = x.article_id AND c.kind = 'article' AND c.crawl_id < x.crawl_id
      ) AS before
    FROM changes AS x JOIN articles AS a ON a.id = x.article_id
    WHERE a.portal = :portal AND x.crawl_id < :crawl AND x.kind != 'new'
    GROUP BY x.article_id, x.crawl_id ORDER BY x.article_id, at
""")
_EXHAUSTIVE = text("""
    SELECT min(finished_at) FROM crawls
    WHERE portal = :portal AND id < :crawl AND exhaustive AND status = 'complete'
""")


@dataclass(frozen=True, slots=True)
class Known:
    """An article as it stood before a crawl; moments are aware."""

    url: str
    first_seen_at: datetime
    last_seen_at: datetime
    """The last look at it."""
    born_at: datetime
    """When it was published: by its date, or by when it appeared where that is known better."""
    changes: tuple[tuple[datetime, datetime], ...]
    """For each look that found a change: the look before, and that look."""
    missed: bool
    """Whether the last look missed it, and another is to say whether it is gone."""


def known_articles(db: Connection, portal: str, crawl_id: int) -> Iterator[Known]:
    """Yield the articles that earlier crawls than this one found, gone ones included."""
    changes = _changes(db, portal, crawl_id)
    caught_up_at = _caught_up_at(db, portal, crawl_id)
    for row in db.execute(_ARTICLES, {"portal": portal, "crawl": crawl_id}):
        if row.looked_at is not None:
            first = from_text(row.first_seen_at)
            yield Known(
                row.url,
                first,
                from_text(row.looked_at),
                _born(first, row.published_at, caught_up_at),
                tuple(changes.get(row.id, ())),
                bool(row.missed),
            )


def _changes(
    db: Connection, portal: str, crawl_id: int
) -> dict[int, list[tuple[datetime, datetime]]]:
    found: dict[int, list[tuple[datetime, datetime]]] = {}
    for row in db.execute(_CHANGES, {"portal": portal, "crawl": crawl_id}):
        if row.before is not None and row.before < row.at:
            pair = from_text(row.before), from_text(row.at)
            found.setdefault(row.article_id, []).append(pair)
    return found


def _born(
    first_seen: datetime, published_at: str | None, caught_up_at: datetime | None
) -> datetime:
    """Tell when an article came: what appears on a portal that is known whole has just come."""
    if published_at is None or (caught_up_at is not None and first_seen > caught_up_at):
        return first_seen
    published = datetime.fromisoformat(published_at)
    return min(first_seen, published) if published.tzinfo is not None else first_seen


def other_addresses(db: Connection, portal: str, crawl_id: int) -> Iterator[tuple[str, str]]:
    """Yield further addresses that earlier crawls found, each with where its article stands."""
    for row in db.execute(_OTHERS, {"portal": portal, "crawl": crawl_id}):
        yield row.url, row.main


def was_exhaustive(db: Connection, portal: str, crawl_id: int) -> bool:
    """Tell whether an earlier crawl read every listing to its end."""
    return _caught_up_at(db, portal, crawl_id) is not None


def _caught_up_at(db: Connection, portal: str, crawl_id: int) -> datetime | None:
    first: str | None = db.execute(_EXHAUSTIVE, {"portal": portal, "crawl": crawl_id}).scalar()
    return from_text(first) if first is not None else None

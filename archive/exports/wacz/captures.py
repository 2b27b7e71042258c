"""Which captures go into a WACZ, in the order in which the WARC files hold them."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, text

from archive.exports.selection import Selection

AT_ONCE = 500
"""Rows that are read from the database at a time."""

_SELECTED = """
    (:portal IS NULL OR k.portal = :portal)
    AND (:article IS NULL OR c.resource_id IN (
        SELECT id FROM resources WHERE article_id = :article
        UNION
        SELECT r.id FROM resources AS r JOIN documents AS d ON d.url = r.url
        WHERE d.article_id = :article))
    AND (:since IS NULL OR c.fetched_at >= :since)
    AND (:until IS NULL OR c.fetched_at <= :until)
"""
# A span or an article needs styles and images that were captured before: as they stood then.
_CAPTURES = text(f"""
    WITH chosen AS (
        SELECT c.id FROM captures AS c JOIN crawls AS k ON k.id = c.crawl_id WHERE {_SELECTED}
        UNION
        SELECT max(c.id) FROM captures AS c JOIN crawls AS k ON k.id = c.crawl_id
        WHERE c.kind = 'requisite' AND c.outcome IN ('new', 'same', 'noise')
          AND (:portal IS NULL OR k.portal = :portal)
          AND :since IS NOT NULL AND c.fetched_at < :since
          AND (:article IS NULL OR c.url IN (SELECT value FROM json_each(:requisites)))
        GROUP BY c.resource_id
        UNION
        SELECT c.id FROM captures AS c WHERE :article IS NOT NULL AND c.kind = 'requisite'
          AND c.url IN (SELECT value FROM json_each(:requisites))
          AND (:since IS NULL OR c.fetched_at >= :since)
          AND (:until IS NULL OR c.fetched_at <= :until)
    )
    SELECT c.id, c.fetched_at, c.status, c.media_type, c.payload_digest, c.request_digest,
           c.warc_file AS file, c.warc_offset AS offset,
           coalesce((SELECT p.warc_offset + p.warc_length FROM captures AS p
             WHERE p.id = (SELECT max(id) FROM captures WHERE id < c.id)
               AND p.warc_file = c.warc_file), 0) AS start
    FROM captures AS c WHERE c.id IN (SELECT id FROM chosen) ORDER BY c.id
""")  # noqa: S608  # both parts are ours, and all values are bound
_ANY = text(f"""
    SELECT 1 FROM captures AS c JOIN crawls AS k ON k.id = c.crawl_id WHERE {_SELECTED} LIMIT 1
""")  # noqa: S608  # as above
_PAGES = text(f"""
    SELECT s.url, s.fetched_at, v.title, v.body_text, v.published_at, v.id
    FROM versions AS v JOIN (
        SELECT w.id, c.url, min(c.fetched_at) AS fetched_at
        FROM captures AS c JOIN crawls AS k ON k.id = c.crawl_id
          JOIN resources AS r ON r.id = c.resource_id
          JOIN versions AS w ON w.article_id = r.article_id AND w.valid_from <= c.fetched_at
            AND (w.valid_to IS NULL OR w.valid_to > c.fetched_at)
        WHERE c.kind = 'article' AND c.outcome IN ('new', 'same', 'noise') AND c.status < 300
          AND {_SELECTED}
        GROUP BY w.id
    ) AS s ON s.id = v.id
    ORDER BY s.fetched_at, v.id
""")  # noqa: S608  # as above


@dataclass(frozen=True, slots=True)
class Capture:
    """A capture to export; `start` is where in the file the one before it ends."""

    id: int
    fetched_at: str
    status: int | None
    media_type: str | None
    payload_digest: str | None
    request_digest: str | None
    file: str
    offset: int
    start: int


@dataclass(frozen=True, slots=True)
class Page:
    """A version of an article, at the moment at which it was first seen to stand."""

    url: str
    fetched_at: str
    title: str | None
    body_text: str
    published_at: str | None
    id: int


def holds_any(db: Connection, selection: Selection) -> bool:
    """Tell whether anything was captured in a selection."""
    return db.execute(_ANY, selection.parameters()).first() is not None


def captures_of(
    db: Connection, selection: Selection, requisites: Iterable[str] = ()
) -> Iterator[Capture]:
    """Yield the captures of a selection; `requisites` are URLs that an article's pages need."""
    values = {**selection.parameters(), "requisites": json.dumps(list(requisites))}
    for row in db.execute(_CAPTURES, values).yield_per(AT_ONCE):
        yield Capture(*row)


def pages_of(db: Connection, selection: Selection) -> Iterator[Page]:
    """Yield the pages of a selection in the order of their time: one a version."""
    for row in db.execute(_PAGES, selection.parameters()).yield_per(AT_ONCE):
        yield Page(*row)

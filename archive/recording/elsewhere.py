"""What an article was seen to say at an address that only then became its own."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Row, text

from archive.content import Article, Reading
from archive.recording.articles import record_article
from archive.recording.captures import Capture, find_resource
from archive.recording.judging import Outcome

Reread = Callable[[Connection, int], Reading]
"""Reads the capture of this id again, with the parser of today."""

_LATEST = """
    SELECT r.url, c.id, c.crawl_id, c.fetched_at, c.outcome FROM resources AS r
      JOIN articles AS a ON a.id = r.article_id
      JOIN captures AS c ON c.id = (SELECT max(last.id) FROM captures AS last
        WHERE last.resource_id = r.id AND last.kind = 'article')
    WHERE r.article_id = :article AND {which}
      AND c.outcome IN ('new', 'same', 'not-modified', 'noise')
      AND (c.status < 300 OR c.status = 304)
    ORDER BY c.fetched_at DESC, r.id LIMIT 1
"""
_AT_ANOTHER = text(_LATEST.format(which="r.url_key != a.url_key"))
_AT_ITS_OWN = text(_LATEST.format(which="r.url_key = a.url_key"))


def latest_elsewhere(db: Connection, article_id: int) -> Row[Any] | None:
    """Return the latest look at another address of an article, if it was seen there."""
    return db.execute(_AT_ANOTHER, {"article": article_id}).one_or_none()


def catch_up(
    db: Connection, portal: str, crawl_id: int, article_id: int, reread: Reread, *, hold: bool
) -> None:
    """Record what an article said in this crawl at its address, before that was its own.

    For `hold` see `archive.recording.articles.record_article`.
    """
    look = db.execute(_AT_ITS_OWN, {"article": article_id}).one_or_none()
    if look is None or look.crawl_id != crawl_id:
        return
    article = reread(db, look.id)
    if isinstance(article, Article):
        resource, outcome = find_resource(db, portal, look.url), Outcome(look.outcome)
        seen = Capture(look.id, crawl_id, portal, resource, look.url, look.fetched_at, outcome)
        record_article(db, seen, article, hold=hold)

"""Gone, and not gone: looks that missed an article or a file, and what follows from them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Table, select, text, update

from archive.addresses import compared_url
from archive.content import NOT_FOUND, Attachment
from archive.recording import changes
from archive.recording.elsewhere import Reread, catch_up, latest_elsewhere
from archive.recording.joining import move
from archive.recording.judging import REDIRECT, target_of
from archive.schema import articles, documents
from archive.times import from_text

_MISSED_ARTICLES = text("""
    SELECT r.article_id AS id, max(c.fetched_at) AS at,
           max(a.last_seen_at) >= max(run.started_at) AS seen
    FROM captures AS c JOIN resources AS r ON r.id = c.resource_id
      JOIN articles AS a ON a.id = r.article_id AND a.url_key = r.url_key
      JOIN crawls AS run ON run.id = c.crawl_id
    WHERE c.crawl_id = :crawl AND c.kind = 'article' AND r.article_id IS NOT NULL
      AND (c.status IN (404, 410) OR c.reason LIKE :absent || '%'
        OR c.id IN (SELECT value FROM json_each(:redirects)))
    GROUP BY r.article_id ORDER BY r.article_id
""")
_REDIRECTS = text("""
    SELECT id, url, reason FROM captures
    WHERE crawl_id = :crawl AND kind = 'article' AND reason LIKE :redirect || '%'
    ORDER BY id
""")
_MISSED_FILES = text("""
    SELECT url, max(fetched_at) AS at FROM captures
    WHERE crawl_id = :crawl AND kind = 'document'
      AND (status IN (404, 410) OR reason LIKE :absent || '%'
        OR reason IN (SELECT value FROM json_each(:redirects)))
    GROUP BY url ORDER BY url
""")
# A file that was never had was seen by its name alone, where the page says it.
_STANDING_FILES = text("""
    SELECT d.id AS id FROM documents AS d, crawls AS run
    WHERE d.url_key = :key AND d.gone_at IS NULL
      AND run.id = :crawl AND (d.last_seen_at < run.started_at OR d.version_count = 0)
    ORDER BY d.id
""")


@dataclass(frozen=True, slots=True)
class GonePolicy:
    """When something missed is gone: after this many looks, this far apart.

    A redirect to a front page (home, listings) is a miss as a 404 is.
    """

    looks: int
    apart: timedelta
    is_front: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class _Missed:
    """The look that missed: its crawl and time."""

    crawl_id: int
    at: str


@dataclass(frozen=True, slots=True)
class _MissedFile:
    """A file that was not found, and when."""

    id: int
    at: str


def apply_absences(
    db: Connection, portal: str, crawl_id: int, policy: GonePolicy, reread: Reread
) -> None:
    """Count what a healthy crawl missed, and record as gone what was missed often enough.

    An article that is missed at its address and stands at another has moved there, and what it
    was seen to say there counts.
    """
    redirects = changes.as_json(list(_redirected(db, crawl_id, policy)))
    values = {"crawl": crawl_id, "redirects": redirects, "absent": NOT_FOUND}
    for missed in db.execute(_MISSED_ARTICLES, values).all():
        other = latest_elsewhere(db, missed.id)
        if other is not None:
            move(db, _Missed(crawl_id, missed.at), missed.id, other.url)
            catch_up(db, portal, crawl_id, missed.id, reread, hold=False)
        elif not missed.seen and _miss(db, articles, missed, policy):
            changes.add(db, _Missed(crawl_id, missed.at), missed.id, None, [changes.Change("gone")])
    for missing in db.execute(_MISSED_FILES, values).all():
        for row in db.execute(
            _STANDING_FILES, {"key": compared_url(missing.url), "crawl": crawl_id}
        ).all():
            _miss_file(db, crawl_id, _MissedFile(row.id, missing.at), policy)


def _redirected(db: Connection, crawl_id: int, policy: GonePolicy) -> Iterator[int]:
    """Yield the captures of articles whose addresses led to a front page."""
    for row in db.execute(_REDIRECTS, {"crawl": crawl_id, "redirect": REDIRECT}):
        target = target_of(row.url, row.reason.removeprefix(REDIRECT))
        if target is not None and policy.is_front(target):
            yield row.id


def _miss_file(db: Connection, crawl_id: int, missed: _MissedFile, policy: GonePolicy) -> None:
    if _miss(db, documents, missed, policy):
        row = db.execute(select(documents).where(documents.c.id == missed.id)).one()
        lost = changes.attachment_text(Attachment(row.url, row.filename, row.label))
        found = [changes.Change("document-removed", "attachments", lost, None)]
        changes.add(db, _Missed(crawl_id, missed.at), row.article_id, None, found)


def _miss(db: Connection, table: Table, missed: Any, policy: GonePolicy) -> bool:
    """Count one look that missed; tell whether the thing has now become gone."""
    row = db.execute(select(table).where(table.c.id == missed.id)).one()
    since, looks = row.missing_since or missed.at, row.missing_looks + 1
    apart = from_text(missed.at) - from_text(since)
    gone = row.gone_at is None and looks >= policy.looks and apart >= policy.apart
    values: dict[str, object] = {"missing_since": since, "missing_looks": looks}
    if gone:
        values["gone_at"] = missed.at
    db.execute(update(table).where(table.c.id == missed.id).values(values))
    return gone

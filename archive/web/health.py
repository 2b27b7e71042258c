"""`/-/health`: crawls over time, what failed and why, what was checked."""

from collections.abc import Sequence
from dataclasses import dataclass

from datasette.utils.asgi import Response
from sqlalchemy import Connection, text

from archive.queries.status import PortalState, portal_states
from archive.web.visit import Visit

_CRAWLS = text("""
    SELECT id, portal, started_at, finished_at, status, captures, articles, new, edited, gone,
           documents, errors, seconds, summary FROM crawls ORDER BY id DESC LIMIT 50
""")
_FAILURES = text("""
    SELECT c.outcome, coalesce(c.reason, 'HTTP ' || c.status) AS why, count(*) AS count,
           max(c.fetched_at) AS last_at, max(c.id) AS capture_id, max(c.url) AS url
    FROM captures AS c
    WHERE c.crawl_id IN (SELECT id FROM crawls ORDER BY id DESC LIMIT 10)
      AND c.outcome IN ('error', 'blocked')
    GROUP BY c.outcome, why ORDER BY count DESC LIMIT 30
""")
_EVENTS = text("""
    SELECT happened_at, kind, subject, outcome, detail FROM events
    WHERE kind != 'crawl' ORDER BY id DESC LIMIT 30
""")
_QUEUES = text("""
    SELECT (SELECT count(*) FROM document_pages
             WHERE source = 'none' AND recogniser IS NULL) AS unread_pages,
           (SELECT count(*) FROM payloads WHERE errors != '[]') AS faulty_files,
           (SELECT count(*) FROM versions WHERE valid_to IS NULL AND warnings != '[]'
              AND id > (SELECT max(id) FROM versions) - 2000) AS unsure,
           (SELECT count(*) FROM documents WHERE version_count = 0 AND gone_at IS NULL) AS missing,
           (SELECT count(*) FROM captures WHERE held = 1 AND crawl_id IN (
              SELECT max(id) FROM crawls WHERE kind = 'crawl' GROUP BY portal)) AS held
""")


@dataclass(frozen=True, slots=True)
class CrawlRow:
    """A row of `crawls`."""

    id: int
    portal: str
    started_at: str
    finished_at: str | None
    status: str
    captures: int
    articles: int
    new: int
    edited: int
    gone: int
    documents: int
    errors: int
    seconds: float | None
    summary: str | None


@dataclass(frozen=True, slots=True)
class FailureRow:
    """Captures of the last crawls that failed for one reason, with the last of them."""

    outcome: str
    why: str
    count: int
    last_at: str
    capture_id: int
    url: str


@dataclass(frozen=True, slots=True)
class EventRow:
    """A row of `events`."""

    happened_at: str
    kind: str
    subject: str
    outcome: str
    detail: str | None


@dataclass(frozen=True, slots=True)
class Queues:
    """What waits for somebody or something."""

    unread_pages: int
    faulty_files: int
    unsure: int
    missing: int
    held: int


@dataclass(frozen=True, slots=True)
class Health:
    """What the page tells."""

    portals: Sequence[PortalState]
    crawls: Sequence[CrawlRow]
    failures: Sequence[FailureRow]
    events: Sequence[EventRow]
    queues: Queues


def examine(db: Connection) -> Health:
    """Gather what the page tells."""
    return Health(
        portal_states(db),
        [CrawlRow(**row._mapping) for row in db.execute(_CRAWLS)],
        [FailureRow(**row._mapping) for row in db.execute(_FAILURES)],
        [EventRow(**row._mapping) for row in db.execute(_EVENTS)],
        Queues(**db.execute(_QUEUES).one()._mapping),
    )


async def health_page(visit: Visit) -> Response:
    """Answer with the state of the archive and of its crawls."""
    return await visit.render("health.html", health=await visit.recall(examine))

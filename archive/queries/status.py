"""Status: how much of which portals is in the archive, and how their last crawls went."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select, text

from archive.health.checks import Check, from_text
from archive.schema import CRAWL_COUNTS, crawls

_COUNTS = text("""
    WITH own AS (SELECT id, gone_at, published_at FROM articles WHERE portal = :portal),
         files AS (SELECT id FROM documents WHERE article_id IN (SELECT id FROM own))
    SELECT (SELECT count(*) FROM own) AS articles,
           (SELECT count(*) FROM own WHERE gone_at IS NOT NULL) AS gone,
           (SELECT count(*) FROM versions WHERE article_id IN (SELECT id FROM own)) AS versions,
           (SELECT count(*) FROM files) AS documents,
           (SELECT count(*) FROM document_versions
             WHERE document_id IN (SELECT id FROM files)) AS document_versions,
           (SELECT count(*) FROM captures WHERE crawl_id IN (
             SELECT id FROM crawls WHERE portal = :portal)) AS captures,
           (SELECT count(*) FROM crawls WHERE portal = :portal) AS crawls,
           (SELECT min(published_at) FROM own) AS first_published_at,
           (SELECT max(published_at) FROM own) AS last_published_at
""")
_PORTALS = select(crawls.c.portal).distinct().order_by(crawls.c.portal)


@dataclass(frozen=True, slots=True)
class CrawlState:
    """One run: a row of `crawls`; `problems` says why it is unhealthy."""

    crawl_id: int
    status: str
    started_at: str
    finished_at: str | None
    seconds: float | None
    counts: Mapping[str, int]
    problems: tuple[str, ...]
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True)
class PortalState:
    """What the archive holds of one portal."""

    portal: str
    articles: int
    gone: int
    versions: int
    documents: int
    document_versions: int
    captures: int
    crawls: int
    first_published_at: str | None
    last_published_at: str | None
    last_crawl: CrawlState


def portal_states(db: Connection) -> list[PortalState]:
    """Return the state of each portal that was ever crawled, by key."""
    return [_state(db, portal) for portal in db.execute(_PORTALS).scalars().all()]


def _state(db: Connection, portal: str) -> PortalState:
    counts = db.execute(_COUNTS, {"portal": portal}).one()._mapping
    latest = select(crawls).where(crawls.c.portal == portal).order_by(crawls.c.id.desc()).limit(1)
    return PortalState(portal, **counts, last_crawl=_crawl(db.execute(latest).one()))


def _crawl(row: Row[Any]) -> CrawlState:
    return CrawlState(
        crawl_id=row.id,
        status=row.status,
        started_at=row.started_at,
        finished_at=row.finished_at,
        seconds=row.seconds,
        counts={name: getattr(row, name) for name in CRAWL_COUNTS},
        problems=tuple(row.summary.splitlines()) if row.summary else (),
        checks=from_text(row.checks),
    )

"""Rows of `crawls`: one run, its counts, and whether its result can be trusted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection, Row, insert, select, text, update

from archive.health.checks import Check
from archive.health.checks import to_text as checks_text
from archive.schema import CRAWL_COUNTS, crawls
from archive.times import from_text, to_text

_COUNTS = text("""
    WITH looked AS (
        SELECT DISTINCT r.article_id AS id
        FROM captures AS c JOIN resources AS r ON r.id = c.resource_id
        WHERE c.crawl_id = :crawl AND c.kind = 'article' AND r.article_id IS NOT NULL
          AND c.outcome IN ('new', 'same', 'not-modified', 'noise')
          AND (c.status = 304 OR c.status < 300)),
    found AS (SELECT * FROM changes WHERE crawl_id = :crawl)
    SELECT
        (SELECT count(*) FROM captures WHERE crawl_id = :crawl) AS captures,
        (SELECT count(*) FROM looked) AS articles,
        (SELECT count(*) FROM found WHERE kind = 'new') AS new,
        (SELECT count(DISTINCT article_id) FROM found
          WHERE kind != 'new' AND version_id IS NOT NULL) AS edited,
        (SELECT count(*) FROM looked WHERE id NOT IN (
            SELECT article_id FROM found WHERE version_id IS NOT NULL) AND id NOT IN (
            SELECT r.article_id FROM captures AS c JOIN resources AS r ON r.id = c.resource_id
            WHERE c.crawl_id = :crawl AND c.held = 1)) AS unchanged,
        (SELECT count(*) FROM found WHERE kind = 'gone') AS gone,
        (SELECT count(*) FROM found WHERE kind = 'returned') AS returned,
        (SELECT count(DISTINCT url) FROM captures
          WHERE crawl_id = :crawl AND kind = 'document'
            AND outcome IN ('new', 'same', 'not-modified', 'noise')) AS documents,
        (SELECT count(*) FROM document_versions AS v JOIN captures AS c ON c.id = v.capture_id
          WHERE c.crawl_id = :crawl AND v.number = 1) AS new_documents,
        (SELECT count(*) FROM captures WHERE crawl_id = :crawl AND outcome = 'error') AS errors
""")


@dataclass(frozen=True, slots=True)
class CrawlSummary:
    """One run as `crawl --json` reports it; `problems` says why it is unhealthy."""

    crawl_id: int
    portal: str
    status: str
    counts: Mapping[str, int]
    seconds: float
    problems: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the document that `crawl --json` prints."""
        return {
            "crawl_id": self.crawl_id,
            "portal": self.portal,
            "status": self.status,
            **self.counts,
            "seconds": self.seconds,
            "problems": list(self.problems),
            "checks": [check.to_json() for check in self.checks],
        }


def unfinished(db: Connection, portal: str, kind: str = "crawl") -> Row[Any] | None:
    """Return the portal's last crawl, or import, where it did not come to its end, else None."""
    row = db.execute(
        select(crawls)
        .where(crawls.c.portal == portal, crawls.c.kind == kind)
        .order_by(crawls.c.id.desc())
        .limit(1)
    ).one_or_none()
    return row if row is not None and row.status in {"running", "interrupted"} else None


def next_id(db: Connection) -> int:
    """Return the id of the next crawl."""
    last: int | None = db.execute(text("SELECT max(id) FROM crawls")).scalar()
    return (last or 0) + 1


def begin(db: Connection, crawl_id: int, portal: str, started_at: str, kind: str = "crawl") -> None:
    """Add the row of a crawl or import, or let one that was interrupted run again."""
    if db.execute(select(crawls.c.id).where(crawls.c.id == crawl_id)).one_or_none() is None:
        row: dict[str, object] = {"id": crawl_id, "portal": portal, "started_at": started_at}
        row |= {"status": "running", "kind": kind}
        db.execute(insert(crawls), row)
    else:
        db.execute(
            update(crawls)
            .where(crawls.c.id == crawl_id)
            .values(status="running", finished_at=None, seconds=None)
        )


def count(db: Connection, crawl_id: int) -> dict[str, int]:
    """Count what a crawl did, from the rows that it made."""
    row = db.execute(_COUNTS, {"crawl": crawl_id}).one()
    return {name: getattr(row, name) for name in CRAWL_COUNTS}


class Ended(Protocol):
    """When a run ended, and whether it read every listing to its end."""

    @property
    def at(self) -> datetime:
        """The moment, aware."""

    @property
    def exhaustive(self) -> bool:
        """Whether nothing cut it short."""


def finish(
    db: Connection,
    crawl_id: int,
    status: str,
    ending: Ended,
    problems: tuple[str, ...],
    checks: tuple[Check, ...] = (),
) -> CrawlSummary:
    """Write the end of a crawl into its row and return what is to be reported."""
    started = db.execute(select(crawls).where(crawls.c.id == crawl_id)).one()
    counts = count(db, crawl_id)
    seconds = round((ending.at - from_text(started.started_at)).total_seconds(), 3)
    values: dict[str, object] = {
        "status": status,
        "finished_at": to_text(ending.at),
        "seconds": seconds,
        "summary": "\n".join(problems) or None,
        "checks": checks_text(checks) if checks else None,
        "exhaustive": int(ending.exhaustive),
        **counts,
    }
    db.execute(update(crawls).where(crawls.c.id == crawl_id).values(values))
    return CrawlSummary(crawl_id, started.portal, status, counts, seconds, problems, checks)

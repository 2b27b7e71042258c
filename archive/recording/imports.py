"""What is known of imported captures: by what they are judged, and how an import ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from sqlalchemy import Connection, text

from archive.digests import from_blob
from archive.profile import Profile
from archive.recording import crawls
from archive.recording.captures import Resource
from archive.recording.events import Event, add_event
from archive.recording.judging import Base
from archive.times import to_text
from archive.warc.exchange import Exchange

IMPORT_END = "import-end"
"""The event of the note that ends an import in the WARC files."""

_BEFORE = text("""
    SELECT c.id, c.payload_sha256, p.content_digest AS file,
           (SELECT v.content_digest FROM versions AS v
            WHERE v.article_id = :article AND v.valid_from <= c.fetched_at
            ORDER BY v.number DESC LIMIT 1) AS article
    FROM captures AS c LEFT JOIN payloads AS p ON p.payload_digest = c.payload_digest
    WHERE c.resource_id = :resource AND c.fetched_at < :at AND c.payload_sha256 IS NOT NULL
      AND c.outcome IN ('new', 'same', 'noise') AND c.request_digest IS :request
    ORDER BY c.fetched_at DESC, c.id DESC LIMIT 1
""")


def base_before(db: Connection, resource: Resource, exchange: Exchange) -> Base | None:
    """Return the look before an imported one, asked for in the same way, by which it is judged."""
    values = {
        "article": resource.article_id,
        "resource": resource.id,
        "at": to_text(exchange.fetched_at),
        "request": exchange.request.digest,
    }
    row = db.execute(_BEFORE, values).one_or_none()
    if row is None:
        return None
    payload = from_blob(row.payload_sha256)
    return Base(row.id, payload, row.article or row.file or payload)


@dataclass(frozen=True, slots=True)
class ImportEnd:
    """How an import ended: when, and in words what was kept of each file and what was not."""

    at: datetime
    detail: tuple[str, ...]
    exhaustive: bool = True

    def to_note(self) -> dict[str, object]:
        """Return what the note in the WARC file says."""
        return {"event": IMPORT_END, "detail": list(self.detail)}

    @classmethod
    def from_note(cls, content: Mapping[str, Any], at: datetime) -> Self:
        """Read what `to_note` wrote."""
        return cls(at, tuple(map(str, content["detail"])))


def end_import(
    db: Connection, crawl_id: int, profile: Profile, end: ImportEnd
) -> crawls.CrawlSummary:
    """Write the end of an import into the rows. What it lacks says nothing of the portal."""
    summary = crawls.finish(db, crawl_id, "complete", end, ())
    subject = f"import {crawl_id} for {profile.key}"
    add_event(db, Event(end.at, "import", subject, "complete", end.detail))
    return summary

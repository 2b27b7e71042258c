"""Looks at attached files that come to be known after later ones, put in at their place in time."""

from typing import Any

from sqlalchemy import Connection, Row, delete, func, update

from archive.recording import changes as differing
from archive.recording.captures import Capture
from archive.recording.timeline import Moment, Timeline, later_look, moment_of, of_document
from archive.schema import changes, documents

SHARED = (
    "payload_digest", "content_digest", "size", "media_type", "page_count", "document_number",
)  # fmt: skip
"""What a version of a file has of what was read of it."""


def see_file_earlier(
    db: Connection, capture: Capture, document: Row[Any], payload: Row[Any] | None
) -> None:
    """Record one look at a document before others that are known.

    `payload` is None where the server said that nothing was modified.
    """
    values = {
        "first_seen_at": func.min(documents.c.first_seen_at, capture.at),
        "last_seen_at": func.max(documents.c.last_seen_at, capture.at),
    }
    db.execute(update(documents).where(documents.c.id == document.id).values(values))
    if payload is not None:
        _put_in(db, capture, document, payload)


def _put_in(db: Connection, capture: Capture, document: Row[Any], payload: Row[Any]) -> None:
    timeline, moment = of_document(document.id), Moment(capture.crawl_id, capture.at, capture.id)
    before, after = timeline.before(db, moment.at), timeline.after(db, moment.at)
    if before is not None and before.content_digest == payload.content_digest:
        return
    again = None
    if before is not None:
        until = after.valid_from if after is not None else None
        again = later_look(db, "document", moment.at, until, None, capture.resource.id)
    _untell(db, document, after)
    if again is None and after is not None and after.content_digest == payload.content_digest:
        timeline.begin_earlier(db, after.id, moment)
    else:
        timeline.insert(db, moment, {name: getattr(payload, name) for name in SHARED})
        if before is not None and again is not None:
            timeline.insert(db, again, {name: getattr(before, name) for name in SHARED})
    last = timeline.put_in_order(db)
    db.execute(
        update(documents).where(documents.c.id == document.id).values(version_count=last.number)
    )
    _retell(db, timeline, document, moment, after)


def _untell(db: Connection, document: Row[Any], version: Row[Any] | None) -> None:
    """Forget the change that led to a version: what was before it changes."""
    if version is not None:
        db.execute(
            delete(changes).where(
                changes.c.article_id == document.article_id,
                changes.c.kind == "document-changed",
                changes.c.field == document.filename,
                changes.c.changed_at == version.valid_from,
                changes.c.after == version.payload_digest,
            )
        )


def _retell(
    db: Connection,
    timeline: Timeline,
    document: Row[Any],
    moment: Moment,
    after: Row[Any] | None,
) -> None:
    """Tell the changes from the look on, up to the version that was known to follow it."""
    version = timeline.before(db, moment.at)
    while version is not None:
        previous = timeline.previous(db, version)
        if previous is not None:
            change = differing.Change(
                *("document-changed", document.filename),
                *(previous.payload_digest, version.payload_digest),
            )
            seen = moment_of(db, version)
            differing.add(db, seen, document.article_id, None, [change])
        done = after is not None and version.id == after.id
        version = None if done else timeline.after(db, version.valid_from)

"""Rows of `documents`, `document_versions` and of what was read of each file."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row, bindparam, case, func, insert, or_, select, update

from archive.addresses import compared_url
from archive.content import Attachment, Document
from archive.recording import changes
from archive.recording.captures import Capture
from archive.recording.earlier_files import see_file_earlier
from archive.recording.moved_files import join_moved
from archive.recording.readings import add_facts, add_pages, add_signatures
from archive.recording.statements import Prepared
from archive.schema import document_versions, documents, payloads

_OF_ARTICLE = Prepared(
    select(documents.c.url_key, documents.c.id).where(
        documents.c.article_id == bindparam("article")
    )
)
_LOST = documents.c.missing_looks > 0
"""Still attached where it is gone: the server no longer has it."""
_AT_KEY = (
    select(documents)
    .where(
        documents.c.url_key == bindparam("key"),
        or_(documents.c.gone_at.is_(None), documents.c.gone_at > bindparam("at"), _LOST),
    )
    .order_by(documents.c.id)
)
_INSERT = Prepared(
    insert(documents),
    *(
        "article_id",
        "url",
        "url_key",
        "filename",
        "label",
        "first_seen_at",
        "last_seen_at",
        "version_count",
    ),
)
_SEEN = Prepared(
    update(documents)
    .where(documents.c.id == bindparam("document"))
    .values(
        last_seen_at=func.max(documents.c.last_seen_at, bindparam("at")),
        gone_at=None,
        missing_since=None,
        missing_looks=0,
    )
)
_STANDING = select(document_versions).where(
    document_versions.c.document_id == bindparam("document"),
    document_versions.c.valid_to.is_(None),
)
_PAYLOAD = select(payloads).where(payloads.c.payload_digest == bindparam("digest"))


def sync_documents(
    db: Connection, at: str, article_id: int, attachments: Sequence[Attachment]
) -> None:
    """Let the documents of an article be those that it now attaches."""
    known = dict(tuple(row) for row in _OF_ARTICLE.run(db, {"article": article_id}))
    for attachment in attachments:
        shown = {
            "url": attachment.url,
            "filename": attachment.filename,
            "label": attachment.label,
        }
        key = compared_url(attachment.url)
        row = known.pop(key, None)
        if row is None:
            times = {"first_seen_at": at, "last_seen_at": at, "version_count": 0}
            _INSERT.run(db, {"article_id": article_id, "url_key": key, **shown, **times})
        else:
            gone = case((_LOST, documents.c.gone_at))
            db.execute(update(documents).where(documents.c.id == row).values(gone_at=gone, **shown))
    for number in known.values():
        since = func.coalesce(documents.c.gone_at, at)
        db.execute(
            update(documents)
            .where(documents.c.id == number)
            .values(gone_at=since, missing_since=None, missing_looks=0)
        )


def payload_row(db: Connection, digest: str) -> Row[Any] | None:
    """Return what was read of a file with this payload before, or None."""
    return db.execute(_PAYLOAD, {"digest": digest}).one_or_none()


def payload_digests(db: Connection) -> set[str]:
    """Return the digests of all files that were read."""
    return set(db.execute(select(payloads.c.payload_digest)).scalars())


def add_payload(db: Connection, document: Document) -> None:
    """Record what was read of a file: its properties, pages, facts and signatures."""
    values = asdict(document)
    own = {column.name: values[column.name] for column in payloads.columns}
    db.execute(insert(payloads), {**own, "errors": changes.as_json(document.errors)})
    add_pages(db, document.payload_digest, document.pages)
    add_facts(db, document.payload_digest, document.facts)
    add_signatures(db, document.payload_digest, document.signatures)


def see_document(db: Connection, capture: Capture, payload: Row[Any] | None) -> None:
    """Record one look at a file, with a new version for each article whose file it now is.

    A file that was lost and is back is added again. `payload` is None where the server said that
    nothing was modified.
    """
    values = {"key": compared_url(capture.url), "at": capture.at}
    for row in db.execute(_AT_KEY, values).all():
        if capture.at < max(row.last_seen_at, row.gone_at or "", row.missing_since or ""):
            see_file_earlier(db, capture, row, payload)
            continue
        if row.gone_at is not None:
            _tell_back(db, capture, row)
        _see(db, capture, row, payload)


def _see(db: Connection, capture: Capture, row: Row[Any], payload: Row[Any] | None) -> None:
    """Record a look at a file later than all others."""
    document: int = row.id
    if payload is not None and row.version_count == 0:
        document = join_moved(db, row, payload.content_digest) or row.id
    _SEEN.run(db, {"document": document, "at": capture.at})
    standing = db.execute(_STANDING, {"document": document}).one_or_none()
    if payload is None:
        return
    if standing is None or standing.content_digest != payload.content_digest:
        _add_version(db, capture, row, standing, payload)


def _tell_back(db: Connection, capture: Capture, row: Row[Any]) -> None:
    back = changes.attachment_text(Attachment(row.url, row.filename, row.label))
    found = [changes.Change("document-added", "attachments", None, back)]
    changes.add(db, capture, row.article_id, None, found)


def _add_version(
    db: Connection, capture: Capture, row: Row[Any], standing: Row[Any] | None, payload: Row[Any]
) -> None:
    number = 1
    if standing is not None:
        number = standing.number + 1
        db.execute(
            update(document_versions)
            .where(document_versions.c.id == standing.id)
            .values(valid_to=capture.at)
        )
    shared = ("content_digest", "size", "media_type", "page_count", "document_number")
    version = {
        "document_id": row.id,
        "number": number,
        "capture_id": capture.id,
        "valid_from": capture.at,
        "payload_digest": payload.payload_digest,
        **{name: getattr(payload, name) for name in shared},
    }
    db.execute(insert(document_versions), version)
    db.execute(update(documents).where(documents.c.id == row.id).values(version_count=number))
    if standing is not None:
        change = changes.Change(
            "document-changed", row.filename, standing.payload_digest, payload.payload_digest
        )
        changes.add(db, capture, row.article_id, None, [change])

"""The same file at a new address: one document that moved, not one withdrawn and another added.

The page alone can't tell; only when the file at the new address was fetched is it known to be
what stood at the old one. Then the rows that the edit made are put right.
"""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, select, text, update

from archive.content import Attachment
from archive.recording import changes as differing
from archive.schema import changes, documents

_WITHDRAWN = text("""
    SELECT d.* FROM documents AS d
      JOIN document_versions AS v ON v.document_id = d.id AND v.valid_to IS NULL
    WHERE d.article_id = :article AND d.gone_at = :at AND d.missing_since IS NULL
      AND v.content_digest = :content
    ORDER BY d.filename != :filename, d.id LIMIT 1
""")
_EDIT = text("""
    SELECT id, crawl_id, version_id, kind, before, after FROM changes
    WHERE article_id = :article AND changed_at = :at AND field = 'attachments'
      AND kind IN ('document-added', 'document-removed')
    ORDER BY id
""")


@dataclass(frozen=True, slots=True)
class _Edit:
    """The look that found the page edited: its crawl and time."""

    crawl_id: int
    at: str


def join_moved(db: Connection, added: Row[Any], content_digest: str) -> int | None:
    """Let a document without a version be the one withdrawn when it came, if that said the same.

    Returns the id of the document that moved, or None where none did.
    """
    values = {
        "article": added.article_id,
        "at": added.first_seen_at,
        "content": content_digest,
        "filename": added.filename,
    }
    withdrawn = db.execute(_WITHDRAWN, values).one_or_none()
    if withdrawn is None:
        return None
    db.execute(delete(documents).where(documents.c.id == added.id))
    shown = ("url", "url_key", "filename", "label", "last_seen_at")
    db.execute(
        update(documents)
        .where(documents.c.id == withdrawn.id)
        .values(gone_at=None, **{name: getattr(added, name) for name in shown})
    )
    _tell(db, withdrawn, added)
    number: int = withdrawn.id
    return number


def _tell(db: Connection, withdrawn: Row[Any], added: Row[Any]) -> None:
    """Put one change in the place of the two that told of a file withdrawn and one added."""
    values = {"article": added.article_id, "at": added.first_seen_at}
    told = [
        row
        for row in db.execute(_EDIT, values)
        if _url(row.before or row.after) in {withdrawn.url, added.url}
    ]
    if len(told) != 2:
        return
    db.execute(delete(changes).where(changes.c.id.in_([row.id for row in told])))
    version = told[0].version_id
    rest = select(changes.c.id).where(
        changes.c.version_id == version, changes.c.field == "published_at"
    )
    silent = db.execute(rest).first() is None
    before, after = (differing.attachment_text(_attachment(row)) for row in (withdrawn, added))
    change = differing.Change("edited", "attachments", before, after, silent)
    seen = _Edit(told[0].crawl_id, added.first_seen_at)
    differing.add(db, seen, added.article_id, version, [change])


def _attachment(row: Row[Any]) -> Attachment:
    return Attachment(row.url, row.filename, row.label)


def _url(told: str) -> str:
    """Return the address that a change of attachments names: it alone, or in JSON."""
    url: str = json.loads(told)["url"] if told.startswith("{") else told
    return url

"""Documents: the attachments of an article and the contents that each has had."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from archive.schema import document_versions, documents, signatures


@dataclass(frozen=True, slots=True)
class DocumentVersion:
    """One content of an attachment; columns as in `document_versions`."""

    number: int
    valid_from: str
    valid_to: str | None
    payload_digest: str
    content_digest: str
    size: int
    media_type: str | None
    page_count: int | None
    document_number: str | None
    signatures: int
    """How many signatures the file carries, whatever they are worth."""


@dataclass(frozen=True, slots=True)
class AttachedDocument:
    """One attachment of an article; `versions` is empty where no file of it was had."""

    id: int
    url: str
    filename: str
    label: str | None
    first_seen_at: str
    last_seen_at: str
    gone_at: str | None
    versions: tuple[DocumentVersion, ...]


_OWN = ("id", "url", "filename", "label", "first_seen_at", "last_seen_at", "gone_at")
_COLUMNS = tuple(name for name in DocumentVersion.__slots__ if name != "signatures")
_SIGNED = (
    select(func.count())
    .where(signatures.c.payload_digest == document_versions.c.payload_digest)
    .scalar_subquery()
)
_VERSIONS = select(
    *(document_versions.c[name] for name in _COLUMNS), _SIGNED.label("signatures")
).order_by(document_versions.c.number)


def documents_of(db: Connection, article_id: int) -> list[AttachedDocument]:
    """Return the attachments of an article, withdrawn ones too, in the order first seen."""
    rows = select(*(documents.c[name] for name in _OWN)).where(documents.c.article_id == article_id)
    return [
        AttachedDocument(**row._mapping, versions=_versions(db, row.id))
        for row in db.execute(rows.order_by(documents.c.id)).all()
    ]


def _versions(db: Connection, document_id: int) -> tuple[DocumentVersion, ...]:
    rows = db.execute(_VERSIONS.where(document_versions.c.document_id == document_id))
    return tuple(DocumentVersion(**row._mapping) for row in rows)

"""Documents: the attachments of an article and the contents that each has had."""

from dataclasses import dataclass, replace

from sqlalchemy import Connection, func, select

from archive.content import Fact, Signature
from archive.official import Check
from archive.queries.facts import Citation, checks_of, cited_by, errors_of, facts_of, signatures_in
from archive.schema import document_versions, documents, signatures


@dataclass(frozen=True, slots=True)
class DocumentVersion:
    """One content of an attachment; columns as in `document_versions`.

    What follows `signatures` is empty unless it was asked for.
    """

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
    signed: tuple[Signature, ...] = ()
    """The signatures themselves; each flag says one thing."""
    facts: tuple[Fact, ...] = ()
    cited: tuple[Citation, ...] = ()
    """Documents of this archive that it cites."""
    checks: tuple[Check, ...] = ()
    """What the file's name and its article say of the number on its page."""
    errors: tuple[str, ...] = ()
    """What could not be read of the file."""


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
_APART = {"signatures", "signed", "facts", "cited", "checks", "errors"}
_COLUMNS = tuple(name for name in DocumentVersion.__slots__ if name not in _APART)
_SIGNED = (
    select(func.count())
    .where(signatures.c.payload_digest == document_versions.c.payload_digest)
    .scalar_subquery()
)
_VERSIONS = select(
    *(document_versions.c[name] for name in _COLUMNS), _SIGNED.label("signatures")
).order_by(document_versions.c.number)


def documents_of(db: Connection, article_id: int, *, read: bool = False) -> list[AttachedDocument]:
    """Return the attachments of an article, withdrawn ones too, in the order first seen.

    `read` adds what was read of each version: its facts and signatures.
    """
    rows = select(*(documents.c[name] for name in _OWN)).where(documents.c.article_id == article_id)
    return [
        AttachedDocument(**row._mapping, versions=_versions(db, row.id, read=read))
        for row in db.execute(rows.order_by(documents.c.id)).all()
    ]


def _versions(db: Connection, document_id: int, *, read: bool) -> tuple[DocumentVersion, ...]:
    rows = db.execute(_VERSIONS.where(document_versions.c.document_id == document_id)).all()
    versions = (DocumentVersion(**row._mapping) for row in rows)
    return tuple(_told(db, document_id, each) if read else each for each in versions)


def _told(db: Connection, document_id: int, version: DocumentVersion) -> DocumentVersion:
    digest = version.payload_digest
    return replace(
        version,
        signed=tuple(signatures_in(db, digest)),
        facts=tuple(facts_of(db, digest)),
        cited=tuple(cited_by(db, digest)),
        checks=tuple(checks_of(db, digest).get(document_id, ())),
        errors=tuple(errors_of(db, digest)),
    )

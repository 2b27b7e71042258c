"""`/-/documents/SHA256HEX`: a file beside its text, who signed it, and where it is attached."""

from collections.abc import Sequence
from dataclasses import dataclass

from datasette.utils.asgi import Response
from sqlalchemy import Connection, text

from archive.content import Fact
from archive.digests import PREFIX
from archive.errors import NotInArchiveError
from archive.official import Check
from archive.queries.facts import Citation, checks_of, cited_by, citing, facts_of
from archive.search.highlighting import highlight
from archive.search.query import parse_query
from archive.thumbnails import has_thumbnail
from archive.web.documents.files import StoredFile, find_file
from archive.web.documents.signatures import FoundSignature, signatures_of
from archive.web.visit import Visit

PAGES_AT_ONCE = 200
_PROPERTIES = text("SELECT * FROM payloads WHERE payload_digest = :digest")
_PAGES = text("""
    SELECT page, text, source, confidence FROM document_pages
    WHERE payload_digest = :digest ORDER BY page LIMIT :limit
""")
_PLACES = text("""
    SELECT d.id AS document_id, d.filename, d.label, d.url, d.gone_at, v.number, v.valid_from,
           v.valid_to, v.capture_id, a.id AS article_id, a.title, a.url AS article_url,
           d.version_count
    FROM document_versions AS v JOIN documents AS d ON d.id = v.document_id
      JOIN articles AS a ON a.id = d.article_id
    WHERE v.payload_digest = :digest ORDER BY v.valid_from, v.id
""")
_SIBLINGS = text("""
    SELECT v.document_id, v.number, v.valid_from, v.valid_to, v.payload_digest, v.size
    FROM document_versions AS v
    WHERE v.document_id IN (
        SELECT document_id FROM document_versions WHERE payload_digest = :digest)
    ORDER BY v.document_id, v.number DESC
""")


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of one page."""

    page: int
    text: str
    source: str
    confidence: float | None


@dataclass(frozen=True, slots=True)
class Place:
    """An article that attaches the file, and the version that the file is there."""

    document_id: int
    filename: str
    label: str | None
    url: str
    gone_at: str | None
    number: int
    valid_from: str
    valid_to: str | None
    capture_id: int
    article_id: int
    title: str | None
    article_url: str
    version_count: int


@dataclass(frozen=True, slots=True)
class Sibling:
    """A content that the same attachment has had."""

    document_id: int
    number: int
    valid_from: str
    valid_to: str | None
    payload_digest: str
    size: int


@dataclass(frozen=True, slots=True)
class Properties:
    """What was read of the file; columns as in `payloads`."""

    payload_digest: str
    content_digest: str
    size: int
    media_type: str
    page_count: int | None
    encrypted: int
    title: str | None
    producer: str | None
    created_at: str | None
    document_number: str | None
    errors: str


@dataclass(frozen=True, slots=True)
class TellingFile:
    """All that is known of a file."""

    stored: StoredFile
    properties: Properties
    facts: Sequence[Fact]
    cited: Sequence[Citation]
    citing: Sequence[Citation]
    checks: Sequence[Check]
    pages: Sequence[PageText]
    signatures: Sequence[FoundSignature]
    places: Sequence[Place]
    siblings: Sequence[Sibling]


def tell_file(db: Connection, digest: str) -> TellingFile:
    """Read what is known of a file; raises NotInArchiveError."""
    stored = find_file(db, digest, "")
    own = {"digest": digest}
    row = db.execute(_PROPERTIES, own).one_or_none()
    if row is None:
        raise NotInArchiveError(f"The document {digest} was never read.")
    known = {name: getattr(row, name) for name in Properties.__slots__}
    pages = db.execute(_PAGES, {**own, "limit": PAGES_AT_ONCE})
    return TellingFile(
        stored,
        Properties(**known),
        facts_of(db, digest),
        cited_by(db, digest),
        citing(db, digest),
        list(dict.fromkeys(check for found in checks_of(db, digest).values() for check in found)),
        [PageText(**each._mapping) for each in pages],
        signatures_of(db, [digest]).get(digest, []),
        [Place(**each._mapping) for each in db.execute(_PLACES, own)],
        [Sibling(**each._mapping) for each in db.execute(_SIBLINGS, own)],
    )


async def document_page(visit: Visit) -> Response:
    """Answer with all that is known of a file."""
    file = await visit.read(tell_file, PREFIX + visit.named["digest"])
    pictured = has_thumbnail(visit.room.folder.path, file.stored.digest)
    return await visit.render(
        "document.html",
        file=file,
        wanted=parse_query(visit.asked("q")),
        highlight=highlight,
        pictured=pictured,
    )

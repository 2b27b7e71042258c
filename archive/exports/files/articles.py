"""The articles of a tree in the order of their publication, and the files that each attaches."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from archive.exports.selection import Selection
from archive.queries.articles import Standing
from archive.warc.positions import Position

_ARTICLES = text(f"""
    SELECT {", ".join(Standing.__slots__)} FROM articles
    WHERE (:portal IS NULL OR portal = :portal) AND (:article IS NULL OR id = :article)
      AND (:since IS NULL OR julianday(published_at) >= julianday(:since))
      AND (:until IS NULL OR julianday(published_at) <= julianday(:until))
    ORDER BY published_at IS NULL, substr(published_at, 1, 10), id
""")  # noqa: S608  # the names of columns are ours
_ATTACHED = text("""
    SELECT d.url, d.filename, d.label, d.gone_at, v.number AS version, v.valid_from,
           v.payload_digest, v.size, v.media_type, v.page_count, v.document_number,
           c.warc_file, c.warc_offset, c.warc_length
    FROM documents AS d JOIN document_versions AS v
        ON v.document_id = d.id AND v.number = d.version_count
      JOIN captures AS c ON c.id = v.capture_id
    WHERE d.article_id = :article ORDER BY d.id
""")
_IMAGE = text("""
    SELECT c.warc_file, c.warc_offset, c.warc_length, c.media_type FROM captures AS c
      JOIN resources AS r ON r.id = c.resource_id
    WHERE r.url = :url AND r.portal = :portal AND c.outcome IN ('new', 'same', 'noise')
      AND c.status = 200 AND c.media_type LIKE 'image/%'
    ORDER BY c.fetched_at DESC LIMIT 1
""")
_VERSIONS = text("""
    SELECT number, valid_from, valid_to, content_digest FROM versions
    WHERE article_id = :article ORDER BY number
""")


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that an article attaches, as it was last had; columns as in the tables."""

    url: str
    filename: str
    label: str | None
    gone_at: str | None
    version: int
    valid_from: str
    payload_digest: str
    size: int
    media_type: str | None
    page_count: int | None
    document_number: str | None
    position: Position


def articles_of(db: Connection, selection: Selection) -> Iterator[Standing]:
    """Yield articles by the day of their publication; those without one come last."""
    for row in db.execute(_ARTICLES, selection.parameters()).yield_per(100):
        yield Standing(*row)


def attached_to(db: Connection, article_id: int) -> list[Attached]:
    """Return the files that an article attaches or did, such as the archive has."""
    rows = db.execute(_ATTACHED, {"article": article_id}).all()
    return [_attached(dict(row._mapping)) for row in rows]


def _attached(row: dict[str, Any]) -> Attached:
    place = [row.pop(name) for name in ("warc_file", "warc_offset", "warc_length")]
    return Attached(**row, position=Position(*place))


def image_at(db: Connection, portal: str, url: str) -> tuple[Position, str] | None:
    """Return where the latest image at an address stands, and its media type; None: not had."""
    row = db.execute(_IMAGE, {"portal": portal, "url": url}).one_or_none()
    return (Position(*row[:3]), row[3]) if row else None


def versions_in_short(db: Connection, article_id: int) -> list[dict[str, object]]:
    """Return number, span and digest of all versions of an article."""
    rows = db.execute(_VERSIONS, {"article": article_id})
    return [dict(row._mapping) for row in rows]

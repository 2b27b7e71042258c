"""What the page of an article tells, read from the database."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from archive.queries.articles import Standing, find_article, urls_of
from archive.queries.documents import AttachedDocument, documents_of
from archive.queries.versions import Version, gone_by, version_at, version_numbered
from archive.web.documents.signatures import FoundSignature, signatures_of

_LIVES = text("""
    SELECT v.number, v.valid_from, v.valid_to, v.capture_id, v.title
    FROM versions AS v WHERE v.article_id = :article ORDER BY v.number DESC
""")
_LOOKS = text("""
    SELECT observed_at, view_count, capture_id FROM observations
    WHERE article_id = :article ORDER BY observed_at
""")
_ABSENCES = text("""
    SELECT changed_at, kind FROM changes
    WHERE article_id = :article AND kind IN ('gone', 'returned') ORDER BY changed_at DESC, id DESC
""")
_RELATED = text("""
    SELECT DISTINCT a.id, a.title, a.url, a.published_at
    FROM json_each(:urls) AS said JOIN resources AS r ON r.url = said.value
      AND r.portal = :portal
    JOIN articles AS a ON a.id = r.article_id WHERE a.id != :article LIMIT 20
""")
_PAYLOAD = text("SELECT payload_digest, fetched_at FROM captures WHERE id = :capture")


@dataclass(frozen=True, slots=True)
class Life:
    """One version in the history of an article."""

    number: int
    valid_from: str
    valid_to: str | None
    capture_id: int
    title: str | None


@dataclass(frozen=True, slots=True)
class Look:
    """One look at the article."""

    observed_at: str
    view_count: int | None
    capture_id: int


@dataclass(frozen=True, slots=True)
class Absence:
    """When it was found to be gone, or back."""

    changed_at: str
    kind: str


@dataclass(frozen=True, slots=True)
class Related:
    """Another article that the page pointed to."""

    id: int
    title: str | None
    url: str
    published_at: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """An article with its history; `version` is the one that is shown."""

    article: Standing
    version: Version
    payload_digest: str | None
    captured_at: str
    lives: Sequence[Life]
    looks: Sequence[Look]
    absences: Sequence[Absence]
    documents: Sequence[AttachedDocument]
    signatures: dict[str, list[FoundSignature]]
    urls: Sequence[str]
    related: Sequence[Related]
    gone_since: str | None


def tell(
    db: Connection, article_id: str, number: int | None = None, at: datetime | None = None
) -> Told:
    """Read an article and one of its versions: by number, at a moment, else the last.

    Raises NotInArchiveError.
    """
    article = find_article(db, article_id)
    if at is not None:
        version = version_at(db, article, at)
    else:
        version = version_numbered(db, article, number or article.version_count)
    own = {"article": article.id}
    capture = db.execute(_PAYLOAD, {"capture": version.capture_id}).one()
    files = documents_of(db, article.id)
    digests = [each.versions[-1].payload_digest for each in files if each.versions]
    urls = json.dumps(list(version.said.related))
    return Told(
        article,
        version,
        capture.payload_digest,
        capture.fetched_at,
        [Life(**row._mapping) for row in db.execute(_LIVES, own)],
        [Look(**row._mapping) for row in db.execute(_LOOKS, own)],
        [Absence(**row._mapping) for row in db.execute(_ABSENCES, own)],
        files,
        signatures_of(db, digests),
        urls_of(db, article.id),
        [
            Related(**row._mapping)
            for row in db.execute(_RELATED, {**own, "urls": urls, "portal": article.portal})
        ],
        gone_by(db, article.id, at) if at is not None else article.gone_at,
    )

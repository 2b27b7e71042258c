"""What the page of an article tells, read from the database."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, text

from archive.queries.articles import Standing, find_article, urls_of
from archive.queries.documents import AttachedDocument, DocumentVersion, documents_of
from archive.queries.versions import Version, gone_by, version_at, version_numbered
from archive.times import to_text
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
_HAD = text("""
    SELECT count(*) FROM resources AS r JOIN captures AS c ON c.resource_id = r.id
    WHERE r.url = :url AND r.portal = :portal AND c.status = 200 LIMIT 1
""")


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
class File:
    """An attachment as it was at the moment that is shown; `versions` are those until then."""

    attached: AttachedDocument
    versions: Sequence[DocumentVersion]
    gone_at: str | None


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
    files: Sequence[File]
    image: str | None
    """The address of the article's picture, where the archive has it."""
    signatures: dict[str, list[FoundSignature]]
    urls: Sequence[str]
    related: Sequence[Related]
    gone_since: str | None

    @property
    def timeline(self) -> list[Life | Absence]:
        """Versions and absences, the latest first."""
        found: list[Life | Absence] = [*self.lives, *self.absences]
        return sorted(found, key=_happened, reverse=True)


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
    own = {"article": article.id, "portal": article.portal}
    capture = db.execute(_PAYLOAD, {"capture": version.capture_id}).one()
    until = to_text(at + timedelta(microseconds=1)) if at is not None else version.valid_to
    files = _files(documents_of(db, article.id), until)
    digests = [each.versions[-1].payload_digest for each in files if each.versions]
    said = {**own, "urls": json.dumps(list(version.said.related))}
    return Told(
        article,
        version,
        capture.payload_digest,
        capture.fetched_at,
        [Life(**row._mapping) for row in db.execute(_LIVES, own)],
        [Look(**row._mapping) for row in db.execute(_LOOKS, own)],
        [Absence(**row._mapping) for row in db.execute(_ABSENCES, own)],
        files,
        _image(db, version, article.portal),
        signatures_of(db, digests),
        urls_of(db, article.id),
        [Related(**row._mapping) for row in db.execute(_RELATED, said)],
        gone_by(db, article.id, at) if at is not None else article.gone_at,
    )


def _files(attached: Sequence[AttachedDocument], until: str | None) -> list[File]:
    """Return what was attached before a moment, as it was then; None: now."""
    if until is None:
        return [File(each, each.versions, each.gone_at) for each in attached]
    return [
        File(
            each,
            [version for version in each.versions if version.valid_from < until],
            each.gone_at if each.gone_at and each.gone_at < until else None,
        )
        for each in attached
        if each.first_seen_at < until
    ]


def _image(db: Connection, version: Version, portal: str) -> str | None:
    url = version.said.image_url
    if not url or url in version.said.body_html:
        return None
    return url if db.execute(_HAD, {"url": url, "portal": portal}).scalar_one() else None


def _happened(event: Life | Absence) -> str:
    return event.valid_from if isinstance(event, Life) else event.changed_at

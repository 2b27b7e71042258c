"""The history of one article: what it says or said, its versions, documents and looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from archive.content import Attachment
from archive.queries.articles import Standing, find_article, urls_of
from archive.queries.documents import AttachedDocument, DocumentVersion, documents_of
from archive.queries.versions import (
    Observations,
    Version,
    gone_by,
    observations_of,
    version_at,
    version_numbered,
    versions_of,
)
from archive.times import to_text


@dataclass(frozen=True, slots=True)
class History:
    """All that is known of one article, with one of its versions picked out."""

    article: Standing
    urls: list[str]
    version: Version
    until: str | None
    """The moment before which the picked version is looked at; None: now."""
    gone_at: str | None
    """Since when the article was gone at that moment; None where it was there."""
    versions: list[Version]
    observations: Observations
    documents: list[AttachedDocument]

    def attached(self) -> list[tuple[Attachment, DocumentVersion | None]]:
        """Return what the picked version attaches, with the file as it was then (None: not had)."""
        known = {document.url: document.versions for document in self.documents}
        return [
            (attachment, self._standing(known.get(attachment.url, ())))
            for attachment in self.version.said.attachments
        ]

    def _standing(self, versions: Sequence[DocumentVersion]) -> DocumentVersion | None:
        until = self.until
        past = [each for each in versions if until is None or each.valid_from < until]
        return past[-1] if past else None


def history_of(
    db: Connection,
    reference: str,
    *,
    number: int | None = None,
    moment: datetime | None = None,
) -> History:
    """Return the history of the article that a URL or id names.

    The version picked is that of this number, else the one that stood at this moment, else the
    latest. Raises NotInArchiveError.
    """
    article = find_article(db, reference)
    gone_at = article.gone_at
    until = None
    if moment is not None:
        version = version_at(db, article, moment)
        gone_at = gone_by(db, article.id, moment)
        until = to_text(moment + timedelta(microseconds=1))
    else:
        version = version_numbered(db, article, number or article.version_count)
        if version.valid_to is not None:
            gone_at, until = None, version.valid_to
    return History(
        article,
        urls_of(db, article.id),
        version,
        until,
        gone_at,
        versions_of(db, article.id),
        observations_of(db, article.id),
        documents_of(db, article.id, read=True),
    )

"""Versions: what an article said, from when until when, and how often it was looked at."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, or_, select
from sqlalchemy import text as sql

from archive.content import Article, Attachment
from archive.errors import NotInArchiveError
from archive.queries.articles import Standing
from archive.schema import articles, captures, versions
from archive.times import to_text


@dataclass(frozen=True, slots=True)
class Version:
    """What an article said from `valid_from` until `valid_to` (None: still), and where from."""

    id: int
    number: int
    valid_from: str
    valid_to: str | None
    capture_id: int
    warc_file: str
    warc_offset: int
    said: Article


@dataclass(frozen=True, slots=True)
class Observations:
    """How often an article was looked at, and the view counts first and last seen."""

    count: int
    first_view_count: int | None
    last_view_count: int | None


_OWN = ("id", "number", "valid_from", "valid_to", "capture_id", "warc_file", "warc_offset")
_PLAIN = (
    "url",
    "item_id",
    "parser",
    "content_digest",
    "title",
    "summary",
    "body_text",
    "body_html",
    "published_at",
    "source",
    "author",
    "category",
    "image_url",
)
"""Columns that say of an article what the field of the same name does."""
_VERSIONS = (
    select(
        versions,
        articles.c.url,
        articles.c.item_id,
        captures.c.warc_file,
        captures.c.warc_offset,
    )
    .join(articles, articles.c.id == versions.c.article_id)
    .join(captures, captures.c.id == versions.c.capture_id)
)
_OBSERVATIONS = sql("""
    WITH looks AS (SELECT * FROM observations WHERE article_id = :article)
    SELECT count(*) AS count,
           (SELECT view_count FROM looks WHERE view_count IS NOT NULL
             ORDER BY observed_at LIMIT 1) AS first_view_count,
           (SELECT view_count FROM looks WHERE view_count IS NOT NULL
             ORDER BY observed_at DESC LIMIT 1) AS last_view_count
    FROM looks
""")
_GONE = sql("""
    SELECT kind, changed_at FROM changes
    WHERE article_id = :article AND kind IN ('gone', 'returned') AND changed_at <= :moment
    ORDER BY changed_at DESC, id DESC LIMIT 1
""")


def versions_of(db: Connection, article_id: int) -> list[Version]:
    """Return all versions of an article in the order of their time."""
    rows = _VERSIONS.where(versions.c.article_id == article_id).order_by(versions.c.number)
    return [_version(row) for row in db.execute(rows)]


def version_numbered(db: Connection, article: Standing, number: int) -> Version:
    """Return one version by its number, which counts from 1; raises NotInArchiveError."""
    own = _VERSIONS.where(versions.c.article_id == article.id, versions.c.number == number)
    row = db.execute(own).one_or_none()
    if row is None:
        raise NotInArchiveError(
            f"Article {article.id} has no version {number}: it has 1 to {article.version_count}."
        )
    return _version(row)


def version_at(db: Connection, article: Standing, moment: datetime) -> Version:
    """Return what the article said at a moment; raises NotInArchiveError before it was seen."""
    at = to_text(moment)
    own = _VERSIONS.where(
        versions.c.article_id == article.id,
        versions.c.valid_from <= at,
        or_(versions.c.valid_to.is_(None), versions.c.valid_to > at),
    )
    row = db.execute(own).one_or_none()
    if row is None:
        raise NotInArchiveError(
            f"Article {article.id} was not in the archive at {at}: "
            f"it was first seen at {article.first_seen_at}."
        )
    return _version(row)


def gone_by(db: Connection, article_id: int, moment: datetime) -> str | None:
    """Return since when the article was gone at a moment, or None where it was there."""
    row = db.execute(_GONE, {"article": article_id, "moment": to_text(moment)}).one_or_none()
    return row.changed_at if row is not None and row.kind == "gone" else None


def observations_of(db: Connection, article_id: int) -> Observations:
    """Sum up the looks at an article."""
    return Observations(**db.execute(_OBSERVATIONS, {"article": article_id}).one()._mapping)


def _version(row: Row[Any]) -> Version:
    said = Article(
        **{name: getattr(row, name) for name in _PLAIN},
        keywords=tuple(json.loads(row.keywords)),
        attachments=tuple(Attachment(**each) for each in json.loads(row.attachments)),
        related=tuple(json.loads(row.related)),
        fields=json.loads(row.fields),
        warnings=tuple(json.loads(row.warnings)),
    )
    return Version(**{name: getattr(row, name) for name in _OWN}, said=said)

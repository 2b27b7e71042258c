"""Rows of `articles` and `versions`: what an article says, and since when."""

from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select, text, update

from archive.addresses import url_key
from archive.content import Article
from archive.health.fields import FIELDS, has, lost_fields, missed_fields
from archive.recording import changes, full_text
from archive.recording.captures import Capture, note_lost, set_article
from archive.recording.documents import sync_documents
from archive.recording.joining import find_joined, move
from archive.recording.measuring import measured
from archive.recording.statements import Prepared
from archive.schema import articles, versions

SHOWN = ("title", "published_at", "category", "source")
"""Columns of `articles` that repeat what the standing version says."""

_INSERT_ARTICLE = Prepared(
    insert(articles),
    *("portal", "url", "url_key", "item_id", "first_seen_at", "last_seen_at", "version_count"),
    *SHOWN,
)
_INSERT_VERSION = Prepared(
    insert(versions),
    *(column.name for column in versions.columns if column.name not in {"id", "valid_to"}),
)
_STANDS = Prepared(
    text(
        f"SELECT content_digest, {', '.join(map(has, FIELDS))} FROM versions AS v "  # noqa: S608 -- our own names
        "WHERE article_id = :article AND valid_to IS NULL"
    )
)
_STANDING = select(versions).where(
    versions.c.article_id == bindparam("article"), versions.c.valid_to.is_(None)
)
_PARSER = Prepared(
    select(versions.c.parser).where(
        versions.c.article_id == bindparam("article"), versions.c.valid_to.is_(None)
    )
)
_SEEN = Prepared(
    update(articles)
    .where(articles.c.id == bindparam("article"))
    .values(
        last_seen_at=func.max(articles.c.last_seen_at, bindparam("at")),
        gone_at=None,
        missing_since=None,
        missing_looks=0,
    )
)
_KNOWN = Prepared(
    select(articles.c.gone_at, articles.c.missing_since, articles.c.last_seen_at).where(
        articles.c.id == bindparam("article")
    )
)
_STANDS_AT = Prepared(select(articles.c.url_key).where(articles.c.id == bindparam("article")))
_LEARN_ITEM = Prepared(
    update(articles)
    .where(articles.c.id == bindparam("article"))
    .values(item_id=func.coalesce(articles.c.item_id, bindparam("item")))
)
_CLOSE = (
    update(versions).where(versions.c.id == bindparam("version")).values(valid_to=bindparam("at"))
)


class Effect(StrEnum):
    """What one look at an article came to."""

    NEW = "new"
    EDITED = "edited"
    UNCHANGED = "unchanged"
    EARLIER = "earlier"
    """Not recorded yet: something later is known, and `archive.recording.earlier` takes over."""
    HELD = "held"
    """It lacks what the article had, and waits until it is clear that the parser is not to blame:
    see `archive.recording.holding`."""


def see_again(db: Connection, capture: Capture, article_id: int) -> bool:
    """Record that an article was seen to say what it said: it is there, and unchanged.

    Returns False, with nothing recorded, where something later is known of it.
    """
    gone_at, missing_since, last_seen_at = _KNOWN.one(db, {"article": article_id})
    if capture.at < max(last_seen_at, gone_at or "", missing_since or ""):
        return False
    if gone_at is not None:
        changes.add(db, capture, article_id, None, [changes.Change("returned")])
    _SEEN.run(db, {"article": article_id, "at": capture.at})
    return True


def record_article(
    db: Connection, capture: Capture, article: Article, *, hold: bool = False
) -> tuple[int, Effect]:
    """Record one look at an article, with a new version where it says something new.

    With `hold`, what lacks a field that the standing version has is not recorded yet. Returns
    the article's id and what the look came to.
    """
    known = capture.resource.article_id
    joined = None if known is not None else find_joined(db, capture, article)
    if joined is not None:
        known = joined.article_id
        set_article(db, capture.resource, capture.url, known)
        _LEARN_ITEM.run(db, {"article": known, "item": article.item_id})
    if known is None:
        return _record_new(db, capture, article), Effect.NEW
    if not see_again(db, capture, known):
        return known, Effect.EARLIER
    if joined is not None and joined.moved:
        move(db, capture, known, article.url)
    if _STANDS_AT.one(db, {"article": known})[0] != url_key(article.url):
        # The same article, as another page shows it: other pages, other words around it.
        return known, Effect.UNCHANGED
    digest, *had = _STANDS.one(db, {"article": known})
    if digest == article.content_digest:
        note_lost(db, capture.id, missed_fields(had, article))
        return known, Effect.UNCHANGED
    standing = db.execute(_STANDING, {"article": known}).one()
    if hold and (lost := lost_fields(standing, article)):
        note_lost(db, capture.id, lost, held=1)
        return known, Effect.HELD
    _record_edit(db, capture, known, standing, article)
    return known, Effect.EDITED


def correct_version(db: Connection, version_id: int, article: Article) -> None:
    """Let a version say what a newer parser reads in the same capture; no change of the portal."""
    full_text.remove_version(db, version_id)
    db.execute(
        update(versions).where(versions.c.id == version_id).values(**content_columns(article))
    )
    full_text.add_version(db, version_id)


def standing_parser(db: Connection, article_id: int) -> str | None:
    """Return the parser that read the version that stands, or None where none does."""
    row = _PARSER.one(db, {"article": article_id})
    return row[0] if row is not None else None


def standing_version(db: Connection, article_id: int) -> Row[Any] | None:
    """Return the row of the version that stands, or None."""
    return db.execute(_STANDING, {"article": article_id}).one_or_none()


def _record_new(db: Connection, capture: Capture, article: Article) -> int:
    row = {
        "portal": capture.portal,
        "url": article.url,
        "url_key": url_key(article.url),
        "item_id": article.item_id,
        "first_seen_at": capture.at,
        "last_seen_at": capture.at,
        "version_count": 1,
        **{name: getattr(article, name) for name in SHOWN},
    }
    article_id = _INSERT_ARTICLE.insert(db, row)
    set_article(db, capture.resource, capture.url, article_id)
    version = _add_version(db, capture, article_id, 1, article)
    changes.add(
        db, capture, article_id, version, [changes.Change("new", "title", None, article.title)]
    )
    sync_documents(db, capture.at, article_id, article.attachments)
    return article_id


def _record_edit(
    db: Connection, capture: Capture, article_id: int, standing: Row[Any], article: Article
) -> None:
    before = changes.content_of_row(standing)
    db.execute(_CLOSE, {"version": before.version_id, "at": capture.at})
    version = _add_version(db, capture, article_id, before.number + 1, article)
    db.execute(
        update(articles)
        .where(articles.c.id == article_id)
        .values(version_count=before.number + 1, **{n: getattr(article, n) for n in SHOWN})
    )
    found = changes.differences(before, changes.content_of_article(article))
    changes.add(db, capture, article_id, version, measured(found))
    sync_documents(db, capture.at, article_id, article.attachments)


def _add_version(
    db: Connection, capture: Capture, article_id: int, number: int, article: Article
) -> int:
    row = {
        "article_id": article_id,
        "number": number,
        "capture_id": capture.id,
        "valid_from": capture.at,
        **content_columns(article),
    }
    version = _INSERT_VERSION.insert(db, row)
    full_text.add_version(db, version)
    return version


def content_columns(article: Article) -> dict[str, object]:
    """Return what an article says as a row of `versions` has it."""
    return {
        "content_digest": article.content_digest,
        "title": article.title,
        "summary": article.summary,
        "body_text": article.body_text,
        "body_html": article.body_html,
        "published_at": article.published_at,
        "source": article.source,
        "author": article.author,
        "category": article.category,
        "keywords": changes.as_json(list(article.keywords)),
        "image_url": article.image_url,
        "fields": changes.as_json(article.fields),
        "attachments": changes.as_json(changes.attachment_rows(article.attachments)),
        "related": changes.as_json(list(article.related)),
        "warnings": changes.as_json(list(article.warnings)),
        "parser": article.parser,
    }

"""Looks at articles that come to be known after later ones: imports, mostly.

What such a look says is put in at its place in time: a version between others, or the earlier
beginning of one. Numbers, ends and changes follow.
"""

from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, text, update

from archive.addresses import compared_url
from archive.content import Article, Attachment
from archive.recording import changes as differing
from archive.recording import full_text
from archive.recording.articles import SHOWN, Effect, content_columns
from archive.recording.captures import Capture
from archive.recording.documents import sync_documents
from archive.recording.measuring import measured
from archive.recording.timeline import Moment, Timeline, later_look, moment_of, of_article
from archive.schema import articles, changes, documents

_KEPT = ("id", "article_id", "number", "capture_id", "valid_from", "valid_to")
_RETURNED = text("""
    UPDATE changes SET changed_at = :at, crawl_id = :crawl WHERE id = (
      SELECT r.id FROM changes AS r
      WHERE r.article_id = :article AND r.kind = 'returned' AND r.changed_at > :at
        AND (SELECT g.kind FROM changes AS g
             WHERE g.article_id = :article AND g.kind IN ('gone', 'returned')
               AND g.changed_at <= :at
             ORDER BY g.changed_at DESC, g.id DESC LIMIT 1) = 'gone'
      ORDER BY r.changed_at, r.id LIMIT 1)
""")


def see_earlier(db: Connection, capture: Capture, article_id: int) -> None:
    """Record that an article was there at a moment before others that are known."""
    values = {
        "first_seen_at": func.min(articles.c.first_seen_at, capture.at),
        "last_seen_at": func.max(articles.c.last_seen_at, capture.at),
    }
    db.execute(update(articles).where(articles.c.id == article_id).values(values))
    moment = {"article": article_id, "at": capture.at, "crawl": capture.crawl_id}
    db.execute(_RETURNED, moment)


def neighbours(db: Connection, article_id: int, at: str) -> list[Row[Any]]:
    """Return the versions with which a look at this moment is compared."""
    timeline = of_article(article_id)
    return [row for row in (timeline.before(db, at), timeline.after(db, at)) if row is not None]


def record_earlier(db: Connection, capture: Capture, article_id: int, article: Article) -> Effect:
    """Record what an article said at a moment before others that are known."""
    see_earlier(db, capture, article_id)
    timeline, moment = of_article(article_id), Moment(capture.crawl_id, capture.at, capture.id)
    before, after = timeline.before(db, moment.at), timeline.after(db, moment.at)
    if before is not None and before.content_digest == article.content_digest:
        return Effect.UNCHANGED
    touched = _put_in(db, timeline, capture, article, before, after)
    last = timeline.put_in_order(db)
    following = timeline.after(db, moment.at)
    if following is not None:
        touched = [*touched, following.id]
    for version_id in dict.fromkeys(touched):
        _tell_again(db, timeline, version_id)
    _attach(db, moment.at, following.valid_from if following else None, article_id, article)
    shown = {name: getattr(last, name) for name in SHOWN}
    values = {"version_count": last.number, **shown}
    db.execute(update(articles).where(articles.c.id == article_id).values(values))
    return Effect.EDITED


def _put_in(
    db: Connection,
    timeline: Timeline,
    capture: Capture,
    article: Article,
    before: Row[Any] | None,
    after: Row[Any] | None,
) -> list[int]:
    """Let a version begin at the look; return the ids of those whose changes are to be retold."""
    moment = Moment(capture.crawl_id, capture.at, capture.id)
    again = None
    if before is not None:
        until = after.valid_from if after is not None else None
        again = later_look(db, "article", moment.at, until, timeline.owner, capture.resource.id)
    if again is None and after is not None and after.content_digest == article.content_digest:
        timeline.begin_earlier(db, after.id, moment)
        return [after.id]
    made = [timeline.insert(db, moment, content_columns(article))]
    if before is not None and again is not None:
        said = {key: value for key, value in before._mapping.items() if key not in _KEPT}
        made.append(timeline.insert(db, again, said))
    for version_id in made:
        full_text.add_version(db, version_id)
    return made


def _tell_again(db: Connection, timeline: Timeline, version_id: int) -> None:
    """Write the changes of a version anew: what was before it has changed."""
    db.execute(delete(changes).where(changes.c.version_id == version_id))
    version = timeline.version(db, version_id)
    seen = moment_of(db, version)
    previous = timeline.previous(db, version)
    if previous is None:
        found = [differing.Change("new", "title", None, version.title)]
    else:
        found = differing.differences(
            differing.content_of_row(previous), differing.content_of_row(version)
        )
    differing.add(db, seen, timeline.owner, version_id, measured(found))


def _attach(db: Connection, at: str, until: str | None, article_id: int, article: Article) -> None:
    """Know of the files that an article attached then; `until` None says that it still does."""
    if until is None:
        sync_documents(db, at, article_id, article.attachments)
        return
    for attachment in article.attachments:
        at_url = (documents.c.article_id == article_id) & (
            documents.c.url_key == compared_url(attachment.url)
        )
        row = db.execute(select(documents).where(at_url)).one_or_none()
        if row is None:
            db.execute(insert(documents), _withdrawn(article_id, attachment, at, until))
        elif row.first_seen_at > at:
            db.execute(update(documents).where(at_url).values(first_seen_at=at))


def _withdrawn(article_id: int, attachment: Attachment, at: str, until: str) -> dict[str, object]:
    return {
        "article_id": article_id,
        "url": attachment.url,
        "url_key": compared_url(attachment.url),
        "filename": attachment.filename,
        "label": attachment.label,
        "first_seen_at": at,
        "last_seen_at": at,
        "gone_at": until,
        "version_count": 0,
    }

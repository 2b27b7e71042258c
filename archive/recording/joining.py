"""Which article a page is of: one that moved or has several addresses stays one.

A page is known by its address (`archive.addresses.url_key`), else by its item of a list, else by
the redirect that led to it. Items and redirects are believed only where the text agrees: portals
that show all articles through one page give them one item, and some redirect what was removed
to what is new. Where they disagree, two articles are kept apart, and an event says so.
"""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, bindparam, select, text, update

from archive.addresses import url_key
from archive.content import Article
from archive.recording import changes
from archive.recording.captures import (
    Capture,
    Resource,
    find_resource,
    set_article,
    set_redirected,
)
from archive.recording.events import Event, add_event
from archive.recording.likeness import compare
from archive.recording.statements import Prepared
from archive.schema import articles, resources
from archive.times import from_text

CONFLICT = "identity-conflict"
"""The kind of the event that tells of two articles kept apart."""

_AT_KEY = Prepared(
    select(resources.c.article_id)
    .where(
        resources.c.url_key == bindparam("key"),
        resources.c.portal == bindparam("portal"),
        resources.c.article_id.is_not(None),
    )
    .order_by(resources.c.id)
    .limit(1)
)
_WITH_ITEM = Prepared(
    text("""
        SELECT a.id, a.url FROM articles AS a
        WHERE a.item_id = :item AND a.portal = :portal ORDER BY a.id
    """)
)
_STANDING = text("""
    SELECT a.id, a.url, a.item_id, v.title, v.body_text, v.published_at
    FROM articles AS a JOIN versions AS v ON v.article_id = a.id AND v.valid_to IS NULL
    WHERE a.id = :article
""")


@dataclass(frozen=True, slots=True)
class Joined:
    """The article that a page is of, and whether it moved to the page's address."""

    article_id: int
    moved: bool = False


def find_joined(db: Connection, capture: Capture, article: Article) -> Joined | None:
    """Return the known article that a page at a new address is of, or None."""
    portal = capture.portal
    at_key = _AT_KEY.one(db, {"key": url_key(article.url), "portal": portal})
    if at_key is not None:
        return Joined(at_key[0])
    by_item = _by_item(db, capture, article)
    if by_item is not None:
        return replace(by_item, moved=by_item.article_id == capture.resource.redirected_from)
    return _by_redirect(db, capture, article)


def note_redirect(db: Connection, capture: Capture, target: str) -> int | None:
    """Record that an article's address, or one that is new, redirects to another article's.

    Returns the article that moved by it, or None.
    """
    source, at_target = capture.resource.article_id, find_resource(db, capture.portal, target)
    if source is None and at_target.article_id is not None:
        set_article(db, capture.resource, capture.url, at_target.article_id)
    elif source is not None and at_target.article_id is None:
        set_redirected(db, at_target, source)
    elif source is not None and at_target.article_id == source and _is_latest(db, capture):
        move(db, capture, source, target)
        return source
    return None


def move(db: Connection, seen: changes.Seen, article_id: int, url: str) -> None:
    """Let an article stand at another address from now on, and record that it moved."""
    row = db.execute(select(articles.c.url).where(articles.c.id == article_id)).one()
    if url_key(row.url) == url_key(url):
        return
    db.execute(
        update(articles).where(articles.c.id == article_id).values(url=url, url_key=url_key(url))
    )
    changes.add(db, seen, article_id, None, [changes.Change("edited", "url", row.url, url)])


def release(db: Connection, resource: Resource) -> Resource:
    """Let a URL that shows something else be no further address of its article any longer."""
    values: dict[str, object] = {"article_id": None, "url_key": None}
    db.execute(update(resources).where(resources.c.id == resource.id).values(values))
    return replace(resource, article_id=None)


def _by_item(db: Connection, capture: Capture, article: Article) -> Joined | None:
    if article.item_id is None:
        return None
    values = {"item": article.item_id, "portal": capture.portal}
    found = _WITH_ITEM.run(db, values).fetchall()
    for number, _ in found:
        if compare(_standing(db, number), article).of_one_article:
            return Joined(number)
    if len(found) == 1:
        _report(db, capture, f"item {article.item_id} is also that of {found[0][1]}")
    return None


def _by_redirect(db: Connection, capture: Capture, article: Article) -> Joined | None:
    source = capture.resource.redirected_from
    if source is None:
        return None
    known = _standing(db, source)
    items = {known.item_id, article.item_id} - {None}
    if len(items) < 2 and compare(known, article).of_one_article:
        return Joined(source, moved=True)
    _report(db, capture, f"{known.url} redirects to it, which says something else")
    return None


def _is_latest(db: Connection, capture: Capture) -> bool:
    """Tell whether nothing later than a look is known of its article."""
    last = select(articles.c.last_seen_at).where(articles.c.id == capture.resource.article_id)
    return bool(db.execute(last).scalar_one() <= capture.at)


def _standing(db: Connection, article_id: int) -> Any:
    return db.execute(_STANDING, {"article": article_id}).one()


def _report(db: Connection, capture: Capture, why: str) -> None:
    event = Event(from_text(capture.at), CONFLICT, capture.url, "kept apart", (why,))
    add_event(db, event)

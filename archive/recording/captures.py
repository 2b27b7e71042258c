"""Rows of `resources` and `captures`: which URL, which exchange, where in which WARC file."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, insert, null, select, text, update
from sqlalchemy.dialects.sqlite import insert as upsert

from archive.addresses import url_key
from archive.digests import from_blob, to_blob
from archive.recording.judging import Base, Outcome
from archive.recording.statements import Prepared
from archive.schema import captures, form_answers, resources
from archive.times import from_text, to_text
from archive.warc.exchange import Exchange, Response
from archive.warc.positions import Position, Reference


@dataclass(frozen=True, slots=True)
class Resource:
    """One URL of a portal, as known before the exchange at hand."""

    id: int
    article_id: int | None
    base: Base | None
    redirected_from: int | None = None
    """The article whose address redirected here, where nothing else is known of this one."""


@dataclass(frozen=True, slots=True)
class Capture:
    """A row of `captures`, as much of it as recording needs."""

    id: int
    crawl_id: int
    portal: str
    resource: Resource
    url: str
    at: str
    """When the request was sent, as `archive.times` writes it."""
    outcome: Outcome


_FIND = Prepared(
    select(
        resources.c.id,
        resources.c.article_id,
        resources.c.redirected_from,
        resources.c.content_digest,
        captures.c.id,
        captures.c.payload_sha256,
    )
    .select_from(resources.outerjoin(captures, captures.c.id == resources.c.base_capture_id))
    .where(resources.c.url == bindparam("url"), resources.c.portal == bindparam("portal"))
)
_SAME_FILE = Prepared(
    text("""
        SELECT b.id FROM document_versions AS v
          JOIN captures AS c ON c.id = v.capture_id
          JOIN resources AS r ON r.id = c.resource_id
          JOIN captures AS b ON b.id = r.base_capture_id
        WHERE v.payload_digest = :digest AND b.payload_sha256 = :payload AND r.portal = :portal
        ORDER BY v.id LIMIT 1
    """)
)
_ADD = Prepared(insert(resources), "portal", "url")
_CAPTURE = Prepared(
    insert(captures), *(column.name for column in captures.columns if column.computed is None)
)
_SET_BASE = Prepared(
    update(resources)
    .where(resources.c.id == bindparam("resource"))
    .values(
        base_capture_id=bindparam("capture"),
        content_digest=bindparam("digest"),
        etag=bindparam("etag"),
        last_modified=bindparam("last_modified"),
    )
)
_ANSWER = Prepared(
    select(captures.c.id, captures.c.payload_sha256)
    .select_from(form_answers.join(captures, captures.c.id == form_answers.c.capture_id))
    .where(
        form_answers.c.resource_id == bindparam("resource"),
        form_answers.c.content_digest == bindparam("digest"),
    )
)
_ADD_ANSWER = upsert(form_answers)
_SET_ANSWER = _ADD_ANSWER.on_conflict_do_update(
    index_elements=["resource_id", "content_digest"],
    set_={"capture_id": _ADD_ANSWER.excluded.capture_id},
)
_SET_ARTICLE = Prepared(
    update(resources)
    .where(resources.c.id == bindparam("resource"))
    .values(article_id=bindparam("article"), url_key=bindparam("key"), redirected_from=null())
)
_SET_REDIRECTED = Prepared(
    update(resources)
    .where(resources.c.id == bindparam("resource"))
    .values(redirected_from=bindparam("article"))
)
_POSITION = Prepared(
    select(captures.c.warc_file, captures.c.warc_offset, captures.c.warc_length).where(
        captures.c.id == bindparam("capture")
    )
)
_REFERENCE = Prepared(
    select(
        captures.c.warc_file,
        captures.c.warc_offset,
        captures.c.warc_length,
        captures.c.url,
        captures.c.fetched_at,
    ).where(captures.c.id == bindparam("capture"))
)
_UNSAID: dict[str, object] = {
    "id": None,
    "reason": None,
    "view_count": None,
    "article_links": None,
    "warnings": None,
    "lost": None,
    "held": None,
}


def find_resource(db: Connection, portal: str, url: str) -> Resource:
    """Return the row of a URL, making it where the URL is new."""
    row = _FIND.one(db, {"url": url, "portal": portal})
    if row is None:
        return Resource(_ADD.insert(db, {"url": url, "portal": portal}), None, None)
    resource, article, redirected_from, content, capture, payload = row
    base = Base(capture, from_blob(payload), content) if capture is not None else None
    return Resource(resource, article, base, redirected_from)


def find_file(db: Connection, portal: str, digest: str, content: str) -> Base | None:
    """Return the full response that stands for an attached file with this payload, or None.

    It may be of another address: one file has many where sessions are written into addresses.
    """
    values = {"digest": digest, "payload": to_blob(digest), "portal": portal}
    row = _SAME_FILE.one(db, values)
    return Base(row[0], digest, content) if row is not None else None


def add_capture(
    db: Connection,
    crawl_id: int,
    resource: Resource,
    exchange: Exchange,
    position: Position,
    values: dict[str, object],
) -> int:
    """Add the row of one exchange; `values` holds outcome, reason and counters."""
    response = exchange.response
    row: dict[str, object] = {
        **_UNSAID,
        "crawl_id": crawl_id,
        "resource_id": resource.id,
        "url": exchange.url,
        "kind": exchange.kind.value,
        "fetched_at": to_text(exchange.fetched_at),
        "status": response.status if response else None,
        "media_type": response.media_type if response else None,
        "payload_sha256": to_blob(response.payload.digest) if response else None,
        "size": response.payload.size if response else None,
        "warc_file": position.file,
        "warc_offset": position.offset,
        "warc_length": position.length,
        "request_digest": exchange.request.digest,
        "tls_verified": int(exchange.tls_verified),
        **values,
    }
    return _CAPTURE.insert(db, row)


def note_lost(
    db: Connection, capture_id: int, fields: Sequence[str], held: int | None = None
) -> None:
    """Note which fields a look lacks that its article had, and whether it is held back for it."""
    if fields:
        values = {"lost": json.dumps(list(fields)), "held": held}
        db.execute(update(captures).where(captures.c.id == capture_id).values(values))


def set_base(
    db: Connection, resource: Resource, capture_id: int, digest: str, response: Response
) -> None:
    """Let a full response stand for its URL from now on."""
    values = {
        "resource": resource.id,
        "capture": capture_id,
        "digest": digest,
        "etag": response.header("etag"),
        "last_modified": response.header("last-modified"),
    }
    _SET_BASE.run(db, values)


def answer_to_form(db: Connection, resource: Resource, content: str | None) -> Base | None:
    """Return the full response with which a URL said the same to what was posted there before.

    What is posted differs at each look, for forms hold view states: so it is known by what it got.
    """
    row = _ANSWER.one(db, {"resource": resource.id, "digest": content}) if content else None
    return Base(row[0], from_blob(row[1]), content) if row is not None and content else None


def set_answer_to_form(db: Connection, resource: Resource, capture_id: int, digest: str) -> None:
    """Let a full response stand for all that say the same to what is posted to its URL."""
    values = {"resource_id": resource.id, "content_digest": digest, "capture_id": capture_id}
    db.execute(_SET_ANSWER, values)


def set_article(db: Connection, resource: Resource, url: str, article_id: int) -> None:
    """Say that a URL, that of the resource, is an article's."""
    _SET_ARTICLE.run(db, {"resource": resource.id, "article": article_id, "key": url_key(url)})


def set_redirected(db: Connection, resource: Resource, article_id: int) -> None:
    """Say that an article's address redirects to a URL of which nothing else is known."""
    _SET_REDIRECTED.run(db, {"resource": resource.id, "article": article_id})


def position_of(db: Connection, capture_id: int) -> Position:
    """Return where a capture's record stands in the WARC files."""
    return Position(*_POSITION.one(db, {"capture": capture_id}))


def reference_to(db: Connection, base: Base) -> Reference:
    """Return what a revisit or delta record says of the response that it refers to."""
    *place, url, fetched_at = _REFERENCE.one(db, {"capture": base.capture_id})
    return Reference(Position(*place), url, from_text(fetched_at), base.payload_digest)

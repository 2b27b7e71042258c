"""Rows of `resources` and `captures`: which URL, which exchange, where in which WARC file."""

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, insert, select, update

from archive.digests import from_blob, to_blob
from archive.recording.judging import Base, Outcome
from archive.schema import captures, resources
from archive.times import from_text, to_text
from archive.warc.exchange import Exchange
from archive.warc.positions import Position, Reference


@dataclass(frozen=True, slots=True)
class Resource:
    """One URL of a portal, as known before the exchange at hand."""

    id: int
    article_id: int | None
    base: Base | None


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


_FIND = (
    select(
        resources.c.id,
        resources.c.article_id,
        resources.c.content_digest,
        captures.c.id,
        captures.c.payload_sha256,
    )
    .select_from(resources.outerjoin(captures, captures.c.id == resources.c.base_capture_id))
    .where(resources.c.url == bindparam("url"), resources.c.portal == bindparam("portal"))
)
_ADD = insert(resources)
_CAPTURE = insert(captures)
_SET_BASE = (
    update(resources)
    .where(resources.c.id == bindparam("resource"))
    .values(base_capture_id=bindparam("capture"), content_digest=bindparam("digest"))
)
_SET_ARTICLE = (
    update(resources)
    .where(resources.c.id == bindparam("resource"))
    .values(article_id=bindparam("article"))
)
_POSITION = select(captures.c.warc_file, captures.c.warc_offset, captures.c.warc_length).where(
    captures.c.id == bindparam("capture")
)
_REFERENCE = select(captures).where(captures.c.id == bindparam("capture"))


def find_resource(db: Connection, portal: str, url: str) -> Resource:
    """Return the row of a URL, making it where the URL is new."""
    row = db.execute(_FIND, {"url": url, "portal": portal}).one_or_none()
    if row is None:
        made = db.execute(_ADD, {"url": url, "portal": portal}).inserted_primary_key
        assert made is not None
        return Resource(made[0], None, None)
    resource, article, content, capture, payload = row
    base = Base(capture, from_blob(payload), content) if capture is not None else None
    return Resource(resource, article, base)


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
        **values,
    }
    made = db.execute(_CAPTURE, row).inserted_primary_key
    assert made is not None
    capture: int = made[0]
    return capture


def set_base(db: Connection, resource: Resource, capture_id: int, digest: str) -> None:
    """Let a full response stand for its URL from now on."""
    db.execute(_SET_BASE, {"resource": resource.id, "capture": capture_id, "digest": digest})


def set_article(db: Connection, resource: Resource, article_id: int) -> None:
    """Say that a URL is an article's."""
    db.execute(_SET_ARTICLE, {"resource": resource.id, "article": article_id})


def position_of(db: Connection, capture_id: int) -> Position:
    """Return where a capture's record stands in the WARC files."""
    return Position(*db.execute(_POSITION, {"capture": capture_id}).one())


def reference_to(db: Connection, base: Base) -> Reference:
    """Return what a revisit or delta record says of the response that it refers to."""
    row = db.execute(_REFERENCE, {"capture": base.capture_id}).one()
    position = Position(row.warc_file, row.warc_offset, row.warc_length)
    return Reference(position, row.url, from_text(row.fetched_at), base.payload_digest)

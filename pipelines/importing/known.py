"""What the archive has already of what is imported."""

from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection, text

from archive.digests import to_blob
from archive.errors import ArchiveError
from archive.times import to_text
from archive.warc.exchange import Exchange
from archive.warc.positions import Position
from archive.warc.restoring import read_record

_CAPTURE = """
    FROM captures AS c JOIN resources AS r ON r.id = c.resource_id
    WHERE r.url = :url AND r.portal = :portal AND c.fetched_at = :at
"""
_HAS = text(f"SELECT 1 {_CAPTURE} AND c.payload_sha256 IS :payload LIMIT 1")
_FIND = text(
    f"SELECT c.warc_file, c.warc_offset, c.warc_length {_CAPTURE} "
    "AND c.payload_sha256 IS NOT NULL ORDER BY c.id LIMIT 1"
)
_FULL = text(
    "SELECT c.warc_file, c.warc_offset, c.warc_length "
    "FROM captures AS c JOIN resources AS r ON r.id = c.resource_id "
    "WHERE r.url = :url AND r.portal = :portal AND c.payload_sha256 IS NOT NULL ORDER BY c.id"
)


def is_known(db: Connection, portal: str, exchange: Exchange) -> bool:
    """Tell whether this capture is in the archive: same URL, same moment, same payload."""
    response = exchange.response
    payload = to_blob(response.payload.digest) if response is not None else None
    values = {"url": exchange.url, "portal": portal, "at": to_text(exchange.fetched_at)}
    return db.execute(_HAS, {**values, "payload": payload}).one_or_none() is not None


def find_capture(db: Connection, portal: str, url: str, at: str) -> Position | None:
    """Return where the capture of a URL at a moment stands; None where there is none."""
    row = db.execute(_FIND, {"url": url, "portal": portal, "at": at}).one_or_none()
    return Position(*row) if row is not None else None


def find_payload(
    db: Connection, folder: Path, portal: str, url: str, digest: str
) -> Position | None:
    """Return where the first response of a URL stands whose record names this payload's digest."""
    for row in db.execute(_FULL, {"url": url, "portal": portal}):
        with suppress(ArchiveError):
            record = read_record(folder, Position(*row))
            named = record.fields.get("warc-payload-digest")
            if record.type == "response" and named == digest:
                return record.position
    return None

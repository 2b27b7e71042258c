"""What a conditional request can be made with, and which servers can't be trusted with one."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from archive.times import from_text
from archive.warc.positions import Position

# Not where what stands is no whole page, or waits: a 304 for it would say nothing.
_STANDING = text("""
    SELECT r.etag, r.last_modified, b.warc_file, b.warc_offset, b.warc_length, (
        SELECT max(c.fetched_at) FROM captures AS c
        WHERE c.resource_id = r.id AND c.outcome IN ('new', 'same', 'noise')) AS looked_at
    FROM resources AS r JOIN captures AS b ON b.id = r.base_capture_id
    WHERE r.url = :url AND r.portal = :portal AND b.status = 200 AND b.reason IS NULL
      AND b.held IS NOT 1 AND (r.etag IS NOT NULL OR r.last_modified IS NOT NULL)
""")
_UNTRUSTED = text("SELECT DISTINCT subject FROM events WHERE kind = :kind")

FALSE_304 = "false-304"
"""The event of a server that said 304 of something that had changed."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The full response that stands for an address, and what its server called it."""

    etag: str | None
    last_modified: str | None
    position: Position
    looked_at: datetime
    """The last full look."""


def standing_at(db: Connection, portal: str, url: str) -> Standing | None:
    """Return what stands at an address, where a server may be asked whether it still does."""
    row = db.execute(_STANDING, {"url": url, "portal": portal}).one_or_none()
    if row is None:
        return None
    place = Position(row.warc_file, row.warc_offset, row.warc_length)
    return Standing(row.etag, row.last_modified, place, from_text(row.looked_at))


def untrusted(db: Connection) -> frozenset[tuple[str, str]]:
    """Return the kinds and hosts (with ports) whose 304 was found to be false."""
    found = db.execute(_UNTRUSTED, {"kind": FALSE_304}).scalars()
    return frozenset((kind, host) for kind, _, host in (each.partition(" of ") for each in found))

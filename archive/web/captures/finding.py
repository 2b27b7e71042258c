"""Captures found by number, and by address and moment."""

from dataclasses import dataclass

from sqlalchemy import Connection, text

from archive.addresses import canonical_url, url_key
from archive.errors import NotInArchiveError
from archive.times import from_text
from archive.warc.positions import Position

_COLUMNS = """
    c.id, c.crawl_id, c.url, c.kind, c.fetched_at, c.status, c.media_type, c.payload_digest,
    c.size, c.outcome, c.reason, c.warc_file, c.warc_offset, c.warc_length, c.request_digest,
    r.article_id, r.portal
"""
_ONE = text(f"""
    SELECT {_COLUMNS} FROM captures AS c JOIN resources AS r ON r.id = c.resource_id
    WHERE c.id = :capture
""")  # noqa: S608  # the columns are a constant
_SEEN = "c.outcome IN ('new', 'same', 'noise') AND c.request_digest IS NULL AND c.status < 300"
_AT_URLS = text(f"""
    SELECT {_COLUMNS} FROM captures AS c JOIN resources AS r ON r.id = c.resource_id
    WHERE c.resource_id IN (
        SELECT id FROM resources WHERE url IN (:url, :address)
        UNION SELECT own.id FROM resources AS r JOIN resources AS own
          ON own.article_id = r.article_id WHERE r.url_key = :key)
      AND {_SEEN}
    ORDER BY c.fetched_at, c.id
""")  # noqa: S608  # the columns and conditions are constants


@dataclass(frozen=True, slots=True)
class Found:
    """A row of `captures`, with portal and article of its address."""

    id: int
    crawl_id: int
    url: str
    kind: str
    fetched_at: str
    status: int | None
    media_type: str | None
    payload_digest: str | None
    size: int | None
    outcome: str
    reason: str | None
    warc_file: str
    warc_offset: int
    warc_length: int
    request_digest: str | None
    article_id: int | None
    portal: str

    @property
    def position(self) -> Position:
        """Where its record stands."""
        return Position(self.warc_file, self.warc_offset, self.warc_length)


def capture_numbered(db: Connection, number: int) -> Found:
    """Return the capture of this id; raises NotInArchiveError."""
    row = db.execute(_ONE, {"capture": number}).one_or_none()
    if row is None:
        raise NotInArchiveError(f"There is no capture {number} in this archive.")
    return Found(**row._mapping)


def captures_of(db: Connection, url: str) -> list[Found]:
    """Return the captures that really show what stood at a URL, oldest first.

    Any address of the same page will do; empty where there is none.
    """
    address = canonical_url(url)
    if address is None:
        return []
    values = {"url": url, "address": address, "key": url_key(url)}
    return [Found(**row._mapping) for row in db.execute(_AT_URLS, values)]


def capture_near(db: Connection, url: str, moment: str) -> Found:
    """Return the capture of a URL nearest in time to a moment as the archive writes it.

    Raises NotInArchiveError.
    """
    found = captures_of(db, url)
    if not found:
        raise NotInArchiveError(f"{url} is not in this archive.")
    return nearest(found, moment)


def nearest(found: list[Found], moment: str) -> Found:
    """Return the capture nearest in time; of two equally near, the earlier."""
    target = _seconds(moment)
    return min(found, key=lambda each: abs(_seconds(each.fetched_at) - target))


def _seconds(moment: str) -> float:
    return from_text(moment).timestamp()

"""What the rows of `captures` claim of the records that they speak of."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from archive.digests import to_blob
from archive.read_only import read_only
from archive.times import to_text
from archive.warc.assembling import StoredExchange

CLAIMS = (
    *("url", "kind", "fetched_at", "status", "media_type", "payload_sha256", "size"),
    *("request_digest", "warc_length"),
)
"""Columns that repeat what the record says or is."""
CLIPPED = 80
"""Letters of a value that are shown in a fault."""

_FILES = """
    SELECT f.name, f.indexed, f.digest, min(c.id), max(c.id)
    FROM warc_files AS f LEFT JOIN captures AS c ON c.warc_file = f.name
    GROUP BY f.name ORDER BY f.name
"""
_STRAY = """
    SELECT warc_file, id, url FROM captures
    WHERE warc_file NOT IN (SELECT name FROM warc_files) ORDER BY id
"""
_ROWS = f"""
    SELECT warc_offset, id, {", ".join(CLAIMS)} FROM captures NOT INDEXED
    WHERE id BETWEEN :first AND :last AND warc_file = :file AND fetched_at >= :since
    ORDER BY warc_offset
"""  # noqa: S608 -- the names are those above


@dataclass(frozen=True, slots=True)
class KnownFile:
    """What the database knows of a WARC file, and the span of the captures in it."""

    name: str
    indexed: int
    digest: str | None
    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which records are audited: all by default.

    `share` of them (0 to 1), picked by `seed`; those fetched `since` a time as the database
    writes it.
    """

    share: float = 1.0
    seed: int = 0
    since: str = ""

    @property
    def everything(self) -> bool:
        """Whether no record is left out."""
        return self.share >= 1 and not self.since

    def takes(self, file: str, offset: int) -> bool:
        """Tell whether the record at a place is among them: for one seed always the same."""
        if self.share >= 1:
            return True
        number = sha256(f"{self.seed}:{file}:{offset}".encode()).digest()[:8]
        return int.from_bytes(number, "big") < self.share * (1 << 64)


EVERYTHING = Chosen()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of `captures`: id, place, and what it claims."""

    id: int
    offset: int
    claims: tuple[Any, ...]

    @property
    def url(self) -> str:
        """The URL that it is of."""
        return str(self.claims[0])


@contextmanager
def open_copy(database: Path) -> Iterator[sqlite3.Connection]:
    """Open a database for reading, whatever bytes its text is of."""
    with closing(sqlite3.connect(read_only(database), uri=True)) as db:
        db.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
        yield db


def known_files(db: sqlite3.Connection) -> list[KnownFile]:
    """List the WARC files that the database knows."""
    return [KnownFile(*row) for row in db.execute(_FILES)]


def stray_rows(db: sqlite3.Connection) -> Iterator[tuple[str, int, str]]:
    """Yield file, id and URL of rows that name a file which the database does not know."""
    yield from db.execute(_STRAY)


def rows_of(db: sqlite3.Connection, known: KnownFile, chosen: Chosen) -> Iterator[Row]:
    """Yield the rows of a file in the order of their offsets."""
    span = {"first": known.first, "last": known.last, "since": chosen.since}
    for offset, number, *claims in db.execute(_ROWS, {"file": known.name, **span}):
        if chosen.takes(known.name, offset):
            yield Row(number, offset, tuple(claims))


def contradictions(row: Row, stored: StoredExchange) -> list[str]:
    """Say in which claims a row is not of this record."""
    return [
        f"{name} is {shown(claimed)} in the row and {shown(truth)} in the record"
        for name, claimed, truth in zip(CLAIMS, row.claims, _truth(stored), strict=True)
        if claimed != truth or type(claimed) is not type(truth)
    ]


def _truth(stored: StoredExchange) -> tuple[Any, ...]:
    exchange = stored.exchange
    response = exchange.response
    return (
        exchange.url,
        exchange.kind.value,
        to_text(exchange.fetched_at),
        response.status if response else None,
        response.media_type if response else None,
        to_blob(response.payload.digest) if response else None,
        response.payload.size if response else None,
        exchange.request.digest,
        stored.position.length,
    )


def shown(value: Any) -> str:
    """Write a value for a report, clipped; bytes in hex, what is no text escaped."""
    text = value.hex() if isinstance(value, bytes) else str(value)
    text = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return text if len(text) <= CLIPPED else text[:CLIPPED] + "…"

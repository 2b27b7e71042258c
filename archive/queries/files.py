"""Files as such, whoever attaches them: where the archive has them, and what waits to be done."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Connection, Select, func, literal_column, select, text

from archive.recording.judging import LOOKS
from archive.schema import captures, document_pages, payloads, signatures
from archive.warc.positions import Position

# The words of the partial index `document_pages_waiting`: bound values would not find it.
_WAITS = text("document_pages.source = 'none' AND document_pages.recogniser IS NULL")


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A distinct file and the first capture that brought it."""

    payload_digest: str
    url: str
    fetched_at: str
    position: Position


@dataclass(frozen=True, slots=True)
class FileCounts:
    """What the archive has read of files: pages by the source of their text, and the rest."""

    files: int
    pages: int
    recognised: int
    waiting: int
    """Pages that nothing has tried to recognise yet."""
    unreadable: int
    """Pages without text whose recognition failed."""
    signatures: int
    signed_files: int
    readers: dict[str, int]
    """Files by the version of what read them."""


def waiting_files(db: Connection) -> list[tuple[StoredFile, tuple[int, ...]]]:
    """List files with pages that wait for recognition, and those pages, in order of capture."""
    rows = db.execute(
        select(document_pages.c.payload_digest, document_pages.c.page)
        .where(_WAITS)
        .order_by(document_pages.c.payload_digest, document_pages.c.page)
    ).all()
    pages = {
        digest: tuple(row.page for row in group)
        for digest, group in groupby(rows, key=lambda row: row.payload_digest)
    }
    found = _first_captures(db, select(document_pages.c.payload_digest).where(_WAITS))
    return [(file, pages[file.payload_digest]) for file in found]


def signed_files(db: Connection) -> list[StoredFile]:
    """List files that carry signatures, in order of capture."""
    return list(_first_captures(db, select(signatures.c.payload_digest)))


def pictured_files(db: Connection) -> list[StoredFile]:
    """List files of kinds that have a first page to be drawn, in order of capture."""
    kinds = (payloads.c.media_type == "application/pdf") | payloads.c.media_type.like("image/%")
    return list(_first_captures(db, select(payloads.c.payload_digest).where(kinds)))


def count_waiting(db: Connection) -> tuple[int, int]:
    """Count the pages that wait for recognition, and the files that they are of."""
    distinct = func.count(document_pages.c.payload_digest.distinct())
    pages, files = db.execute(select(func.count(), distinct).where(_WAITS)).one()
    return pages, files


def count_files(db: Connection) -> FileCounts:
    """Count what was read of files."""
    by_source: dict[str, int] = dict(
        db.execute(select(document_pages.c.source, func.count()).group_by(document_pages.c.source))
        .tuples()
        .all()
    )
    waiting, _ = count_waiting(db)
    signed = select(func.count(), func.count(signatures.c.payload_digest.distinct()))
    signature_count, signed_count = db.execute(signed).one()
    readers = db.execute(
        select(func.coalesce(payloads.c.reader, ""), func.count())
        .group_by(payloads.c.reader)
        .order_by(payloads.c.reader)
    )
    by_reader: dict[str, int] = dict(readers.tuples().all())
    return FileCounts(
        files=sum(by_reader.values()),
        pages=sum(by_source.values()),
        recognised=by_source.get("ocr", 0),
        waiting=waiting,
        unreadable=by_source.get("none", 0) - waiting,
        signatures=signature_count,
        signed_files=signed_count,
        readers=by_reader,
    )


def _first_captures(db: Connection, wanted: Select[tuple[str]]) -> Iterable[StoredFile]:
    """Find the captures that first brought these payloads: one walk through the table."""
    first = (
        select(func.min(captures.c.id))
        .where(
            captures.c.kind == literal_column("'document'"),
            captures.c.outcome.in_([outcome.value for outcome in sorted(LOOKS)]),
            captures.c.payload_digest.in_(wanted),
        )
        .group_by(captures.c.payload_sha256)
    )
    rows = db.execute(select(captures).where(captures.c.id.in_(first)).order_by(captures.c.id))
    for row in rows:
        place = Position(row.warc_file, row.warc_offset, row.warc_length)
        yield StoredFile(row.payload_digest, row.url, row.fetched_at, place)

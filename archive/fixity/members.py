"""The records of one of the archive's own files, byte after byte: nothing lies between them.

Stricter than `archive.warc.scan`, which makes the best of files by others: here each byte belongs
to a gzip member that holds one whole record, or is reported.
"""

from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

from archive.warc.members import find_member, read_member
from archive.warc.origins import read_origin
from archive.warc.positions import Position, locate, record_id
from archive.warc.restoring import is_own
from archive.warc.scan import SPOOLED, BadRecord, Record, scan

_HEAD_END = b"\r\n\r\n"


def read_file(path: Path, end: int, spool: Path) -> Iterator[Record | BadRecord]:
    """Read the first `end` bytes of a file, record by record.

    Payloads too large for the memory become files in the folder `spool`. Where the disk does not
    give the bytes back, all the rest is one bad record.
    """
    offset = 0
    try:
        with path.open("rb") as stream:
            while offset < end:
                found = _read_or_skip(stream, path, offset, end, spool)
                yield found
                offset = found.position.end
    except OSError as error:
        yield BadRecord(Position(path.name, offset, end - offset), unreadable(error))


def _read_or_skip(
    stream: BinaryIO, path: Path, offset: int, end: int, spool: Path
) -> Record | BadRecord:
    try:
        return read_one(stream, path, offset, spool)
    except ValueError as error:
        resume = find_member(stream, offset + 1)
        stop = end if resume is None else min(resume, end)
        return BadRecord(Position(path.name, offset, stop - offset), str(error))


def unreadable(error: OSError) -> str:
    """Say that the disk does not give bytes back, and why."""
    return f"the disk does not give these bytes back: {error.strerror}"


def read_places(path: Path, offsets: Iterable[int], spool: Path) -> Iterator[Record | BadRecord]:
    """Read the records at these places, each after the request that it belongs to.

    After one that another tool wrote comes the note of its origin.
    """
    for offset in offsets:
        record = _try(path, offset, spool)
        after = None
        if isinstance(record, Record) and not is_own(record):
            after = _try(path, record.position.end, spool)
        asked = _request(path, record, after)
        if asked is not None:
            yield _try(path, asked, spool)
        yield record
        if after is not None and read_origin(after) is not None:
            yield after


def _request(path: Path, record: Record | BadRecord, after: object) -> int | None:
    """Return where the request of a record stands, in the same file."""
    origin = read_origin(after)
    if origin is not None or isinstance(record, BadRecord):
        return origin.request if origin is not None else None
    for identifier in record.concurrent:
        _, offset = locate(identifier) or (0, 0)
        if record_id(path.name, offset) == identifier:
            return offset
    return None


def _try(path: Path, offset: int, spool: Path) -> Record | BadRecord:
    try:
        with path.open("rb") as stream:
            return read_one(stream, path, offset, spool)
    except ValueError as error:
        reason = str(error)
    except OSError as error:
        reason = unreadable(error)
    return BadRecord(Position(path.name, offset, 0), reason)


def read_one(stream: BinaryIO, path: Path, offset: int, spool: Path) -> Record:
    """Read the record at `offset`; raises ValueError where there is no sound and whole one."""
    data, end = read_member(stream, offset, keep=SPOOLED + 1)
    position = Position(path.name, offset, end - offset)
    if len(data) <= SPOOLED:
        return _parse(data, position)
    with closing(scan(path, offset, spool)) as records:
        record = next(records)
    if isinstance(record, BadRecord):
        raise ValueError(record.reason)
    if record.position != position:
        raise ValueError("the record does not fill its gzip member")
    return record


def _parse(data: bytes, position: Position) -> Record:
    head, found, rest = data.partition(_HEAD_END)
    first, *lines = head.decode("utf-8", "surrogateescape").split("\r\n")
    if not found or not first.startswith("WARC/"):
        raise ValueError("these bytes are no WARC record")
    fields, concurrent = _fields(lines)
    length = fields.get("content-length", "")
    if not (length.isascii() and length.isdigit()):
        raise ValueError("the record does not say how long it is")
    block, after = rest[: int(length)], rest[int(length) :]
    if len(block) < int(length):
        raise ValueError(f"the record is torn: {len(block)} of {length} bytes are there")
    if after.strip(b"\r\n"):
        raise ValueError("the record is longer than it says")
    kind = fields.get("warc-type", "unknown").lower()
    return Record(position, kind, fields, tuple(concurrent), block)


def _fields(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    """Read named fields: the first of each name, and all that name a concurrent record."""
    unfolded: list[str] = []
    for line in lines:
        if line[:1] in {" ", "\t"} and unfolded:
            unfolded[-1] += " " + line.strip()
        else:
            unfolded.append(line)
    fields: dict[str, str] = {}
    concurrent = []
    for line in unfolded:
        name, _, value = line.partition(":")
        name, value = name.lower(), value.strip()
        fields.setdefault(name, value)
        if name == "warc-concurrent-to":
            concurrent.append(value)
    return fields, concurrent
